package cloud.magento.accounts.registry;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The realm's exemptions as the database holds them. It is turned to only when something is asked, since who passes the
 * gate asks nothing; and what was asked of an account is kept for the rest of the request, since hooks and claims ask
 * one after the other.
 */
public final class Exemptions {
    private static final String ANSWER = "magento.exemption.";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String realmId;

    public Exemptions(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.realmId = realm.getId();
    }

    /** The answer as kept for the rest of a request. */
    private record Answer(Optional<Exemption> exemption) {}

    /** The account's exemption, in force or over. */
    public Optional<Exemption> ofAccount(String userId) {
        if (session.getAttribute(ANSWER + userId) instanceof Answer answer) {
            return answer.exemption();
        }
        Optional<Exemption> exemption = entity(userId)
                .map(entity -> new Exemption(
                        entity.userId,
                        Instant.ofEpochMilli(entity.until),
                        entity.reason,
                        entity.grantedBy,
                        Instant.ofEpochMilli(entity.grantedAt)));
        session.setAttribute(ANSWER + userId, new Answer(exemption));
        return exemption;
    }

    /** Grants an exemption, in place of any that the account had. */
    public void grant(Exemption exemption) {
        session.removeAttribute(ANSWER + exemption.userId());
        ExemptionEntity entity = entity(exemption.userId()).orElseGet(() -> fresh(exemption.userId()));
        entity.until = exemption.until().toEpochMilli();
        entity.reason = exemption.reason();
        entity.grantedBy = exemption.grantedBy();
        entity.grantedAt = exemption.grantedAt().toEpochMilli();
        entities().persist(entity);
        entities().flush();
        changed(exemption.userId(), exemption);
    }

    /** Ends an exemption now; false where the account has none. */
    public boolean end(String userId) {
        boolean ended = removeAccount(userId) > 0;
        if (ended) {
            changed(userId, null);
        }
        return ended;
    }

    int removeAccount(String userId) {
        session.removeAttribute(ANSWER + userId);
        return entities()
                .createNamedQuery("magentoExemptionRemoveByUser")
                .setParameter("realmId", realmId)
                .setParameter("userId", userId)
                .executeUpdate();
    }

    void removeRealm() {
        entities()
                .createNamedQuery("magentoExemptionRemoveByRealm")
                .setParameter("realmId", realmId)
                .executeUpdate();
    }

    private void changed(String userId, @Nullable Exemption exemption) {
        session.getKeycloakSessionFactory().publish(new ExemptionChanged(session, realm, userId, exemption));
    }

    private Optional<ExemptionEntity> entity(String userId) {
        return entities()
                .createNamedQuery("magentoExemptionByUser", ExemptionEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("userId", userId)
                .getResultStream()
                .findFirst();
    }

    private EntityManager entities() {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    private ExemptionEntity fresh(String userId) {
        ExemptionEntity entity = new ExemptionEntity();
        entity.id = UUID.randomUUID().toString();
        entity.realmId = realmId;
        entity.userId = userId;
        return entity;
    }
}
