package cloud.magento.accounts.upstream;

import cloud.magento.accounts.log.LogOnce;
import jakarta.persistence.PersistenceException;
import org.jboss.logging.Logger;
import org.keycloak.models.UserModel;
import org.keycloak.storage.StorageId;

/**
 * An account that a directory holds, imported or not, and that may take less than Keycloak's own. What a sign-in can do
 * without is left out and logged where the directory does not take it, and the sign-in goes on.
 */
public final class DirectoryAccount {
    private static final Logger LOG = Logger.getLogger(DirectoryAccount.class);

    private DirectoryAccount() {}

    public static boolean is(UserModel user) {
        return user.isFederated() || !StorageId.isLocalStorage(user.getId());
    }

    /**
     * Tries to write.
     *
     * @param what what is written, for the log: its name, never its value
     * @return whether it was written
     * @throws PersistenceException where the database failed, which lets nothing of the transaction go on
     */
    public static boolean attempt(UserModel user, String what, Runnable write) {
        try {
            write.run();
            return true;
        } catch (PersistenceException broken) {
            throw broken;
        } catch (RuntimeException refused) {
            LogOnce.warnf(
                    LOG,
                    "%s of account %s was not written: its directory rejected it (%s)",
                    what,
                    user.getId(),
                    refused.getClass().getName());
            return false;
        }
    }
}
