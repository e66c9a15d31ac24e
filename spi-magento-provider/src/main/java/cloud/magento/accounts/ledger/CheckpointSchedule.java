package cloud.magento.accounts.ledger;

import cloud.magento.accounts.registry.DeletedAccountSweep;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.keycloak.cluster.ClusterProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.timer.TimerProvider;

/**
 * Once the server is up, looks every few minutes for ledgers that want a checkpoint, whether the policy is still the
 * recorded one, and whether linked accounts went unheard. One node of a cluster does it at a time, and each realm is a
 * transaction of its own.
 */
final class CheckpointSchedule implements ProviderEventListener {
    private static final Logger LOG = Logger.getLogger(CheckpointSchedule.class);
    private static final String NAME = "magento-ledger-checkpoints";
    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final int AT_MOST_SECONDS = 600;

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof PostMigrationEvent started) {
            KeycloakSessionFactory factory = started.getFactory();
            KeycloakModelUtils.runJobInTransaction(
                    factory,
                    session -> session.getProvider(TimerProvider.class)
                            .scheduleTask(CheckpointSchedule::once, EVERY.toMillis(), NAME));
        }
    }

    private static void once(KeycloakSession session) {
        session.getProvider(ClusterProvider.class).executeIfNotExecuted(NAME, AT_MOST_SECONDS, () -> {
            List<String> realms =
                    session.realms().getRealmsStream().map(RealmModel::getId).toList();
            realms.forEach(realmId -> look(session.getKeycloakSessionFactory(), realmId));
            return null;
        });
    }

    private static void look(KeycloakSessionFactory factory, String realmId) {
        try {
            KeycloakModelUtils.runJobInTransaction(factory, session -> {
                RealmModel realm = session.realms().getRealm(realmId);
                if (realm != null) {
                    session.getContext().setRealm(realm);
                    DeletedAccountSweep.sweep(session, realm);
                    new PolicyHistory(session, realm).record();
                    Checkpoints checkpoints = new Checkpoints(session, realm);
                    checkpoints.signIfDue();
                    checkpoints.keepKeys();
                    AnonymousReference.trim(session, realm);
                    BundleParts.trim(session, realm);
                }
            });
        } catch (RuntimeException e) {
            LOG.errorf(e, "Scheduled ledger work of realm %s failed (checkpoint, policy, clean-up); retrying", realmId);
        }
    }
}
