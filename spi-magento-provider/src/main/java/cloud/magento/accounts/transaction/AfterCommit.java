package cloud.magento.accounts.transaction;

import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransactionManager;

/** Does something once the session's transaction is committed, and not at all where it is rolled back. */
public final class AfterCommit {
    private AfterCommit() {}

    public static void run(KeycloakSession session, Runnable task) {
        KeycloakTransactionManager transaction = session.getTransactionManager();
        if (!transaction.isActive()) {
            task.run();
            return;
        }
        transaction.enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                task.run();
            }

            @Override
            protected void rollbackImpl() {}
        });
    }
}
