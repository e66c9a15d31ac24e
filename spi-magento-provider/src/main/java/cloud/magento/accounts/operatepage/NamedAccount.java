package cloud.magento.accounts.operatepage;

import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.BiFunction;
import org.keycloak.models.UserModel;

/** The account that a form names. */
final class NamedAccount {
    private NamedAccount() {}

    /**
     * Goes on with the one account of this name; where there is none, or more than one, the page says so.
     *
     * @param section the id of the section in which it is told
     */
    static Response in(
            Operator operator, Place place, String section, String name, BiFunction<UserModel, Section, Response> act) {
        Section told = new Section(section);
        List<UserModel> found = operator.accounts(name);
        if (found.size() == 1) {
            return act.apply(found.get(0), told);
        }
        told.alert("error", found.isEmpty() ? "account-unknown" : "account-several")
                .link("back", place.url(operator.session()));
        return new Screen(operator, place)
                .with(told)
                .status(found.isEmpty() ? Response.Status.NOT_FOUND : Response.Status.CONFLICT)
                .render();
    }
}
