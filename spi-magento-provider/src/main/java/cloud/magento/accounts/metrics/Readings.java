package cloud.magento.accounts.metrics;

import cloud.magento.accounts.report.Coverage;
import cloud.magento.accounts.report.Reports;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
 * Reads from the database, once in a while never on a scrape, so scrapes cost no queries. Every node reads for
 * itself. What could not be read is not shown, rather than shown as it was.
 */
final class Readings implements ProviderEventListener {
    private static final Logger LOG = Logger.getLogger(Readings.class);
    private static final String NAME = "magento-metrics";
    private static final Duration FIRST_AFTER = Duration.ofSeconds(5);
    private static final String OURS = "magento_";
    private static final String REALM = "realm";

    private final Duration every;
    private final CoverageGauges coverage = new CoverageGauges();
    private final LedgerGauges ledgers = new LedgerGauges();
    private final OutageGauges outages;

    Readings(Duration every, OutageGauges outages) {
        this.every = every;
        this.outages = outages;
    }

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof PostMigrationEvent started) {
            KeycloakModelUtils.runJobInTransaction(
                    started.getFactory(),
                    session -> session.getProvider(TimerProvider.class)
                            .scheduleTask(this::read, FIRST_AFTER.toMillis(), every.toMillis(), NAME));
        }
    }

    private void read(KeycloakSession session) {
        if (Metrics.globalRegistry.getRegistries().isEmpty()) {
            return;
        }
        List<Meter> meters = Metrics.globalRegistry.getMeters();
        Map<String, String> names =
                session.realms().getRealmsStream().collect(Collectors.toMap(RealmModel::getId, RealmModel::getName));
        meters.stream().filter(meter -> isOfNone(names, meter)).forEach(Metrics.globalRegistry::remove);
        Map<String, Coverage> read = new TreeMap<>();
        names.forEach(
                (id, name) -> realm(session.getKeycloakSessionFactory(), id).ifPresent(found -> read.put(name, found)));
        read.keySet().forEach(SignInCounts::begin);
        coverage.show(read);
        ledgers.show(LedgerState.read(session, names));
    }

    /** Whether it tells of a realm that is gone or has another name now. */
    private static boolean isOfNone(Map<String, String> names, Meter meter) {
        String realm = meter.getId().getTag(REALM);
        return realm != null && meter.getId().getName().startsWith(OURS) && !names.containsValue(realm);
    }

    private Optional<Coverage> realm(KeycloakSessionFactory factory, String realmId) {
        try {
            return KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
                RealmModel realm = session.realms().getRealm(realmId);
                if (realm == null) {
                    return Optional.<Coverage>empty();
                }
                outages.read(session, realm);
                return Reports.in(session, realm).map(Reports::coverage);
            });
        } catch (RuntimeException e) {
            LOG.errorf(e, "The coverage metrics of realm %s could not be read; retrying at the next interval", realmId);
            return Optional.empty();
        }
    }
}
