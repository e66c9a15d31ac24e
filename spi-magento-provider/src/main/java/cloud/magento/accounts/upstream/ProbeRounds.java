package cloud.magento.accounts.upstream;

import cloud.magento.accounts.net.Daemons;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.timer.TimerProvider;

/**
 * Probes the upstream of each realm's provider from time to time, on each node by itself and at moments of its own, so
 * that an outage, and its end, are known also where nobody signs in. It costs two small requests an interval at the
 * most, on threads that nobody who signs in waits for.
 */
final class ProbeRounds implements ProviderEventListener, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ProbeRounds.class);
    private static final String NAME = "magento-upstream-probes";
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final int THREADS = 4;

    /** What is shown of each realm; a metric holds no more than a weak reference to what it reads. */
    private final Map<String, AtomicInteger> shown = new ConcurrentHashMap<>();

    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(0, THREADS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), Daemons.named(NAME));

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof PostMigrationEvent started) {
            KeycloakModelUtils.runJobInTransaction(started.getFactory(), session -> {
                // So that a realm is probed before anybody signs in.
                session.realms().getRealmsStream().toList().forEach(realm -> MagentoProvider.in(session, realm));
                session.getProvider(TimerProvider.class).scheduleTask(this::round, EVERY.toMillis(), NAME);
            });
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void round(KeycloakSession session) {
        for (String realmId : realms(session)) {
            RealmModel realm = session.realms().getRealm(realmId);
            if (realm != null && realm.isEnabled()) {
                MagentoProvider.in(session, realm)
                        .filter(provider -> provider.isEnabled()
                                && UpstreamClient.of(session, realm, provider)
                                        .isProbeDue(ThreadLocalRandom.current().nextDouble()))
                        .ifPresent(due -> probe(session.getKeycloakSessionFactory(), realmId));
            }
        }
    }

    private static List<String> realms(KeycloakSession session) {
        return MagentoIdentityProviderFactory.of(session).aliases().entrySet().stream()
                .filter(known -> known.getValue().alias() != null)
                .map(known -> known.getKey())
                .toList();
    }

    /** Where every thread waits for an upstream that is slow, the next round tries again. */
    private void probe(KeycloakSessionFactory factory, String realmId) {
        try {
            threads.execute(() -> run(factory, realmId));
        } catch (RejectedExecutionException e) {
            LOG.debugf("No thread is free to probe the upstream of realm %s", realmId);
        }
    }

    private void run(KeycloakSessionFactory factory, String realmId) {
        try {
            KeycloakModelUtils.runJobInTransaction(factory, session -> {
                RealmModel realm = session.realms().getRealm(realmId);
                if (realm != null) {
                    session.getContext().setRealm(realm);
                    MagentoProvider.in(session, realm)
                            .ifPresent(provider -> UpstreamClient.of(session, realm, provider)
                                    .probe(Duration.ZERO)
                                    .ifPresent(probe -> show(realm.getName(), probe.isOk())));
                }
            });
        } catch (RuntimeException e) {
            LOG.warnf(
                    "The upstream of realm %s could not be probed: %s",
                    realmId, e.getClass().getName());
        }
    }

    private void show(String realm, boolean isUp) {
        AtomicInteger value = shown.computeIfAbsent(realm, name -> new AtomicInteger());
        value.set(isUp ? 1 : 0);
        Gauge.builder("magento_upstream_up", value, AtomicInteger::get)
                .description("1 where the newest probe of Magento.com was answered.")
                .tag("realm", realm)
                .register(Metrics.globalRegistry);
    }
}
