package cloud.magento.accounts.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.upstream.protocol.PushedRequestMode;
import cloud.magento.accounts.upstream.protocol.SigningAlgorithm;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.provider.ProviderConfigProperty;

class ConfigurationCheckTest {

    @Test
    void acceptsValidConfiguration() {
        assertThat(problems(TestConfigs.good())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://support.example/help?from=sign-in",
                "mailto:help@support.example",
                "mailto:sign-in+help@support.example.co.uk"
            })
    void acceptsSupportAddress(String address) {
        assertThat(problems(TestConfigs.with("supportUrl", address))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clientId              | ''                              | client ID",
                "clientSecret          | ''                              | client secret",
                "issuer                | nonsense                        | issuer",
                "issuer                | http://upstream.example         | https",
                "issuer                | https://upstream.example?a=b    | query",
                "issuer                | https://u:p@upstream.example    | issuer",
                "issuer                | https://upstream.example#x      | issuer",
                "authorizationUrl      | javascript:alert(1)             | authorizationUrl",
                "tokenUrl              | http://upstream.example/token   | tokenUrl",
                "tokenUrl              | http://localhost/token          | tokenUrl",
                "jwksUrl               | /keys                           | jwksUrl",
                "userInfoUrl           | ftp://upstream.example          | userInfoUrl",
                "logoutUrl             | mailto:a@example.com            | logoutUrl",
                "supportUrl            | http://support.example          | supportUrl",
                "supportUrl            | javascript:alert(1)             | supportUrl",
                "supportUrl            | //support.example               | supportUrl",
                "supportUrl            | tel:+31201234567                | supportUrl",
                "supportUrl            | mailto:                         | supportUrl",
                "supportUrl            | mailto:a@b.example?bcc=c@d.e    | supportUrl",
                "supportUrl            | mailto:a@b.example,c@d.example  | supportUrl",
                "discovery             | false                           | tokenUrl",
                "discovery             | perhaps                         | discovery",
                "clientAuthMethod      | client_secret_jwt               | clientAuthMethod",
                "pushedAuthorizationRequests   | always                  | auto or required or off",
                "pushedAuthorizationRequestUrl | http://upstream.example | pushedAuthorizationRequestUrl",
                "prompt                | please                          | prompt",
                "signatureAlgorithms   | RS256,HS256                     | HS256",
                "signatureAlgorithms   | none                            | none",
                "signatureAlgorithms   | ,                               | at least one",
                "allowedClockSkew      | -1                              | allowedClockSkew",
                "allowedClockSkew      | 601                             | allowedClockSkew",
                "upstreamTimeoutMillis | 0                               | upstreamTimeoutMillis",
                "upstreamTimeoutMillis | soon                            | upstreamTimeoutMillis",
                "upstreamTimeoutMillis | 99999999999999                  | upstreamTimeoutMillis",
                "upstreamMaxAnswerBytes| -5                              | upstreamMaxAnswerBytes",
                "allowPrivateAddresses | sometimes                       | allowPrivateAddresses",
                "passMaxAge            | ja                              | passMaxAge",
                "linkEnforceFrom       | soon                            | linkEnforceFrom",
                "linkRemindFrom        | 2021-01-01                      | linkRemindFrom",
                "linkMaxSkips          | -1                              | linkMaxSkips",
                "linkReportOnly        | maybe                           | linkReportOnly",
                "primaryLogin          | optional                        | primaryLogin"
            })
    void rejectsInvalidSetting(String key, String value, String told) {
        List<String> problems = problems(TestConfigs.with(key, value));

        assertThat(problems).isNotEmpty().anyMatch(problem -> problem.contains(told));
    }

