package cloud.magento.accounts.outage;

import cloud.magento.accounts.spi.TablesFactory;
import java.util.List;

/** Adds the table of outages to Keycloak's database and subscribes what keeps it. */
public final class OutageJpaProviderFactory extends TablesFactory {
    public OutageJpaProviderFactory() {
        super(
                "magento-outage",
                "META-INF/magento-outage-changelog.xml",
                List.of(OutageEntity.class),
                List.of(new OutageListener()));
    }
}
