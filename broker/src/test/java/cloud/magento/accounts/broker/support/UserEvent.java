package cloud.magento.accounts.broker.support;

import java.util.Map;
import java.util.Optional;

/** One of Keycloak's user events as the realm kept it. */
public record UserEvent(
        String type, Optional<String> userId, Optional<String> error, Map<String, String> details, long time) {

    /** The detail's value, which must be there. */
    public String detail(String name) {
        String value = details.get(name);
        if (value == null) {
            throw new AssertionError("No detail " + name + " in " + this);
        }
        return value;
    }
}