    @Test
    void rejectsUnsupportedKeycloakSettings() {
        MagentoIdentityProviderConfig config = TestConfigs.good();
        config.setLinkOnly(true);
        config.setStoreToken(true);

        assertThat(problems(config))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("linking only"))
                .anyMatch(problem -> problem.contains("Store tokens"));
    }

    @Test
    void acceptsPlainHttpForLoopbackIssuer() {
        assertThat(problems(TestConfigs.with(
                        "issuer",
                        "http://localhost:8080/realms/magento.com",
                        "tokenUrl",
                        "http://127.0.0.1:8080/token")))
                .isEmpty();
    }

    @Test
    void requiresNoSecretWithPrivateKeyJwt() {
        assertThat(problems(TestConfigs.with("clientSecret", "", "clientAuthMethod", "private_key_jwt")))
                .isEmpty();
    }

    @Test
    void requiresAddressWherePushedRequestsAreRequiredWithoutDiscovery() {
        MagentoIdentityProviderConfig config = TestConfigs.with(
                "discovery", "false",
                "tokenUrl", "https://upstream.example/token",
                "jwksUrl", "https://upstream.example/keys",
                "pushedAuthorizationRequests", "required");
        assertThat(problems(config)).singleElement().asString().contains("(pushedAuthorizationRequestUrl) is needed");

        config.getConfig().put("pushedAuthorizationRequestUrl", "https://upstream.example/par");
        assertThat(problems(config)).isEmpty();
        config.getConfig().remove("pushedAuthorizationRequestUrl");
        config.getConfig().put("pushedAuthorizationRequests", "auto");
        assertThat(problems(config)).isEmpty();
    }

    @Test
    void readsDamagedModeOfPushedRequestsAsStrictest() {
        assertThat(TestConfigs.good().pushedRequestMode()).isEqualTo(PushedRequestMode.AUTO);
        assertThat(TestConfigs.with("pushedAuthorizationRequests", "off").pushedRequestMode())
                .isEqualTo(PushedRequestMode.OFF);
        assertThat(TestConfigs.with("pushedAuthorizationRequests", "OFF").pushedRequestMode())
                .isEqualTo(PushedRequestMode.REQUIRED);
    }

    @Test
    void defaultsToReportOnly() {
        assertThat(new MagentoIdentityProviderConfig().linkSettings().reportOnly())
                .isTrue();
    }

    static Stream<ProviderConfigProperty> properties() {
        return MagentoIdentityProviderConfigProperties.all().stream();
    }

    @ParameterizedTest
    @MethodSource("properties")
    void acceptsEveryDefaultOfConsole(ProviderConfigProperty property) {
        Object whenAbsent = property.getDefaultValue();
        MagentoIdentityProviderConfig config =
                whenAbsent == null || property.getName().equals("issuer")
                        ? TestConfigs.good()
                        : TestConfigs.with(property.getName(), whenAbsent.toString());

        assertThat(problems(config)).isEmpty();
        assertThat(property.getHelpText()).endsWith(".");
    }

    @Test
    void declaresEachPropertyOnceWithoutClientCredentials() {
        List<String> names = properties().map(ProviderConfigProperty::getName).toList();

        assertThat(names).doesNotHaveDuplicates().doesNotContain("clientId", "clientSecret");
        assertThat(names)
                .containsAll(Set.of(
                        "linkRemindFrom",
                        "linkEnforceFrom",
                        "linkMaxSkips",
                        "linkReportOnly",
                        "primaryLogin",
                        "selfUnlink",
                        "newAccounts",
                        "trustVerifiedEmail",
                        "allowImpersonation"));
    }

    @Test
    void declaresPolicyFirstAndNothingThatConsoleShowsByItself() {
        List<String> names = properties().map(ProviderConfigProperty::getName).toList();
        List<String> labels = properties().map(ProviderConfigProperty::getLabel).toList();

        assertThat(names).first().isEqualTo("linkReportOnly");
        assertThat(names).doesNotContain("defaultScope", "acceptsPromptNoneForwardFromClient");
        assertThat(labels).allMatch(label -> label.matches("(Policy|Pages|Invitations|Connection|Checks): .*"));
        assertThat(properties().filter(property -> property.getLabel().startsWith("Policy: ")))
                .allSatisfy(property -> assertThat(property.getHelpText()).contains("/magento/operate"));
        assertThat(properties().filter(property -> property.getName().matches("link(Remind|Enforce)From")))
                .hasSize(2)
                .allSatisfy(date -> assertThat(date.getLabel()).contains("2020-04-01T00:00:00Z", "UTC"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            linkEnforceFrom | soon       | "Policy: Enforce from (such as 2020-04-01T00:00:00Z; UTC)" (link
            linkRemindFrom  | 2021-01-01 | "Policy: Remind from (such as 2020-04-01T00:00:00Z; UTC)" (link
            tokenUrl        | /token     | "Connection: Token URL" (tokenUrl) must
            supportUrl      | tel:1      | "Pages: Support" (supportUrl) must
            clientSecret    | ''         | The client secret is missing. It is not needed only where "Conn""")
    void namesSettingAsItIsCalledOnTheScreen(String key, String value, String told) {
        assertThat(problems(TestConfigs.with(key, value)))
                .singleElement()
                .asString()
                .startsWith(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"filteredByClaim", "doNotStoreUsers"})
    void refusesToTurnOnWhatDoesNothing(String key) {
        MagentoIdentityProviderConfig config = TestConfigs.with(key, "true");

        assertThat(problems(config)).hasSize(1);
        assertThat(ConfigurationCheck.problems(config, Map.of(key, "true"))).isEmpty();
        assertThat(problems(TestConfigs.with(key, "false"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"linkEnforceAcknowledged, twelve", "linkEnforceAcknowledged, -1", "linkEnforceOverride, '  \t\u0007  x'"
    })
    void refusesWhatSaysNothingOfAChange(String key, String value) {
        assertThat(problems(TestConfigs.with(key, value)))
                .singleElement()
                .asString()
                .contains(key);
    }

    @Test
    void refusesMisspeltSettingByName() {
        assertThat(problems(TestConfigs.with("linkMaxSkip", "3")))
                .containsExactly("linkMaxSkip is no setting of this provider. Did you mean linkMaxSkips?");
    }

    @Test
    void takesBackUnknownSettingOnlyAsItWasStored() {
        MagentoIdentityProviderConfig config = TestConfigs.with("linkMaxSkip", "3");

        assertThat(ConfigurationCheck.problems(config, Map.of("linkMaxSkip", "3")))
                .isEmpty();
        assertThat(ConfigurationCheck.problems(config, Map.of("linkMaxSkip", "2")))
                .hasSize(1);
        assertThat(ConfigurationCheck.problems(config, Map.of("linkMaxSkipp", "3")))
                .hasSize(1);
    }

    @Test
    void namesVariableThatIsNotSet() {
        assertThat(problems(TestConfigs.with(
                        "issuer",
                        "${MAGENTO_ISSUER}",
                        "clientId",
                        "a",
                        "clientSecret",
                        "${env.MAGENTO_CLIENT_SECRET}")))
                .containsExactly(
                        "clientSecret stands as ${env.MAGENTO_CLIENT_SECRET} in the realm's file, and there is no"
                                + " variable MAGENTO_CLIENT_SECRET. Set it where the server starts.",
                        "issuer stands as ${MAGENTO_ISSUER} in the realm's file, and there is no variable"
                                + " MAGENTO_ISSUER. Set it where the server starts.");
        assertThat(problems(TestConfigs.with("clientSecret", "${vault.magento}")))
                .isEmpty();
    }

    @Test
    void alwaysRequestsOpenidScope() {
        assertThat(TestConfigs.with("defaultScope", "email").scopes()).isEqualTo("openid email");
        assertThat(TestConfigs.good().scopes()).isEqualTo("openid profile email");
    }

    @Test
    void readsListOfAlgorithms() {
        assertThat(TestConfigs.with("signatureAlgorithms", " ES256 , EdDSA ").signatureAlgorithms().stream()
                        .map(SigningAlgorithm::id)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("ES256", "EdDSA");
    }

    private static List<String> problems(MagentoIdentityProviderConfig config) {
        return ConfigurationCheck.problems(config, Map.of());
    }
}
