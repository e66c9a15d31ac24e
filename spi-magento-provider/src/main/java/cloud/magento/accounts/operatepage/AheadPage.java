package cloud.magento.accounts.operatepage;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;

final class AheadPage implements OperatorPage {
    private final Operator operator;

    AheadPage(Operator operator) {
        this.operator = operator;
    }

    @Override
    public Response show(MultivaluedMap<String, String> parameters) {
        return new Screen(operator, Place.AHEAD).render();
    }

    @Override
    public Response post(Sent sent) {
        return show(sent.values());
    }
}
