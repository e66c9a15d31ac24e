package cloud.magento.accounts.interlock;

import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What the doctor finds that is severe, by the names of its checks. */
final class SevereFindings {
    private SevereFindings() {}

    static List<String> of(KeycloakSession session, RealmModel realm) {
        return List.of();
    }
}
