package cloud.magento.accounts.registry;

import jakarta.persistence.EntityManager;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * What a request has changed and the database has not seen yet. Without a flush, a database error at commit can only
 * become HTTP 500; flushed earlier, it can still become a page.
 */
public final class PendingWrites {
    private PendingWrites() {}

    /**
     * Writes them now.
     *
     * @throws jakarta.persistence.PersistenceException or {@link org.keycloak.models.ModelException} where the database
     *     refuses them; then {@link #discard} has to follow
     */
    public static void flush(KeycloakSession session) {
        entities(session).flush();
    }

    /**
     * Gives up all that this request has changed. A page may be shown after it, since nothing refused is tried again.
     */
    public static void discard(KeycloakSession session) {
        session.getTransactionManager().setRollbackOnly();
        entities(session).clear();
    }

    private static EntityManager entities(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }
}
