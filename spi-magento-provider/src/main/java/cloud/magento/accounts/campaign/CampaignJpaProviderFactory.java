package cloud.magento.accounts.campaign;

import cloud.magento.accounts.spi.TablesFactory;
import java.util.List;

/** Adds the tables of campaigns to Keycloak's database and subscribes what keeps them. */
public final class CampaignJpaProviderFactory extends TablesFactory {
    public CampaignJpaProviderFactory() {
        super(
                "magento-campaign",
                "META-INF/magento-campaign-changelog.xml",
                List.of(CampaignEntity.class, CampaignRoundEntity.class, CampaignMailEntity.class),
                List.of(new CampaignListener()));
    }
}
