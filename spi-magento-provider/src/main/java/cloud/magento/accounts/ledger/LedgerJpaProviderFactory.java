package cloud.magento.accounts.ledger;

import cloud.magento.accounts.spi.TablesFactory;
import java.util.List;

/** Adds the ledger's tables to Keycloak's database, and subscribes what writes and signs them. */
public final class LedgerJpaProviderFactory extends TablesFactory {
    static final String ID = "magento-ledger";

    public LedgerJpaProviderFactory() {
        super(
                ID,
                "META-INF/magento-ledger-changelog.xml",
                List.of(
                        LedgerEntryEntity.class,
                        LedgerPersonEntity.class,
                        LedgerHeadEntity.class,
                        CheckpointEntity.class,
                        EarlierLedgerEntity.class,
                        BundlePartEntity.class,
                        ReferenceEntity.class),
                List.of(new LedgerHistory(), new CohortHistory(), new CheckpointSchedule()));
    }
}
