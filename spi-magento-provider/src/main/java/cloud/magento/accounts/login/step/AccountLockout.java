package cloud.magento.accounts.login.step;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.BruteForceProtector;

/** Whether an account is locked after too many wrong tries, for a while or for good. */
public final class AccountLockout {
    private AccountLockout() {}

    public static boolean holds(KeycloakSession session, RealmModel realm, UserModel account) {
        if (!realm.isBruteForceProtected()) {
            return false;
        }
        BruteForceProtector protector = session.getProvider(BruteForceProtector.class);
        return protector.isTemporarilyDisabled(session, realm, account)
                || protector.isPermanentlyLockedOut(session, realm, account);
    }
}
