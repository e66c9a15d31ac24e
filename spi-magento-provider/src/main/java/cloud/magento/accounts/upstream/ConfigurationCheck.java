package cloud.magento.accounts.upstream;

import static cloud.magento.accounts.upstream.MagentoIdentityProviderConfig.ACCEPTS_PROMPT_NONE;
import static cloud.magento.accounts.upstream.MagentoIdentityProviderConfig.ALLOW_PRIVATE_ADDRESSES;
import static cloud.magento.accounts.upstream.MagentoIdentityProviderConfig.AUTHORIZATION_URL;
import static cloud.magento.accounts.upstream.MagentoIdentityProviderConfig.CLIENT_AUTH_METHOD;
import static cloud.magento.accounts.upstream.MagentoIdentityProviderConfig.CLIENT_ID;
import static cloud.magento.accounts.upstream.MagentoIdentityProviderConfig.DISCOVERY;
import static cloud.magento.accounts.upstream.MagentoIdentityProviderConfig.JWKS_URL;
import static cloud.magento.accounts.upstream.MagentoIdentityProviderConfig.LOGOUT_URL;
import static cloud.magento.accounts.upstream.MagentoIdentityProviderConfig.MAX_ANSWER_BYTES;
import static cloud.magento.accounts.upstream.MagentoIdentityProviderConfig.MOST_OUTAGE_HOURS;
import static cloud.magento.accounts.upstream.MagentoIdentityProviderConfig.OUTAGE_MAX_HOURS;
import static cloud.magento.accounts.upstream.MagentoIdentityProviderConfig.PROBE_SECONDS;
import static cloud.magento.accounts.upstream.MagentoIdentityProviderConfig.PROMPT;
import static cloud.magento.accounts.upstream.MagentoIdentityProviderConfig.PUSHED_REQUESTS;
import static cloud.magento.accounts.upstream.MagentoIdentityProviderConfig.PUSHED_REQUEST_URL;
import static cloud.magento.accounts.upstream.MagentoIdentityProviderConfig.SIGNATURE_ALGORITHMS;
import static cloud.magento.accounts.upstream.MagentoIdentityProviderConfig.SUPPORT_URL;
import static cloud.magento.accounts.upstream.MagentoIdentityProviderConfig.TIMEOUT_MILLIS;
import static cloud.magento.accounts.upstream.MagentoIdentityProviderConfig.TOKEN_URL;
import static cloud.magento.accounts.upstream.MagentoIdentityProviderConfig.USER_INFO_URL;

import cloud.magento.accounts.net.NetworkRule;
import cloud.magento.accounts.policy.EnforcementConsent;
import cloud.magento.accounts.policy.InvalidSettingException;
import cloud.magento.accounts.policy.InvitationSettings;
import cloud.magento.accounts.upstream.protocol.ClientAuthMethod;
import cloud.magento.accounts.upstream.protocol.PushedRequestMode;
import cloud.magento.accounts.upstream.protocol.SigningAlgorithm;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.IdentityProviderModel;

/** What is wrong with a configuration, in sentences for the operator who is just saving it. */
final class ConfigurationCheck {
    static final Set<String> PROMPTS = Set.of("none", "login", "consent", "select_account", "create");

    private static final String FILTERED_BY_CLAIM = "filteredByClaim";
    private static final String DO_NOT_STORE_USERS = "doNotStoreUsers";

    private static final List<String> ENDPOINTS =
            List.of(AUTHORIZATION_URL, TOKEN_URL, USER_INFO_URL, JWKS_URL, LOGOUT_URL, PUSHED_REQUEST_URL);

    /** One mailbox and nothing further: no subject, no second recipient. */
    private static final Pattern MAILBOX = Pattern.compile("mailto:[\\w.+-]{1,64}@[\\w-]+(\\.[\\w-]+)+");

    /** Not a reference into Keycloak's vault, which has a dot. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(?:env\\.)?([A-Za-z_][A-Za-z0-9_]*)}");

    /** The first word of a message that is about one setting. */
    private static final Pattern KEY = Pattern.compile("^[a-z][A-Za-z]+(?= )");

    private final MagentoIdentityProviderConfig config;
    private final Map<String, String> stored;
    private final List<String> problems = new ArrayList<>();

    private ConfigurationCheck(MagentoIdentityProviderConfig config, Map<String, String> stored) {
        this.config = config;
        this.stored = stored;
    }

    /**
     * Every problem there is; empty for a configuration that can be saved.
     *
     * @param stored the configuration in whose place it comes; empty for a new one
     */
    static List<String> problems(MagentoIdentityProviderConfig config, Map<String, String> stored) {
        ConfigurationCheck check = new ConfigurationCheck(config, stored);
        check.placeholders();
        if (!check.problems.isEmpty()) {
            return List.copyOf(check.problems);
        }
        check.names();
        check.client();
        check.urls();
        check.choices();
        check.support();
        check.numbers();
        check.switches();
        check.policy();
        check.consent();
        return check.problems.stream().map(ConfigurationCheck::labelled).toList();
    }

