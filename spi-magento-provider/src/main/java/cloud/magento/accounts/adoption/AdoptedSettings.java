package cloud.magento.accounts.adoption;

import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderShowInAccountConsole;

/**
 * What the settings of one of Keycloak's OpenID Connect providers come to on ours. Nothing is left out silently: what
 * does not come along is noted, and what would let in more people than before, or could not be kept safe, stands in the
 * way.
 */
final class AdoptedSettings {
    /** Read by us as by Keycloak, or by Keycloak itself whatever the provider's type is. */
    private static final Set<String> AS_IT_IS = Set.of(
            "acceptsPromptNoneForwardFromClient",
            "allowedClockSkew",
            "authorizationUrl",
            "clientId",
            "clientSecret",
            "defaultScope",
            "guiOrder",
            "hideOnLoginPage",
            "issuer",
            "jwksUrl",
            "logoutUrl",
            "passMaxAge",
            "prompt",
            "syncMode",
            "tokenUrl",
            "userInfoUrl");

    /** Of ours; Keycloak keeps them on its own provider too, so that they can be set before. */
    private static final Set<String> SET_BEFORE = Set.of(
            "allowImpersonation",
            "allowPrivateAddresses",
            "linkEnforceFrom",
            "linkMaxSkips",
            "linkRemindFrom",
            "newAccounts",
            "primaryLogin",
            "pushedAuthorizationRequestUrl",
            "pushedAuthorizationRequests",
            "requiredLevel",
            "secondFactor",
            "secondFactorAcr",
            "selfUnlink",
            "signatureAlgorithms",
            "supportUrl",
            "trustVerifiedEmail",
            "upstreamLevels",
            "upstreamMaxAge",
            "upstreamMaxAnswerBytes",
            "upstreamTimeoutMillis");

    /** Settings that are looked at together with others, or that a take-over decides itself. */
    private static final Set<String> JUDGED_ELSEWHERE = Set.of(
            "claimFilterName",
            "claimFilterValue",
            "disableUserInfo",
            "filteredByClaim",
            LinkSettings.REPORT_ONLY,
            MagentoIdentityProviderConfig.DISCOVERY);

    /** What we do always, or in a way of our own, so that nothing is missing. */
    private static final Map<String, String> OURS_ALREADY = Map.ofEntries(
            Map.entry(
                    "backchannelSupported",
                    "Back-channel logout is always understood, at another address: register"
                            + " /realms/{realm}/broker/{alias}/endpoint/backchannel-logout at Magento.com."),
            Map.entry("caseSensitiveOriginalUsername", "Names are kept as Magento.com writes them."),
            Map.entry("metadataDescriptorUrl", "Metadata is read from the issuer."),
            Map.entry("pkceEnabled", "PKCE is always used."),
            Map.entry("pkceMethod", "PKCE is always used, with S256."),
            Map.entry("requiresShortStateParameter", "The state parameter is always short."),
            Map.entry("sendClientIdOnLogout", "What the logout needs is sent."),
            Map.entry("sendIdTokenOnLogout", "What the logout needs is sent."),
            Map.entry("showInAccountConsole", "The account page of this software shows the link."),
            Map.entry("useJwksUrl", "Signatures are always verified, with the keys at the JWKS URL."),
            Map.entry("useMetadataDescriptorUrl", "Metadata is read from the issuer."),
            Map.entry("validateSignature", "Signatures are always verified, with the keys at the JWKS URL."));

    /** What we do not have, and what to do instead. */
    private static final Map<String, SettingNote> LEFT_OUT = Map.ofEntries(
            leftOut("disableNonce", "A nonce is always sent and checked.", ""),
            leftOut("forwardParameters", "No parameter of the application's is passed on.", "See prompt and max_age."),
            leftOut(
                    "isAccessTokenJWT",
                    "Mappers read the ID token and userinfo, never the access token.",
                    "Have Magento.com put the claim into the ID token or userinfo."),
            leftOut("jwtAuthorizationGrantEnabled", "The provider is good for no grant.", ""),
            leftOut("loginHint", "The login hint is not passed on.", ""),
            leftOut("storeTokenInSession", "No token of Magento.com's is kept.", ""),
            leftOut("supportsClientAssertions", "The provider is good for no client assertion.", ""),
            leftOut("uiLocales", "The language is not passed on.", ""));

    private final Map<String, String> config = new TreeMap<>();
    private final Set<String> taken = new TreeSet<>();
    private final List<SettingNote> notes = new ArrayList<>();
    private final List<String> blockers = new ArrayList<>();
    private final IdentityProviderModel before;

    private AdoptedSettings(IdentityProviderModel before) {
        this.before = before;
    }

    static AdoptedSettings of(IdentityProviderModel before) {
        AdoptedSettings settings = new AdoptedSettings(before);
        settings.read();
        return settings;
    }

    /** The settings on our provider, {@code linkReportOnly} on. */
    Map<String, String> config() {
        return config;
    }

    /** The names of those that come along as they are. */
    Set<String> taken() {
        return taken;
    }

    List<SettingNote> notes() {
        return notes;
    }

