package cloud.magento.accounts.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.broker.jwtauthorizationgrant.JWTAuthorizationGrantConfig;
import org.keycloak.broker.oidc.OIDCIdentityProviderConfig;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.OrganizationModel;

class SettingNamesTest {
    /**
     * What the admin console of Keycloak writes of a provider whose type it does not know, or in place of a stock one.
     */
    private static final List<String> OF_CONSOLE = List.of(
            "acceptsPromptNoneForwardFromClient",
            "caseSensitiveOriginalUsername",
            "claimFilterName",
            "claimFilterValue",
            "doNotStoreUsers",
            "filteredByClaim",
            "forwardParameters",
            "guiOrder",
            "hideOnLoginPage",
            "isAccessTokenJWT",
            "jwtAuthorizationGrantEnabled",
            "kc.org.broker.redirect.mode.email-matches",
            "kc.org.domain",
            "loginHint",
            "sendClientIdOnLogout",
            "sendIdTokenOnLogout",
            "showInAccountConsole",
            "syncMode",
            "uiLocales",
            "useJwksUrl",
            "useMetadataDescriptorUrl");

    @ParameterizedTest
    @CsvSource({
        "linkMaxSkip, linkMaxSkips",
        "linkmaxskips, linkMaxSkips",
        "linkEnforcefrom, linkEnforceFrom",
        "linkEnforceForm, linkEnforceFrom",
        "enforceFrom, linkEnforceFrom",
        "link.enforceFrom, linkEnforceFrom",
        "magento.link.enforceFrom, linkEnforceFrom",
        "linkRemindForm, linkRemindFrom",
        "reportOnly, linkReportOnly",
        "primary_login, primaryLogin",
        "allowImpersonations, allowImpersonation",
        "client_id, clientId",
        "jwksUri, jwksUrl",
        "synchMode, syncMode"
    })
    void findsMisspeltNameAndTheOneThatIsMeant(String key, String meant) {
        assertThat(SettingNames.unknown(Map.of(key, "x"))).containsExactly(key);
        assertThat(SettingNames.refusal(key))
                .isEqualTo(key + " is no setting of this provider. Did you mean " + meant + "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deadline", "x", "magento.setup"})
    void guessesNothingWhereNothingIsNear(String key) {
        assertThat(SettingNames.unknown(Map.of(key, "x"))).containsExactly(key);
        assertThat(SettingNames.refusal(key)).isEqualTo(key + " is no setting of this provider.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"home.idp.discovery.domains", "kc.org.domain", "acme.tier"})
    void leavesNamesOfOtherExtensionsAlone(String key) {
        assertThat(SettingNames.unknown(Map.of(key, "x"))).isEmpty();
    }

    @Test
    void rejectsOversizedNameWithoutComparingIt() {
        String key = "x".repeat(1_000_000);

        assertThat(SettingNames.unknown(Map.of(key, "x", "acme." + key, "x"))).hasSize(2);
        assertThat(SettingNames.refusal(key)).isEqualTo("x".repeat(80) + "... is no setting of this provider.");
    }

    @Test
    void masksLogInjectionInName() {
        assertThat(SettingNames.refusal("tier\nWARN")).isEqualTo("tier?WARN is no setting of this provider.");
    }

    @Test
    void ignoresNamesWithoutValue() {
        Map<String, String> config = new HashMap<>();
        config.put("linkMaxSkip", null);
        config.put("linkEnforce", " ");

        assertThat(SettingNames.unknown(config)).isEmpty();
    }

    @Test
    void knowsWhatKeycloakHasForEveryProviderAndForOpenIdConnect() throws ReflectiveOperationException {
        OIDCIdentityProviderConfig stock = new OIDCIdentityProviderConfig();
        for (Method setter : OIDCIdentityProviderConfig.class.getMethods()) {
            if (setter.getName().startsWith("set") && setter.getParameterCount() == 1) {
                set(stock, setter);
            }
        }
        Map<String, String> config = new HashMap<>(stock.getConfig());
        Stream.of(
                        IdentityProviderModel.class,
                        OIDCIdentityProviderConfig.class,
                        JWTAuthorizationGrantConfig.class,
                        OrganizationModel.class)
                .flatMap(type -> constants(type).stream())
                .filter(name -> !name.equals(OrganizationModel.ORGANIZATION_ATTRIBUTE))
                .forEach(name -> config.put(name, "x"));

        assertThat(config).hasSizeGreaterThan(60);
        assertThat(SettingNames.unknown(config)).isEmpty();
    }

    @Test
    void knowsWhatTheConsoleWrites() {
        assertThat(SettingNames.unknown(OF_CONSOLE.stream().collect(Collectors.toMap(name -> name, name -> "x"))))
                .isEmpty();
    }

    private static void set(OIDCIdentityProviderConfig stock, Method setter) throws ReflectiveOperationException {
        Class<?> type = setter.getParameterTypes()[0];
        if (type == String.class) {
            setter.invoke(stock, "x");
        } else if (type == boolean.class || type == Boolean.class) {
            setter.invoke(stock, true);
        } else if (type == int.class || type == Integer.class) {
            setter.invoke(stock, 1);
        }
    }

    private static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == String.class)
                .map(SettingNamesTest::value)
                .toList();
    }

    private static String value(Field constant) {
        try {
            return String.valueOf(constant.get(null));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Terraform's resource for providers of any type sends the switches of all types. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "forceAuthn",
                "githubJsonFormat",
                "offlineAccess",
                "postBindingAuthnRequest",
                "postBindingLogout",
                "postBindingResponse",
                "userIp",
                "wantAssertionsEncrypted",
                "wantAssertionsSigned",
                "wantAuthnRequestsSigned"
            })
    void takesSwitchOfOtherTypesOnlyWhereItIsOff(String key) {
        assertThat(SettingNames.unknown(Map.of(key, "false"))).isEmpty();
        assertThat(SettingNames.unknown(Map.of(key, "true"))).containsExactly(key);
    }
}
