package cloud.magento.accounts.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.ledger.LedgerJpaProviderFactory;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.IdentityProviderModel;

class AdoptedProviderTest {
    private static final String ALIAS = "magento";
    private static final String ATTRIBUTE = "magento.adopted.magento";

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
    void cannotBeGivenBackThoughOldRepresentationOfRealmSaysSo() {
        @Nullable String old = keycloak.ask(session -> session.realm().getAttribute(ATTRIBUTE));
        reportOnly(false);
        reportOnly(true);
        keycloak.run(session -> session.realm().setAttribute(ATTRIBUTE, old));

        assertThat(canBeGivenBack()).isFalse();
    }

    @Test
    void canBeGivenBackWhereOldRepresentationIsPutBackBeforePolicyStoppedAnybody() {
        @Nullable String old = keycloak.ask(session -> session.realm().getAttribute(ATTRIBUTE));
        keycloak.run(session -> session.realm().removeAttribute(ATTRIBUTE));
        keycloak.run(session -> session.realm().setAttribute(ATTRIBUTE, old));

        assertThat(canBeGivenBack()).isTrue();
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