    /** Sentences on what has to be changed first. */
    List<String> blockers() {
        return blockers;
    }

    private void read() {
        new TreeMap<>(before.getConfig()).forEach(this::setting);
        config.put(LinkSettings.REPORT_ONLY, "true");
        config.put(IdentityProviderModel.SHOW_IN_ACCOUNT_CONSOLE, IdentityProviderShowInAccountConsole.NEVER.name());
        endpoints();
        claimFilter();
        switches();
    }

    private void setting(String key, @Nullable String value) {
        if (value == null || value.isBlank() || JUDGED_ELSEWHERE.contains(key)) {
            return;
        }
        if (AS_IT_IS.contains(key) || SET_BEFORE.contains(key) || key.indexOf('.') > 0) {
            take(key, value);
        } else if (key.equals("clientAuthMethod")) {
            authentication(value);
        } else if (OURS_ALREADY.containsKey(key)) {
            if (!isDefault(key, value)) {
                notes.add(new SettingNote(key, String.valueOf(OURS_ALREADY.get(key)), ""));
            }
        } else if (!value.equalsIgnoreCase("false")) {
            notes.add(LEFT_OUT.getOrDefault(
                    key, new SettingNote(key, "This provider does not have it.", "Nothing reads it from now on.")));
        }
    }

    private void take(String key, String value) {
        config.put(key, value);
        taken.add(key);
    }

    /** Ours are on anyway where Keycloak's are on, and need no note. */
    private static boolean isDefault(String key, String value) {
        return switch (key) {
            case "validateSignature", "useJwksUrl", "pkceEnabled", "backchannelSupported" ->
                value.equalsIgnoreCase("true");
            case "pkceMethod" -> value.equals("S256");
            default -> false;
        };
    }

    private void authentication(String method) {
        if (Set.of("client_secret_basic", "client_secret_post", "private_key_jwt")
                .contains(method)) {
            take(MagentoIdentityProviderConfig.CLIENT_AUTH_METHOD, method);
        } else {
            blockers.add("clientAuthMethod is " + method + ", which this provider does not speak. Set it to"
                    + " client_secret_basic, client_secret_post or private_key_jwt, as Magento.com allows.");
        }
    }

    /** What was configured is asked and nothing else; the metadata only where something is missing. */
    private void endpoints() {
        if (text("issuer").isEmpty()) {
            blockers.add("issuer is empty. Set it to the issuer of the ID tokens: links belong to an issuer.");
        } else if (text("issuer").indexOf(',') >= 0) {
            blockers.add("issuer names several. Set it to one: links belong to an issuer.");
        }
        boolean complete = List.of("authorizationUrl", "tokenUrl", "jwksUrl").stream()
                .noneMatch(endpoint -> text(endpoint).isEmpty());
        config.put(MagentoIdentityProviderConfig.DISCOVERY, Boolean.toString(!complete));
        if (!complete) {
            notes.add(new SettingNote("discovery", "What is not configured is read from the issuer's metadata.", ""));
        }
        if (isOn("disableUserInfo")) {
            config.remove(MagentoIdentityProviderConfig.USER_INFO_URL);
            taken.remove(MagentoIdentityProviderConfig.USER_INFO_URL);
            notes.add(new SettingNote("disableUserInfo", "The userinfo URL is left out, so that it is not asked.", ""));
        }
    }

    /** Without the filter more people could come in than before. */
    private void claimFilter() {
        if (isOn("filteredByClaim")) {
            blockers.add("filteredByClaim lets in only people with a certain claim, which this provider cannot do. Have"
                    + " Magento.com refuse the others for this client, then turn it off.");
        }
    }

    private void switches() {
        if (Boolean.TRUE.equals(before.isStoreToken())) {
            notes.add(new SettingNote(
                    "storeToken",
                    "No token of Magento.com's is kept any more, and applications can read none.",
                    "Tokens that Keycloak has stored stay in its table until they are deleted there."));
        }
        if (Boolean.TRUE.equals(before.isTrustEmail())) {
            notes.add(new SettingNote(
                    "trustEmail",
                    "An address counts as verified only where Magento.com says so of it.",
                    "To have a verified address prove an existing account, turn trustVerifiedEmail on (not advised)."));
        }
        if (Boolean.TRUE.equals(before.isLinkOnly())) {
            notes.add(new SettingNote(
                    "linkOnly",
                    "People may sign in through the provider. Its button stays hidden on the sign-in page.",
                    "Turn \"Hide on login page\" off before the deadline, so that linked people find their way in."));
        }
        if (before.getFirstBrokerLoginFlowId() != null) {
            notes.add(new SettingNote(
                    "firstBrokerLoginFlow",
                    "The first login flow is \"magento first broker login\", which alone can prove and link.",
                    ""));
        }
    }

    private boolean isOn(String key) {
        return Boolean.parseBoolean(before.getConfig().get(key));
    }

    private String text(String key) {
        String value = before.getConfig().get(key);
        return value == null ? "" : value.strip();
    }

    private static Map.Entry<String, SettingNote> leftOut(String key, String what, String todo) {
        return Map.entry(key, new SettingNote(key, what, todo));
    }
}
