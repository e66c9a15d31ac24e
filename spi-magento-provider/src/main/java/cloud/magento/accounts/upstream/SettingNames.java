package cloud.magento.accounts.upstream;

import cloud.magento.accounts.ledger.chain.HiddenLetters;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The names that a setting of our provider can have, so that a misspelt one is found: Keycloak keeps every key, and a
 * deadline under a name that nobody reads is no deadline.
 */
final class SettingNames {
    /**
     * What Keycloak itself reads or writes: for every provider, for one of its OpenID Connect providers, in its
     * console.
     */
    private static final Set<String> OF_KEYCLOAK = Set.of(
            "acceptsPromptNoneForwardFromClient",
            "alias",
            "aliasNotIn",
            "allowClientIdAsAudience",
            "allowCreate",
            "allowedClockSkew",
            "authenticateByDefault",
            "backchannelSupported",
            "caseSensitiveOriginalUsername",
            "claimFilterName",
            "claimFilterValue",
            "clientAssertionAudience",
            "clientAssertionSigningAlg",
            "disableNonce",
            "disableTypeClaimCheck",
            "disableUserInfo",
            "displayName",
            "doNotStoreUsers",
            "emailClaim",
            "enabled",
            "familyNameClaim",
            "fedClientAssertionMaxExp",
            "filteredByClaim",
            "firstBrokerLoginFlowId",
            "forwardParameters",
            "fromUrl",
            "fullNameClaim",
            "givenNameClaim",
            "guiOrder",
            "hideOnLogin",
            "hideOnLoginPage",
            "isAccessTokenJWT",
            "issuer",
            "jwtAuthorizationGrantAllowedClockSkew",
            "jwtAuthorizationGrantAssertionReuseAllowed",
            "jwtAuthorizationGrantAssertionSignatureAlg",
            "jwtAuthorizationGrantEnabled",
            "jwtAuthorizationGrantLimitAccessTokenExp",
            "jwtAuthorizationGrantMaxAllowedAssertionExpiration",
            "jwtX509HeadersEnabled",
            "linkOnly",
            "loginHint",
            "metadataDescriptorUrl",
            "minValidityToken",
            "organizationId",
            "organizationIdNotNull",
            "passMaxAge",
            "pkceEnabled",
            "pkceMethod",
            "postBrokerLoginFlowId",
            "publicKeySignatureVerifier",
            "publicKeySignatureVerifierKeyId",
            "requiresShortStateParameter",
            "search",
            "sendClientIdOnLogout",
            "sendIdTokenOnLogout",
            "showInAccountConsole",
            "storeTokenInSession",
            "supportsClientAssertionReuse",
            "supportsClientAssertions",
            "syncMode",
            "tokenIntrospectionUrl",
            "uiLocales",
            "useJwksUrl",
            "useMetadataDescriptorUrl",
            "userIDClaim",
            "userNameClaim",
            "validateSignature");

    /**
     * What Keycloak's other types of provider read. Terraform sends each of them to every type; one that is off asks
     * for nothing.
     */
    private static final Set<String> OF_OTHER_TYPES = Set.of(
            "forceAuthn",
            "githubJsonFormat",
            "offlineAccess",
            "postBindingAuthnRequest",
            "postBindingLogout",
            "postBindingResponse",
            "userIp",
            "wantAssertionsEncrypted",
            "wantAssertionsSigned",
            "wantAuthnRequestsSigned");

    private static final Set<String> OURS = Stream.concat(
                    MagentoIdentityProviderConfigProperties.all().stream().map(ProviderConfigProperty::getName),
                    Stream.of(
                            MagentoIdentityProviderConfig.CLIENT_ID,
                            MagentoIdentityProviderConfig.CLIENT_SECRET,
                            MagentoIdentityProviderConfig.SCOPES))
            .collect(Collectors.toUnmodifiableSet());

    /** What Keycloak's table holds of a name. */
    private static final int LONGEST = 255;

    /** What is longer is nobody's slip of a key, and comparing it would cost without end. */
    private static final int LONGEST_SLIP = 80;

    /** Attributes of ours that belong elsewhere begin so. */
    private static final String OUR_NAMESPACE = "magento.";

    private SettingNames() {}

    /** The keys of a configuration that have a value and that nobody reads, in their order. */
    static List<String> unknown(Map<String, ? extends @Nullable String> config) {
        return config.entrySet().stream()
                .filter(setting ->
                        setting.getValue() != null && !setting.getValue().isBlank())
                .filter(setting -> !OF_OTHER_TYPES.contains(setting.getKey())
                        || !"false".equalsIgnoreCase(setting.getValue().strip()))
                .map(Map.Entry::getKey)
                .filter(key -> !isKnown(key))
                .sorted()
                .toList();
    }

    /** What an operator is told of a key that nobody reads. */
    static String refusal(String key) {
        return shown(key) + " is no setting of this provider."
                + nearest(key).map(near -> " Did you mean " + near + "?").orElse("");
    }

    private static String shown(String key) {
        return HiddenLetters.masked(key.length() > LONGEST_SLIP ? key.substring(0, LONGEST_SLIP) + "..." : key);
    }

    /**
     * A name with a dot is another extension's, or Keycloak's for organizations, unless it is meant for one of ours.
     */
    private static boolean isKnown(String key) {
        return OURS.contains(key)
                || OF_KEYCLOAK.contains(key)
                || (key.length() <= LONGEST
                        && key.indexOf('.') > 0
                        && !key.startsWith(OUR_NAMESPACE)
                        && nearest(key).isEmpty());
    }

    private static Optional<String> nearest(String key) {
        if (key.length() > LONGEST_SLIP) {
            return Optional.empty();
        }
        String plain = plain(key.startsWith(OUR_NAMESPACE) ? key.substring(OUR_NAMESPACE.length()) : key);
        return Stream.concat(OURS.stream().sorted(), OF_KEYCLOAK.stream().sorted())
                .filter(known -> distance(plain, plain(known)) <= tolerated(plain, plain(known)))
                .min(Comparator.comparingInt(known -> distance(plain, plain(known))));
    }

    /** A quarter of the name, or all that is missing where one is the end of the other, as in {@code enforceFrom}. */
    private static int tolerated(String key, String known) {
        boolean isPart = key.length() >= 5 && known.length() >= 5 && (known.endsWith(key) || key.endsWith(known));
        return isPart ? Math.max(key.length(), known.length()) : known.length() / 4;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** How many letters have to be put in, left out, exchanged or swapped with their neighbour. */
    private static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int exchanged = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(exchanged, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[from.length()][to.length()];
    }
}
