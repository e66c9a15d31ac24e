package cloud.magento.accounts.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.ledger.LedgerJpaProviderFactory;
import cloud.magento.accounts.registry.FormerProviders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.util.JsonSerialization;

class AdoptedProviderTest {
    private static final String ALIAS = "magento";

    private final TestKeycloak keycloak = TestKeycloak.start().withProvider("linkReportOnly", "true");

    @BeforeEach
    void aProviderThatWasTakenOver() {
        new AdoptionListenerFactory().postInit(keycloak);
        new LedgerJpaProviderFactory().postInit(keycloak);
        keycloak.run(session -> {
            IdentityProviderModel provider = session.identityProviders().getByAlias(ALIAS);
            provider.setProviderId("oidc");
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

        assertThat(keycloak.<Optional<String>>ask(session -> new FormerProviders(session, session.realm()).of(ALIAS)))
                .isEmpty();
    }

    @Test
    void cannotBeGivenBackToWhatItNeverWas() {
        Map<String, Object> kept = kept();

        keep(with(kept, "providerId", "saml"));
        assertThat(canBeGivenBack()).isFalse();
        keep(with(kept, "takenOverAt", 9_999_999_999_999L));
        assertThat(canBeGivenBack()).isFalse();
        keep(withSetting(kept, "issuer", "https://elsewhere.example"));
        assertThat(canBeGivenBack()).isFalse();

        keep(kept);
        assertThat(canBeGivenBack()).isTrue();
    }

    @Test
    void tellsWhereSecretWouldGoElsewhere() {
        Map<String, Object> kept = kept();
        assertThat(moved()).isEmpty();

        keep(withSetting(withSetting(kept, "tokenUrl", "https://elsewhere.example/token"), "clientId", "other"));

        assertThat(moved()).containsExactly("tokenUrl", "clientId");
    }

    private boolean canBeGivenBack() {
        return keycloak.ask(session -> before(session).isPresent());
    }

    private List<String> moved() {
        return keycloak.ask(session ->
                before(session).orElseThrow().moved(session.identityProviders().getByAlias(ALIAS)));
    }

    private static Optional<AdoptedProvider.Before> before(TestSession session) {
        return new AdoptedProvider(session, session.realm())
                .before(session.identityProviders().getByAlias(ALIAS));
    }

    private Map<String, Object> kept() {
        return keycloak.ask(session ->
                read(new FormerProviders(session, session.realm()).of(ALIAS).orElseThrow()));
    }

    private void keep(Map<String, Object> before) {
        keycloak.run(session -> new FormerProviders(session, session.realm()).keep(ALIAS, write(before)));
    }

    private static Map<String, Object> with(Map<String, Object> before, String key, Object value) {
        Map<String, Object> changed = new HashMap<>(before);
        changed.put(key, value);
        return changed;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> withSetting(Map<String, Object> before, String key, String value) {
        return with(
                before, "config", with((Map<String, Object>) Objects.requireNonNull(before.get("config")), key, value));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> read(String text) {
        try {
            return JsonSerialization.readValue(text, Map.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String write(Map<String, Object> before) {
        try {
            return JsonSerialization.writeValueAsString(before);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void reportOnly(boolean on) {
        keycloak.run(session -> {
            IdentityProviderModel provider = session.identityProviders().getByAlias(ALIAS);
            provider.getConfig().put("linkReportOnly", String.valueOf(on));
            session.identityProviders().update(provider);
        });
    }
}
