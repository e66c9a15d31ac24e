package cloud.magento.accounts.metrics;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import org.keycloak.common.util.Time;

/** How long each realm's ledger is and how much of it was signed, as it was read last. */
final class LedgerGauges {
    private final MultiGauge entries = gauge("magento_link_ledger_entries", "Entries of the ledger.");
    private final MultiGauge unsigned =
            gauge("magento_link_ledger_unsigned_entries", "Entries after the newest checkpoint.");
    private final MultiGauge age =
            gauge("magento_link_ledger_checkpoint_age_seconds", "Time since the newest checkpoint.");

    /** Shows these ledgers and no other. */
    void show(List<LedgerState> ledgers) {
        entries.register(
                ledgers.stream()
                        .<Row<?>>map(ledger -> Row.of(realm(ledger), ledger.entries()))
                        .toList(),
                true);
        unsigned.register(
                ledgers.stream()
                        .<Row<?>>map(ledger -> Row.of(realm(ledger), ledger.unsigned()))
                        .toList(),
                true);
        age.register(
                ledgers.stream()
                        .filter(LedgerState::hasCheckpoint)
                        .<Row<?>>map(ledger -> Row.of(realm(ledger), ledger, LedgerGauges::age))
                        .toList(),
                true);
    }

    /** Goes on between two readings. */
    private static double age(LedgerState ledger) {
        return Math.max(0, Time.currentTimeMillis() - ledger.signedAt()) / 1000.0;
    }

    private static Tags realm(LedgerState ledger) {
        return Tags.of("realm", ledger.realm());
    }

    private static MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(Metrics.globalRegistry);
    }
}
