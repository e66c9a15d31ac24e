package cloud.magento.accounts.upstream;

import cloud.magento.accounts.policy.EnforcementConsent;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * What an operator says to a change along with the provider's settings. It is taken out of them before they are stored:
 * it was said of this change alone, and would otherwise come again with each later one.
 */
public final class GivenConsent {
    private static final String GIVEN = "magento.consent.";

    private GivenConsent() {}

    /** What was given in this transaction with the provider of this realm. */
    public static EnforcementConsent with(KeycloakSession session, RealmModel realm) {
        return session.getAttribute(GIVEN + realm.getId()) instanceof EnforcementConsent consent
                ? consent
                : EnforcementConsent.NONE;
    }

    /** Takes it out of what is being saved. */
    static void take(KeycloakSession session, RealmModel realm, Map<String, String> config) {
        String acknowledged = config.remove(EnforcementConsent.ACKNOWLEDGED);
        String override = config.remove(EnforcementConsent.OVERRIDE);
        session.setAttribute(GIVEN + realm.getId(), EnforcementConsent.read(acknowledged, override));
    }
}
