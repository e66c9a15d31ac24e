package cloud.magento.accounts.ledger;

import cloud.magento.accounts.log.LogOnce;
import cloud.magento.accounts.registry.DeletedAccountSweep;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
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
 * Once the server is up, looks every minute for ledgers that want a checkpoint; and every few minutes whether the
 * policy is still the recorded one, and whether linked accounts went unheard. One node of a cluster does it at a time,
 * and each realm is a transaction of its own.
 */
final class CheckpointSchedule implements ProviderEventListener {
    private static final Logger LOG = Logger.getLogger(CheckpointSchedule.class);
    private static final String CHECKPOINTS = "magento-ledger-checkpoints";
    private static final String ROUNDS = "magento-ledger-rounds";
    private static final Duration CHECKPOINTS_EVERY = Duration.ofMinutes(1);
    private static final Duration ROUNDS_EVERY = Duration.ofMinutes(10);
    private static final int AT_MOST_SECONDS = 600;

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof PostMigrationEvent started) {
            KeycloakModelUtils.runJobInTransaction(started.getFactory(), session -> {
                TimerProvider timer = session.getProvider(TimerProvider.class);
                timer.scheduleTask(CheckpointSchedule::sign, CHECKPOINTS_EVERY.toMillis(), CHECKPOINTS);
                timer.scheduleTask(CheckpointSchedule::goRound, ROUNDS_EVERY.toMillis(), ROUNDS);
            });
        }
    }

    /** Most minutes nothing is due: one statement, and no word to other nodes. */
    static void sign(KeycloakSession session) {
        Set<String> due = DueCheckpoints.of(session);
        if (!due.isEmpty()) {
            each(session, CHECKPOINTS, due, (own, realm) -> new Checkpoints(own, realm).signIfDue());
        }
    }

    private static void goRound(KeycloakSession session) {
        List<String> realms =
                session.realms().getRealmsStream().map(RealmModel::getId).toList();
        each(session, ROUNDS, realms, (own, realm) -> {
            DeletedAccountSweep.sweep(own, realm);
            new PolicyHistory(own, realm).record();
            new Checkpoints(own, realm).keepKeys();
            AnonymousReference.trim(own, realm);
            BundleParts.trim(own, realm);
        });
    }

    private static void each(
            KeycloakSession session,
            String name,
            Collection<String> realms,
            BiConsumer<KeycloakSession, RealmModel> work) {
        session.getProvider(ClusterProvider.class).executeIfNotExecuted(name, AT_MOST_SECONDS, () -> {
            realms.forEach(realmId -> inOwnTransaction(session.getKeycloakSessionFactory(), realmId, work));
            return null;
        });
    }

    private static void inOwnTransaction(
            KeycloakSessionFactory factory, String realmId, BiConsumer<KeycloakSession, RealmModel> work) {
        try {
            KeycloakModelUtils.runJobInTransaction(factory, session -> {
                RealmModel realm = session.realms().getRealm(realmId);
                if (realm != null) {
                    session.getContext().setRealm(realm);
                    work.accept(session, realm);
                }
            });
        } catch (CheckpointRefusedException e) {
            LogOnce.errorf(
                    LOG,
                    "No checkpoint of the ledger of realm %s is signed: %s",
                    realmId,
                    String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.errorf(e, "Scheduled ledger work of realm %s failed (checkpoint, policy, clean-up); retrying", realmId);
        }
    }
}