    /** With the label that is on the screen before the key that it is about. */
    private static String labelled(String problem) {
        return KEY.matcher(problem).replaceFirst(key -> Matcher.quoteReplacement(named(key.group())));
    }

    /** A setting as the screen calls it, with its key. */
    private static String named(String key) {
        return MagentoIdentityProviderConfigProperties.label(key)
                .map(label -> "\"" + label + "\" (" + key + ")")
                .orElse(key);
    }

    /** A realm file names variables, and Keycloak leaves the name where there is no such variable. */
    private void placeholders() {
        config.getConfig().keySet().stream()
                .sorted()
                .forEach(key -> config.text(key)
                        .map(PLACEHOLDER::matcher)
                        .filter(Matcher::matches)
                        .ifPresent(found -> problems.add(key + " stands as " + found.group()
                                + " in the realm's file, and there is no variable " + found.group(1)
                                + ". Set it where the server starts.")));
    }

    /**
     * One that was stored before names were checked is taken back as it was: Keycloak's console sends all that is
     * stored, so nothing could be saved there any more, and the log names it.
     */
    private void names() {
        SettingNames.unknown(config.getConfig()).stream()
                .filter(key ->
                        !Objects.equals(stored.get(key), config.getConfig().get(key)))
                .map(SettingNames::refusal)
                .forEach(problems::add);
    }

    private void client() {
        if (config.clientId().isEmpty()) {
            problems.add("The client ID (" + CLIENT_ID + ") is missing.");
        }
        if (config.clientAuthMethod().needsSecret() && config.clientSecret().isEmpty()) {
            problems.add("The client secret is missing. It is not needed only where " + named(CLIENT_AUTH_METHOD)
                    + " is " + ClientAuthMethod.PRIVATE_KEY_JWT.id() + ".");
        }
    }

    private void urls() {
        Optional<URI> issuer = url(IdentityProviderModel.ISSUER, config.issuer());
        if (issuer.isPresent() && issuer.get().getRawQuery() != null) {
            problems.add(IdentityProviderModel.ISSUER + " must have no query.");
        }
        boolean local =
                issuer.filter(url -> NetworkRule.isLoopbackName(url.getHost())).isPresent();
        issuer.ifPresent(url -> https(IdentityProviderModel.ISSUER, url, local));
        for (String key : ENDPOINTS) {
            config.text(key).flatMap(text -> url(key, text)).ifPresent(url -> https(key, url, local));
        }
        if (!config.isDiscovery()) {
            for (String key : List.of(TOKEN_URL, JWKS_URL)) {
                if (config.text(key).isEmpty()) {
                    problems.add(key + " is needed where " + named(DISCOVERY) + " is off.");
                }
            }
            if (config.pushedRequestMode() == PushedRequestMode.REQUIRED
                    && config.text(PUSHED_REQUEST_URL).isEmpty()) {
                problems.add(PUSHED_REQUEST_URL + " is needed where " + named(DISCOVERY) + " is off and "
                        + named(PUSHED_REQUESTS) + " is " + PushedRequestMode.REQUIRED.id() + ".");
            }
        }
    }

    private Optional<URI> url(String key, String text) {
        Optional<URI> url = NetworkRule.url(text);
        if (url.isEmpty()) {
            problems.add(
                    key + " must be an absolute URL without user name, password and fragment, not \"" + text + "\".");
        }
        return url;
    }

    private void https(String key, URI url, boolean local) {
        if (NetworkRule.isAmbiguous(url.getHost())) {
            problems.add(key + " must name its host, or have its address in the form 192.0.2.1, not \"" + url
                    + "\", which clients read differently.");
        } else if (!new NetworkRule(false, local).admits(url)) {
            problems.add(key + " must begin with https://, not \"" + url
                    + "\". Plain http is taken only where the issuer itself is on this machine.");
        }
    }

    private void choices() {
        choice(CLIENT_AUTH_METHOD, Arrays.stream(ClientAuthMethod.values()).map(ClientAuthMethod::id));
        choice(PUSHED_REQUESTS, Arrays.stream(PushedRequestMode.values()).map(PushedRequestMode::id));
        config.prompt()
                .filter(prompt -> !PROMPTS.contains(prompt))
                .ifPresent(prompt -> problems.add(PROMPT + " must be one of "
                        + PROMPTS.stream().sorted().collect(Collectors.joining(", ")) + ", not \"" + prompt + "\"."));
        for (String name : config.signatureAlgorithmNames()) {
            if (SigningAlgorithm.ofId(name).isEmpty()) {
                problems.add(SIGNATURE_ALGORITHMS + " may list "
                        + Arrays.stream(SigningAlgorithm.values())
                                .map(SigningAlgorithm::id)
                                .collect(Collectors.joining(", "))
                        + ", not \"" + name + "\".");
            }
        }
        if (config.signatureAlgorithmNames().isEmpty()) {
            problems.add(SIGNATURE_ALGORITHMS + " must list at least one algorithm.");
        }
    }

