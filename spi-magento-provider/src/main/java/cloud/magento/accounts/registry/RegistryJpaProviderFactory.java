package cloud.magento.accounts.registry;

import cloud.magento.accounts.spi.TablesFactory;
import java.util.List;

/** Adds our tables to Keycloak's database and subscribes what keeps them. */
public final class RegistryJpaProviderFactory extends TablesFactory {
    static final String ID = "magento-registry";

    public RegistryJpaProviderFactory() {
        super(
                ID,
                "META-INF/magento-registry-changelog.xml",
                List.of(
                        LinkEntity.class,
                        LinkChangeEntity.class,
                        ExemptionEntity.class,
                        CohortApprovalEntity.class,
                        ExpectedLinkEntity.class,
                        FormerProviderEntity.class,
                        InvitationEntity.class),
                List.of(new LinkListener(), new CohortListener()));
    }
}
