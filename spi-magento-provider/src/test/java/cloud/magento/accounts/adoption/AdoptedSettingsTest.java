package cloud.magento.accounts.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.IdentityProviderModel;

class AdoptedSettingsTest {
    private final IdentityProviderModel stock = stock();

    @Test
    void keepsSecretScopesEndpointsAndWhatOrganizationsNeed() {
        stock.getConfig().put("kc.org.domain", "example.com");

        AdoptedSettings settings = AdoptedSettings.of(stock);

        assertThat(settings.blockers()).isEmpty();
        assertThat(settings.notes()).isEmpty();
        assertThat(settings.config())
                .containsEntry("clientSecret", "${vault.magento}")
                .containsEntry("defaultScope", "openid email")
                .containsEntry("tokenUrl", "https://issuer.example/token")
                .containsEntry("kc.org.domain", "example.com")
                .containsEntry("linkReportOnly", "true")
                .containsEntry("discovery", "false");
    }

    @Test
    void takesSettingsOfOursThatWereSetBefore() {
        stock.getConfig().put("signatureAlgorithms", "ES384");
        stock.getConfig().put("linkEnforceFrom", "2999-01-01");
        stock.getConfig().put("linkReportOnly", "false");

        AdoptedSettings settings = AdoptedSettings.of(stock);

        assertThat(settings.config())
                .containsEntry("signatureAlgorithms", "ES384")
                .containsEntry("linkEnforceFrom", "2999-01-01")
                .containsEntry("linkReportOnly", "true");
    }

    @Test
    void comesToSettingsThatCanBeSaved() {
        IdentityProviderModel planned = new IdentityProviderModel(stock);
        planned.setConfig(AdoptedSettings.of(stock).config());

        assertThat(new MagentoIdentityProviderConfig(planned).problems()).isEmpty();
    }

    @Test
    void readsMetadataWhereEndpointIsMissing() {
        stock.getConfig().remove("jwksUrl");

        AdoptedSettings settings = AdoptedSettings.of(stock);

        assertThat(settings.config()).containsEntry("discovery", "true");
        assertThat(settings.notes()).extracting(SettingNote::setting).containsExactly("discovery");
    }

    @ParameterizedTest
    @CsvSource({
        "issuer, ''",
        "issuer, 'https://one.example,https://two.example'",
        "clientAuthMethod, client_secret_jwt",
        "filteredByClaim, true"
    })
    void standsInTheWayWhereTokensOrPeopleWouldDiffer(String key, String value) {
        stock.getConfig().put(key, value);

        assertThat(AdoptedSettings.of(stock).blockers())
                .singleElement()
                .asString()
                .contains(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"uiLocales", "loginHint", "isAccessTokenJWT", "jwtAuthorizationGrantEnabled", "madeUp"})
    void notesWhatDoesNotComeAlong(String key) {
        stock.getConfig().put(key, "true");

        AdoptedSettings settings = AdoptedSettings.of(stock);

        assertThat(settings.notes()).extracting(SettingNote::setting).containsExactly(key);
        assertThat(settings.config()).doesNotContainKey(key);
    }

    @Test
    void notesNothingOfSwitchThatIsOff() {
        stock.getConfig().put("uiLocales", "false");
        stock.getConfig().put("filteredByClaim", "false");
        stock.getConfig().put("claimFilterName", "group");

        AdoptedSettings settings = AdoptedSettings.of(stock);

        assertThat(settings.notes()).isEmpty();
        assertThat(settings.blockers()).isEmpty();
        assertThat(settings.config()).doesNotContainKeys("uiLocales", "filteredByClaim", "claimFilterName");
    }

    @Test
    void asksUserInfoNoMoreThanBefore() {
        stock.getConfig().put("disableUserInfo", "true");

        assertThat(AdoptedSettings.of(stock).config()).doesNotContainKey("userInfoUrl");
    }

    @Test
    void notesSwitchesThatCannotStay() {
        stock.setStoreToken(true);
        stock.setTrustEmail(true);
        stock.setLinkOnly(true);
        stock.setFirstBrokerLoginFlowId("a-flow");

        assertThat(AdoptedSettings.of(stock).notes())
                .extracting(SettingNote::setting)
                .containsExactly("storeToken", "trustEmail", "linkOnly", "firstBrokerLoginFlow");
    }

    @Test
    void remembersAllButSecret() {
        AdoptedProvider.Before before = AdoptedProvider.Before.of(stock);
        IdentityProviderModel later = stock();
        later.setProviderId("magento");
        later.setConfig(new HashMap<>(Map.of("clientSecret", "rotated", "linkReportOnly", "true")));

        before.restore(later);

        assertThat(before.config()).doesNotContainKey("clientSecret");
        assertThat(later.getProviderId()).isEqualTo("oidc");
        assertThat(later.getConfig()).containsEntry("clientSecret", "rotated").doesNotContainKey("linkReportOnly");
        assertThat(later.getConfig()).containsEntry("validateSignature", "true");
    }

    private static IdentityProviderModel stock() {
        IdentityProviderModel stock = new IdentityProviderModel();
        stock.setAlias("magento");
        stock.setProviderId("oidc");
        stock.getConfig()
                .putAll(Map.ofEntries(
                        Map.entry("issuer", "https://issuer.example"),
                        Map.entry("authorizationUrl", "https://issuer.example/authorize"),
                        Map.entry("tokenUrl", "https://issuer.example/token"),
                        Map.entry("jwksUrl", "https://issuer.example/keys"),
                        Map.entry("userInfoUrl", "https://issuer.example/userinfo"),
                        Map.entry("clientId", "accounts"),
                        Map.entry("clientSecret", "${vault.magento}"),
                        Map.entry("clientAuthMethod", "client_secret_post"),
                        Map.entry("defaultScope", "openid email"),
                        Map.entry("syncMode", "FORCE"),
                        Map.entry("useJwksUrl", "true"),
                        Map.entry("validateSignature", "true"),
                        Map.entry("pkceEnabled", "true"),
                        Map.entry("pkceMethod", "S256")));
        return stock;
    }
}
