package cloud.magento.accounts.transaction;

import java.util.function.Consumer;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakSessionTask;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * What is done when the request's transaction is over, however it ended, in one of its own. The person has no answer
 * before it was done.
 */
public final class AfterCompletion {
    private AfterCompletion() {}

    /**
     * Has a job done.
     *
     * @param lost what is said of a job that failed; the request goes on
     */
    public static void run(KeycloakSession session, KeycloakSessionTask job, Consumer<RuntimeException> lost) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        KeycloakTransactionManager transaction = session.getTransactionManager();
        if (!transaction.isActive()) {
            now(factory, job, lost);
            return;
        }
        transaction.enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                now(factory, job, lost);
            }

            @Override
            protected void rollbackImpl() {
                now(factory, job, lost);
            }
        });
    }

    private static void now(KeycloakSessionFactory factory, KeycloakSessionTask job, Consumer<RuntimeException> lost) {
        try {
            KeycloakModelUtils.runJobInTransaction(factory, job);
        } catch (RuntimeException e) {
            lost.accept(e);
        }
    }
}
