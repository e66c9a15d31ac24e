package cloud.magento.accounts.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.keycloak.TestSession;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.broker.provider.IdentityProviderMapper;
import org.keycloak.broker.saml.mappers.UserAttributeMapper;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.IdentityProviderModel;

/** The provider's own settings, and other providers beside it. */
class ProviderChecksTest {
    private final TestRealm realm = TestRealm.setUp();

    @ParameterizedTest
    @CsvSource({"linkEnforceFrom, s3cret", "prompt, s3cret", "issuer, https://user:s3cret@magento.example"})
    void findsStoredSettingThatWouldBeRefusedAndRepeatsNoValue(String key, String value) {
        String before = realm.keycloak()
                .ask(session -> String.valueOf(session.identityProviders()
                        .getByAlias("magento")
                        .getConfig()
                        .get(key)));
        set(key, value);

        assertThat(realm.examine()).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.check()).isEqualTo("provider-settings");
            assertThat(finding.severity()).isEqualTo(Severity.SEVERE);
            assertThat(finding.evidence()).contains(key);
            assertThat(finding.toString()).doesNotContain("s3cret");
        });

        set(key, before.equals("null") ? "" : before);
        assertThat(realm.examine()).isEmpty();
    }

    @Test
    void removesKeyThatNobodyReads() {
        set("linkEnforceForm", "2030-01-01");

        realm.assertIsFixed("unknown-settings", Severity.WARNING, "magento");
    }

    @Test
    void removesMapperOfAnotherProtocol() {
        realm.keycloak().provide(IdentityProviderMapper.class, new UserAttributeMapper());
        realm.change(session -> {
            IdentityProviderMapperModel mapper = new IdentityProviderMapperModel();
            mapper.setName("of SAML");
            mapper.setIdentityProviderAlias("magento");
            mapper.setIdentityProviderMapper(UserAttributeMapper.PROVIDER_ID);
            mapper.setConfig(Map.of());
            session.identityProviders().createMapper(mapper);
        });

        realm.assertIsFixed("mappers", Severity.SEVERE, "magento");
    }

    @Test
    void asksForNameAndAddressAgain() {
        set("defaultScope", "openid");

        realm.assertIsFixed("scopes", Severity.WARNING, "magento");
        assertThat(config("defaultScope")).isEqualTo("openid profile email");
    }

    @Test
    void showsButtonAgain() {
        realm.changeProvider("magento", provider -> provider.setHideOnLogin(true));

        realm.assertIsFixed("hidden-button", Severity.WARNING, "magento");
    }

    @Test
    void takesProviderOutOfAccountConsole() {
        set("showInAccountConsole", "");

        realm.assertIsFixed("account-console", Severity.WARNING, "account console");
    }

    @Test
    void findsReportOnlyAndWhetherDeadlineHasPassed() {
        set("linkReportOnly", "true");
        assertThat(realm.findings("policy"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.WARNING));

        set("linkEnforceFrom", Instant.now().plusSeconds(3600).toString());
        realm.assertIsLeft("policy", Severity.NOTE, "linkReportOnly", setting("linkReportOnly", "false"));
    }

    @ParameterizedTest
    @CsvSource({
        "allowImpersonation, true, false, WARNING",
        "primaryLogin, preferred, required, NOTE",
        "trustVerifiedEmail, true, false, NOTE"
    })
    void findsChoicesThatOpenMore(String key, String open, String shut, Severity severity) {
        set(key, open);

        realm.assertIsLeft("policy", severity, key, setting(key, shut));
    }

    @Test
    void turnsStoringOfTokensOff() {
        realm.withOtherProvider("partner").changeProvider("partner", provider -> {
            provider.setStoreToken(true);
            provider.setHideOnLogin(true);
        });
        assertThat(realm.findings("stored-tokens"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.WARNING));

        realm.changeProvider(
                "partner",
                provider -> provider.getConfig().put("issuer", realm.keycloak().ask(this::issuer)));
        assertThat(realm.findings("stored-tokens"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.SEVERE));

        assertThat(realm.fix("stored-tokens", true).fixed()).hasSize(1);
        assertThat(realm.findings("stored-tokens")).hasSize(1);
        assertThat(realm.fix("stored-tokens", false).fixed()).hasSize(1);
        assertThat(realm.findings("stored-tokens")).isEmpty();
    }

    @Test
    void findsOtherProvidersThatPeopleCanSignInBy() {
        realm.withOtherProvider("partner");

        realm.assertIsLeft("other-providers", Severity.NOTE, "partner", session -> disable(session, "partner"));
    }

    @Test
    void findsMagentoUnderAnotherAlias() {
        realm.withOtherProvider("old", "issuer", realm.keycloak().ask(this::issuer));

        realm.assertIsLeft("other-providers", Severity.SEVERE, "old", session -> disable(session, "old"));
    }

    private String issuer(TestSession session) {
        return String.valueOf(
                session.identityProviders().getByAlias("magento").getConfig().get("issuer"));
    }

    private static void disable(TestSession session, String alias) {
        IdentityProviderModel provider = session.identityProviders().getByAlias(alias);
        provider.setEnabled(false);
        session.identityProviders().update(provider);
    }

    private String config(String key) {
        return realm.keycloak()
                .ask(session -> String.valueOf(session.identityProviders()
                        .getByAlias("magento")
                        .getConfig()
                        .get(key)));
    }

    private void set(String key, String value) {
        realm.change(setting(key, value));
    }

    private static Consumer<TestSession> setting(String key, String value) {
        return session -> {
            IdentityProviderModel provider = session.identityProviders().getByAlias("magento");
            if (value.isEmpty()) {
                provider.getConfig().remove(key);
            } else {
                provider.getConfig().put(key, value);
            }
            session.identityProviders().update(provider);
        };
    }
}
