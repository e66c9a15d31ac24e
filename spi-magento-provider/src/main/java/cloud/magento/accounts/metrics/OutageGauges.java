package cloud.magento.accounts.metrics;

import cloud.magento.accounts.outage.Outage;
import cloud.magento.accounts.outage.OutageChanged;
import cloud.magento.accounts.outage.Outages;
import cloud.magento.accounts.transaction.AfterCommit;
import cloud.magento.accounts.upstream.MagentoProvider;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/** Until when an outage is declared in each realm: told at once by the node that declares it, else at a reading. */
final class OutageGauges implements ProviderEventListener {
    /** A metric holds no more than a weak reference to what it reads. */
    private final Map<String, AtomicLong> ends = new ConcurrentHashMap<>();

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof OutageChanged changed) {
            String realm = changed.realm().getName();
            @Nullable Outage outage = changed.outage();
            AfterCommit.run(changed.session(), () -> show(realm, outage));
        }
    }

    /** Reads it again for a realm; nothing is shown of one that has no provider of ours. */
    void read(KeycloakSession session, RealmModel realm) {
        MagentoProvider.in(session, realm)
                .ifPresent(provider -> show(
                        realm.getName(),
                        new Outages(session, realm)
                                .inForce(Instant.ofEpochMilli(Time.currentTimeMillis()), provider.outageLimit())
                                .orElse(null)));
    }

    private void show(String realm, @Nullable Outage outage) {
        AtomicLong end = ends.computeIfAbsent(realm, name -> new AtomicLong());
        end.set(outage == null ? 0 : outage.until().getEpochSecond());
        Gauge.builder("magento_link_outage_until_timestamp_seconds", end, AtomicLong::get)
                .description("Until when an outage of Magento.com is declared; 0 where none is.")
                .tag("realm", realm)
                .register(Metrics.globalRegistry);
    }
}
