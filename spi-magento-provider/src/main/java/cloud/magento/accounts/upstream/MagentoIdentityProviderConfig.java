package cloud.magento.accounts.upstream;

import cloud.magento.accounts.net.NetworkRule;
import cloud.magento.accounts.outage.Outages;
import cloud.magento.accounts.policy.InvalidSettingException;
import cloud.magento.accounts.policy.InvitationSettings;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.policy.LoginLevels;
import cloud.magento.accounts.policy.LoginStrength;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.upstream.protocol.ClientAuthMethod;
import cloud.magento.accounts.upstream.protocol.EndpointSettings;
import cloud.magento.accounts.upstream.protocol.PushedRequestMode;
import cloud.magento.accounts.upstream.protocol.SigningAlgorithm;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderShowInAccountConsole;
import org.keycloak.models.IdentityProviderSyncMode;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Reads what an operator configured on a provider of type {@code magento}; what the admin console offers is declared in
 * {@link MagentoIdentityProviderConfigProperties}. Getters answer with the default for what is absent; what is there
 * and wrong was refused when it was saved ({@link #validate}).
 */
public final class MagentoIdentityProviderConfig extends IdentityProviderModel implements EndpointSettings {
    private static final long serialVersionUID = 1L;

    public static final String CLIENT_ID = "clientId";
    public static final String CLIENT_SECRET = "clientSecret";
    public static final String DISCOVERY = "discovery";
    public static final String AUTHORIZATION_URL = "authorizationUrl";
    public static final String TOKEN_URL = "tokenUrl";
    public static final String USER_INFO_URL = "userInfoUrl";
    public static final String JWKS_URL = "jwksUrl";
    public static final String LOGOUT_URL = "logoutUrl";
    public static final String PUSHED_REQUESTS = "pushedAuthorizationRequests";
    public static final String PUSHED_REQUEST_URL = "pushedAuthorizationRequestUrl";
    public static final String CLIENT_AUTH_METHOD = "clientAuthMethod";
    public static final String SCOPES = "defaultScope";
    public static final String PROMPT = "prompt";
    public static final String SIGNATURE_ALGORITHMS = "signatureAlgorithms";
    public static final String TIMEOUT_MILLIS = "upstreamTimeoutMillis";
    public static final String MAX_ANSWER_BYTES = "upstreamMaxAnswerBytes";
    /** Read by Keycloak's redirector: whether an application's {@code prompt=none} goes on to upstream. */
    public static final String ACCEPTS_PROMPT_NONE = "acceptsPromptNoneForwardFromClient";

    public static final String ALLOW_PRIVATE_ADDRESSES = "allowPrivateAddresses";
    public static final String SUPPORT_URL = "supportUrl";
    public static final String PROBE_SECONDS = "upstreamProbeSeconds";
    public static final String OUTAGE_MAX_HOURS = Outages.MAX_HOURS;

    /** Values of upstream's {@code acr} that tell of a second factor, besides those that everybody knows. */
    public static final String SECOND_FACTOR_ACR = "secondFactorAcr";

    /** By what else than the issuer it is settled who is shown the client's secret. */
    public static final List<String> SECRET_GOES_BY = List.of(TOKEN_URL, PUSHED_REQUEST_URL, JWKS_URL, CLIENT_ID);

    static final String DEFAULT_AUTHORIZATION_URL = "https://account.magento.com/applications/customer/login/";
    static final String DEFAULT_SCOPES = "openid profile email";
    static final String DEFAULT_SIGNATURE_ALGORITHMS = "RS256,PS256,ES256,EdDSA";
    static final int DEFAULT_CLOCK_SKEW_SECONDS = 30;
    static final int DEFAULT_TIMEOUT_MILLIS = 5_000;
    static final int DEFAULT_MAX_ANSWER_BYTES = 1024 * 1024;
    static final int DEFAULT_PROBE_SECONDS = 30;
    static final int DEFAULT_OUTAGE_MAX_HOURS = 24;
    static final int MOST_OUTAGE_HOURS = 168;

    /** A new provider: stops nobody until its operator says so, and takes over names and address only once. */
    public MagentoIdentityProviderConfig() {
        setProviderId(MagentoIdentityProviderFactory.ID);
        setSyncMode(IdentityProviderSyncMode.IMPORT);
        getConfig().put(LinkSettings.REPORT_ONLY, "true");
        // The account console would offer to remove the link, which is refused, and show its refusal's code as it is.
        getConfig().put(SHOW_IN_ACCOUNT_CONSOLE, IdentityProviderShowInAccountConsole.NEVER.name());
    }

    public MagentoIdentityProviderConfig(IdentityProviderModel model) {
        super(model);
    }

    /** The issuer whose tokens are taken and with whom subjects are paired. */
    @Override
    public String issuer() {
        return text(ISSUER).orElse(UpstreamIdentity.DEFAULT_ISSUER);
    }

    public String clientId() {
        return text(CLIENT_ID).orElse("");
    }

    /** The secret as configured, which may be a reference into Keycloak's vault. */
    Optional<String> clientSecret() {
        return text(CLIENT_SECRET);
    }

    boolean isDiscovery() {
        return flag(DISCOVERY, true);
    }

    @Override
    public Optional<URI> configured(EndpointSettings.Endpoint endpoint) {
        return text(key(endpoint)).flatMap(NetworkRule::url);
    }

    @Override
    public URI defaultAuthorization() {
        return URI.create(DEFAULT_AUTHORIZATION_URL);
    }

    @Override
    public Optional<URI> admitted(String published) {
        return NetworkRule.url(published).filter(networkRule()::admits);
    }

    private static String key(EndpointSettings.Endpoint endpoint) {
        return switch (endpoint) {
            case AUTHORIZATION -> AUTHORIZATION_URL;
            case TOKEN -> TOKEN_URL;
            case KEYS -> JWKS_URL;
            case USER_INFO -> USER_INFO_URL;
            case END_SESSION -> LOGOUT_URL;
            case PUSHED_REQUESTS -> PUSHED_REQUEST_URL;
        };
    }

    /** Whether authorization requests are pushed; a value that was damaged in the database is read as the strictest. */
    PushedRequestMode pushedRequestMode() {
        return text(PUSHED_REQUESTS)
                .map(id -> PushedRequestMode.ofId(id).orElse(PushedRequestMode.REQUIRED))
                .orElse(PushedRequestMode.AUTO);
    }

    ClientAuthMethod clientAuthMethod() {
        return text(CLIENT_AUTH_METHOD).flatMap(ClientAuthMethod::ofId).orElse(ClientAuthMethod.CLIENT_SECRET_BASIC);
    }

    /** The scopes that are asked for, {@code openid} always among them. */
    public String scopes() {
        String scopes = text(SCOPES).orElse(DEFAULT_SCOPES);
        return hasScope(scopes, "openid") ? scopes : "openid " + scopes;
    }

    /** Whether this scope is among those that are asked for. */
    public boolean asksFor(String scope) {
        return hasScope(scopes(), scope);
    }

    Optional<String> prompt() {
        return text(PROMPT);
    }

    Set<SigningAlgorithm> signatureAlgorithms() {
        return signatureAlgorithmNames().stream()
                .flatMap(name -> SigningAlgorithm.ofId(name).stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(SigningAlgorithm.class)));
    }

    List<String> signatureAlgorithmNames() {
        return Arrays.stream(text(SIGNATURE_ALGORITHMS)
                        .orElse(DEFAULT_SIGNATURE_ALGORITHMS)
                        .split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** By how much the clocks of this server and upstream may differ. */
    public Duration clockSkew() {
        return Duration.ofSeconds(number(ALLOWED_CLOCK_SKEW, DEFAULT_CLOCK_SKEW_SECONDS));
    }

    /** How long everything that one request of a browser asks of upstream may take together. */
    Duration timeout() {
        return Duration.ofMillis(number(TIMEOUT_MILLIS, DEFAULT_TIMEOUT_MILLIS));
    }

    /** How often this node asks upstream whether it is there; zero for never. */
    Duration probeInterval() {
        return Duration.ofSeconds(number(PROBE_SECONDS, DEFAULT_PROBE_SECONDS));
    }

    int maxAnswerBytes() {
        return number(MAX_ANSWER_BYTES, DEFAULT_MAX_ANSWER_BYTES);
    }

    NetworkRule networkRule() {
        boolean allowPrivate = flag(ALLOW_PRIVATE_ADDRESSES, false);
        return NetworkRule.url(issuer())
                .map(issuer -> NetworkRule.of(issuer, allowPrivate))
                .orElse(new NetworkRule(allowPrivate, false));
    }

    /** Whether an application's wish for a sign-in without any page is handed on. */
    boolean acceptsPromptNone() {
        return flag(ACCEPTS_PROMPT_NONE, false);
    }

    /** Whether an application's wish for a login that is recent is handed on, and its fulfilment checked. */
    boolean passesMaxAge() {
        return flag(PASS_MAX_AGE, true);
    }

    /** What {@link #SECOND_FACTOR_ACR} names, one space between two. */
    List<String> secondFactorAcr() {
        return text(SECOND_FACTOR_ACR)
                .map(values -> Arrays.asList(values.split("\\s+")))
                .orElse(List.of());
    }

    /** How upstream's words on a login and the realm's levels belong together; nothing where that was damaged. */
    LoginLevels levels() {
        try {
            return LoginLevels.parse(
                    LoginStrength.LEVELS, text(LoginStrength.LEVELS).orElse(""));
        } catch (InvalidSettingException damaged) {
            return LoginLevels.NONE;
        }
    }

    /** How long a login at upstream counts; one that was damaged is the policy's to refuse. */
    Optional<Duration> maxAge() {
        try {
            return Optional.ofNullable(linkSettings().strength().maxAge());
        } catch (InvalidSettingException damaged) {
            return Optional.empty();
        }
    }

    /** Where people find support, {@code https:} or {@code mailto:}. */
    public Optional<String> supportUrl() {
        return text(SUPPORT_URL);
    }

    /**
     * How long a declared outage may last; zero where none may be declared, which is what a value that was damaged in
     * the database comes to.
     */
    public Duration outageLimit() {
        return Duration.ofHours(text(OUTAGE_MAX_HOURS)
                .map(hours -> hours.matches("\\d{1,3}") ? Math.min(Integer.parseInt(hours), MOST_OUTAGE_HOURS) : 0)
                .orElse(DEFAULT_OUTAGE_MAX_HOURS));
    }

    /**
     * The linking policy.
     *
     * @throws InvalidSettingException for a stored configuration that is impossible, which must not be read as "off"
     */
    public LinkSettings linkSettings() {
        return LinkSettings.parse(getConfig());
    }

    /** How operators invite people. */
    public InvitationSettings invitationSettings() {
        return InvitationSettings.parse(getConfig());
    }

    /** Whether the policy stops nobody. One that cannot be read is never taken for that. */
    public boolean reportsOnly() {
        try {
            return linkSettings().reportOnly();
        } catch (InvalidSettingException e) {
            return false;
        }
    }

    /**
     * Sentences about settings that nobody reads, which only a provider has that was saved before names were checked.
     */
    public List<String> unknownSettings() {
        return SettingNames.unknown(getConfig()).stream()
                .map(SettingNames::refusal)
                .toList();
    }

    /** The keys of {@link #unknownSettings()}. */
    public List<String> unknownKeys() {
        return SettingNames.unknown(getConfig());
    }

    /** What an operator is told of a key that nobody reads. */
    public static String refusal(String key) {
        return SettingNames.refusal(key);
    }

    /** Sentences about what cannot work or would be unsafe, wherever these settings come from. */
    public List<String> problems() {
        return ConfigurationCheck.problems(this, Map.of());
    }

    /** The same of a provider that is stored, without {@link #unknownSettings()}, which hurt nobody's sign-in. */
    public List<String> storedProblems() {
        return ConfigurationCheck.problems(this, getConfig());
    }

    /** Refuses what cannot work or would be unsafe, with a message for the operator; see {@link SavedProvider}. */
    @Override
    public void validate(RealmModel realm) {
        KeycloakSession session = Objects.requireNonNull(
                KeycloakSessionUtil.getKeycloakSession(), "A provider is saved within a session");
        MagentoProvider.within(session, realm, () -> {
            new SavedProvider(session, realm, this).validate();
            return true;
        });
    }

    @Override
    public String getDisplayIconClasses() {
        return "fa fa-shopping-bag";
    }

    /** The configured text, or empty where it is absent or blank. */
    public Optional<String> text(String key) {
        return Optional.ofNullable(getConfig().get(key)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private boolean flag(String key, boolean whenAbsent) {
        return text(key).map(Boolean::parseBoolean).orElse(whenAbsent);
    }

    private int number(String key, int whenAbsent) {
        return text(key).map(Integer::valueOf).orElse(whenAbsent);
    }

    private static boolean hasScope(String scopes, String scope) {
        return Arrays.asList(scopes.split("\\s+")).contains(scope);
    }
}