    private void choice(String key, Stream<String> known) {
        List<String> ids = known.toList();
        config.text(key)
                .filter(id -> !ids.contains(id))
                .ifPresent(id -> problems.add(key + " must be " + String.join(" or ", ids) + ", not \"" + id + "\"."));
    }

    /** It becomes a link on pages, so it is nothing that a browser would run. */
    private void support() {
        config.supportUrl()
                .filter(address -> !isWebPage(address) && !isMailbox(address))
                .ifPresent(address -> problems.add(SUPPORT_URL
                        + " must be an https:// address, or mailto: and an email address, not \"" + address + "\"."));
    }

    private static boolean isWebPage(String address) {
        return NetworkRule.url(address)
                .filter(url -> "https".equalsIgnoreCase(url.getScheme()))
                .isPresent();
    }

    private static boolean isMailbox(String address) {
        return MAILBOX.matcher(address).matches();
    }

    private void numbers() {
        number(IdentityProviderModel.ALLOWED_CLOCK_SKEW, 0, 600);
        number(TIMEOUT_MILLIS, 100, 60_000);
        number(PROBE_SECONDS, 0, 3_600);
        number(OUTAGE_MAX_HOURS, 0, MOST_OUTAGE_HOURS);
        number(MAX_ANSWER_BYTES, 1_024, 10_485_760);
        number(InvitationSettings.HOURS, 1, InvitationSettings.MAX_HOURS);
        number(InvitationSettings.AN_HOUR, 1, InvitationSettings.MAX_AN_HOUR);
    }

    private void number(String key, int min, int max) {
        config.text(key).ifPresent(text -> {
            if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < min || Integer.parseInt(text) > max) {
                problems.add(key + " must be a whole number from " + min + " to " + max + ", not \"" + text + "\".");
            }
        });
    }

    private void switches() {
        for (String key :
                List.of(DISCOVERY, ALLOW_PRIVATE_ADDRESSES, ACCEPTS_PROMPT_NONE, IdentityProviderModel.PASS_MAX_AGE)) {
            config.text(key)
                    .filter(text -> !text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false"))
                    .ifPresent(text -> problems.add(key + " must be true or false, not \"" + text + "\"."));
        }
        if (Boolean.TRUE.equals(config.isLinkOnly())) {
            problems.add("\"Account linking only\" cannot be on: linked accounts sign in through this provider, and"
                    + " could then not sign in at all.");
        }
        if (Boolean.TRUE.equals(config.isStoreToken())) {
            problems.add(
                    "\"Store tokens\" cannot be on: this provider keeps no token of upstream's, so that none can be"
                            + " read out of this server.");
        }
        refuseNewlyOn(
                FILTERED_BY_CLAIM,
                "\"Verify essential claim\" cannot be on: this provider lets in whoever Magento.com vouches for, and"
                        + " reads no such claim.");
        refuseNewlyOn(
                DO_NOT_STORE_USERS,
                "\"Do not store users\" cannot be on: a link belongs to an account, which has to be stored.");
    }

    /** What does nothing here is named when it is turned on; what is on from before may stay, so that one can save. */
    private void refuseNewlyOn(String key, String message) {
        config.text(key)
                .filter("true"::equalsIgnoreCase)
                .filter(on -> !on.equalsIgnoreCase(stored.get(key)))
                .ifPresent(on -> problems.add(message));
    }

    private void policy() {
        try {
            config.linkSettings();
        } catch (InvalidSettingException impossible) {
            String message = String.valueOf(impossible.getMessage());
            problems.add(
                    message.startsWith(impossible.key()) ? message : impossible.key() + " does not fit. " + message);
        }
    }

    /** One that says nothing would be refused later as if it had not been given. */
    private void consent() {
        config.text(EnforcementConsent.ACKNOWLEDGED)
                .filter(text -> !EnforcementConsent.isNumber(text))
                .ifPresent(text -> problems.add(
                        EnforcementConsent.ACKNOWLEDGED + " must be a whole number, not \"" + text + "\"."));
        config.text(EnforcementConsent.OVERRIDE)
                .filter(text -> !EnforcementConsent.isReason(text))
                .ifPresent(text -> problems.add(
                        EnforcementConsent.OVERRIDE + " must be one line of 1 to 500 characters that says why."));
    }
}
