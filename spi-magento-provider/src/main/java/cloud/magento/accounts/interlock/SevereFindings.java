package cloud.magento.accounts.interlock;

import cloud.magento.accounts.doctor.Doctor;
import cloud.magento.accounts.doctor.Finding;
import cloud.magento.accounts.doctor.Severity;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What the doctor finds that is severe, by the names of its checks. */
final class SevereFindings {
    private SevereFindings() {}

    static List<String> of(KeycloakSession session, RealmModel realm) {
        return Doctor.examine(session, realm).stream()
                .filter(finding -> finding.severity() == Severity.SEVERE)
                .map(Finding::check)
                .distinct()
                .toList();
    }
}
