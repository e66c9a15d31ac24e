package cloud.magento.accounts.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.ledger.LedgerJpaProviderFactory;
import cloud.magento.accounts.registry.FormerProviders;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.IdentityProviderModel;

class AdoptedProviderTest {
    private static final String ALIAS = "magento";

    private final TestKeycloak keycloak = TestKeycloak.start().withProvider("linkReportOnly", "true");

    @BeforeEach
    void aProviderThatWasTakenOver() {
        new AdoptionListenerFactory().postInit(keycloak);
        new LedgerJpaProviderFactory().postInit(keycloak);
        keycloak.run(session -> {
            IdentityProviderModel provider = session.identityProviders().getByAlias(ALIAS);
            new AdoptedProvider(session, session.realm()).adopt(provider, Map.copyOf(provider.getConfig()), null);
        });
        assertThat(canBeGivenBack()).isTrue();
    }

    @Test
    void cannotBeGivenBackOncePolicyStoppedPeople() {
        reportOnly(false);
        reportOnly(true);

        assertThat(canBeGivenBack()).isFalse();
    }

    @Test
    void cannotBeGivenBackThoughRestoredTableSaysSo() {
        String old = keycloak.ask(session ->
                new FormerProviders(session, session.realm()).of(ALIAS).orElseThrow());
        reportOnly(false);
        reportOnly(true);
        keycloak.run(session -> new FormerProviders(session, session.realm()).keep(ALIAS, old));

        assertThat(canBeGivenBack()).isFalse();
    }

    @Test
    void canBeGivenBackAfterRealmsAttributesWereWrittenAnew() {
        keycloak.run(session ->
                Set.copyOf(session.realm().getAttributes().keySet()).forEach(session.realm()::removeAttribute));

        assertThat(canBeGivenBack()).isTrue();
    }

    @Test
    void cannotBeGivenBackOnceItWasRemoved() {
        keycloak.run(session -> session.identityProviders().remove(ALIAS));

        assertThat(canBeGivenBack()).isFalse();
    }

    private boolean canBeGivenBack() {
        return keycloak.<Optional<AdoptedProvider.Before>>ask(
                        session -> new AdoptedProvider(session, session.realm()).before(ALIAS))
                .isPresent();
    }

    private void reportOnly(boolean on) {
        keycloak.run(session -> {
            IdentityProviderModel provider = session.identityProviders().getByAlias(ALIAS);
            provider.getConfig().put("linkReportOnly", String.valueOf(on));
            session.identityProviders().update(provider);
        });
    }
}
