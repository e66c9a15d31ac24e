package cloud.magento.accounts.upstream;

import cloud.magento.accounts.net.TokenBucket;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.upstream.http.CallHistory;
import cloud.magento.accounts.upstream.http.Endpoint;
import cloud.magento.accounts.upstream.http.NetworkLimits;
import cloud.magento.accounts.upstream.http.UpstreamAnswer;
import cloud.magento.accounts.upstream.http.UpstreamCall;
import cloud.magento.accounts.upstream.http.UpstreamHttp;
import cloud.magento.accounts.upstream.protocol.AuthorizationRequest;
import cloud.magento.accounts.upstream.protocol.EndpointError;
import cloud.magento.accounts.upstream.protocol.IdTokenValidator;
import cloud.magento.accounts.upstream.protocol.Json;
import cloud.magento.accounts.upstream.protocol.LogoutTokenValidator;
import cloud.magento.accounts.upstream.protocol.Outcome;
import cloud.magento.accounts.upstream.protocol.PendingRequest;
import cloud.magento.accounts.upstream.protocol.PushedAuthorizationResponse;
import cloud.magento.accounts.upstream.protocol.PushedRequestSupport;
import cloud.magento.accounts.upstream.protocol.SignedToken;
import cloud.magento.accounts.upstream.protocol.SigningAlgorithm;
import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import cloud.magento.accounts.upstream.protocol.UpstreamMetadata;
import cloud.magento.accounts.upstream.protocol.UpstreamProfile;
import cloud.magento.accounts.upstream.protocol.VerificationKeys;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.common.util.Time;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * What one request of a browser asks of upstream, all of it by one deadline: the metadata, to take an authorization
 * request, the person behind a code, and whether a logout token is good.
 */
final class UpstreamClient {
    /** How upstream answers an invented code; some servers answer 500. */
    private static final Set<UpstreamFault> CODE_FAULTS =
            EnumSet.of(UpstreamFault.CODE_REFUSED, UpstreamFault.REQUEST_REFUSED, UpstreamFault.SERVER_ERROR);

    private static final Logger LOG = Logger.getLogger(UpstreamClient.class);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final MagentoIdentityProviderConfig config;
    private final UpstreamHttp http;
    private final UpstreamDocuments documents;
    private final UpstreamMonitor monitor;
    private final NetworkLimits limits;
    private final UpstreamCalls calls;

    UpstreamClient(
            KeycloakSession session,
            RealmModel realm,
            MagentoIdentityProviderConfig config,
            UpstreamHttp http,
            UpstreamDocuments documents,
            UpstreamMonitor monitor,
            NetworkLimits limits) {
        this.session = session;
        this.realm = realm;
        this.config = config;
        this.http = http;
        this.documents = documents;
        this.monitor = monitor;
        this.limits = limits;
        this.calls = new UpstreamCalls(session, realm, config, http);
    }

    static UpstreamClient of(KeycloakSession session, RealmModel realm, MagentoIdentityProviderConfig config) {
        return MagentoIdentityProviderFactory.of(session).client(session, realm, config);
    }

    /**
     * Who came back from upstream.
     *
     * @param profile the person
     * @param idToken the ID token as it came, for signing out later
     * @param claims what the provider's mappers read
     */
    record Arrival(UpstreamProfile profile, String idToken, MappedClaims claims) {}

    /** The answer of the token endpoint that is kept. */
    private record Tokens(String idToken, @Nullable String accessToken) {}

    Outcome<UpstreamMetadata> metadata() {
        if (!config.isDiscovery()) {
            return UpstreamMetadata.configured(config);
        }
        URI location = UpstreamMetadata.location(config.issuer());
        return documents
                .metadata(realm, location.toString())
                .get(calls.deadline(), () -> askForMetadata(location))
                .flatMap(document -> UpstreamMetadata.published(document, config));
    }

    private Outcome<ObjectNode> askForMetadata(URI location) {
        return calls.send(UpstreamCall.get(Endpoint.DISCOVERY, location))
                .flatMap(UpstreamCalls::document)
                .flatMap(document ->
                        UpstreamMetadata.published(document, config).flatMap(valid -> Outcome.of(document)));
    }

    /**
     * The newest probe of upstream, or a new one where that is older: asks for metadata and keys, whatever is
     * remembered of them. Empty where the first one is under way.
     */
    Optional<UpstreamMonitor.Probe> probe(Duration maxAge) {
        return monitor.probe(calls.owner(), maxAge, this::askAnew, () -> http.recover(calls.owner()));
    }

    private Optional<UpstreamFault> askAnew() {
        Outcome<UpstreamMetadata> metadata = config.isDiscovery()
                ? askForMetadata(UpstreamMetadata.location(config.issuer()))
                        .flatMap(document -> UpstreamMetadata.published(document, config))
                : UpstreamMetadata.configured(config);
        return metadata.flatMap(this::ready).fold(keys -> Optional.empty(), failure -> Optional.of(failure.fault()));
    }

    /** Asks for upstream's keys, where these settings and what it announces would let a trip begin at all. */
    Outcome<VerificationKeys> ready(UpstreamMetadata metadata) {
        return metadata.pushedRequests().endpoint(config.pushedRequestMode()).flatMap(endpoint -> keys(metadata));
    }

    Optional<UpstreamMonitor.Probe> newestProbe() {
        return monitor.newest(calls.owner());
    }

    /** @param random 0 to 1 */
    boolean isProbeDue(double random) {
        return monitor.isDue(
                calls.owner(),
                config.probeInterval(),
                history().map(CallHistory::lastSuccess).orElse(null),
                random);
    }

    /** How the calls so far went. */
    Optional<CallHistory> history() {
        return http.history(calls.owner());
    }

    /**
     * Where the browser goes with this request, which upstream has then if requests are pushed. Where that fails
     * nothing is left that the browser could carry: see {@link PushedRequestSupport#endpoint}.
     */
    Outcome<URI> authorizationUrl(UpstreamMetadata metadata, AuthorizationRequest request) {
        return metadata.pushedRequests()
                .endpoint(config.pushedRequestMode())
                .flatMap(
                        endpoint -> endpoint.map(url -> push(url, request)).orElseGet(() -> Outcome.of(request.url())));
    }

    /** RFC 9126, section 2: an assertion is for the issuer, whichever of its endpoints is asked. */
    private Outcome<URI> push(URI endpoint, AuthorizationRequest request) {
        if (!calls.isMyTurn(limits.unfinishedTrips())) {
            return Outcome.failed(UpstreamFault.PACED);
        }
        limits.unfinishedTrips().count(calls.owner(), calls.address());
        return authentication()
                .post(Endpoint.PAR, endpoint, request.parameters(), config.issuer())
                .flatMap(calls::send)
                .flatMap(answer -> PushedAuthorizationResponse.of(answer.isOk(), answer.status(), answer.json()))
                .flatMap(pushed -> Outcome.of(request.url(pushed.requestUri())));
    }

    /**
     * Redeems a code and takes the answer only if every check holds.
     *
     * @param request what the person left with
     * @param mappers for whom claims are looked for
     */
    Outcome<Arrival> redeem(UpstreamMetadata metadata, String code, PendingRequest request, ClaimMappers mappers) {
        Map<String, String> form = Map.of(
                OAuth2Constants.GRANT_TYPE,
                OAuth2Constants.AUTHORIZATION_CODE,
                OAuth2Constants.CODE,
                code,
                OAuth2Constants.REDIRECT_URI,
                request.redirectUri(),
                OAuth2Constants.CODE_VERIFIER,
                request.verifier());
        return authentication()
                .post(Endpoint.TOKEN, metadata.token(), form, metadata.token().toString())
                .flatMap(this::exchange)
                .flatMap(tokens -> validateIdToken(metadata, tokens, request)
                        .flatMap(claims -> arrival(metadata, claims, tokens, mappers)));
    }

    /** Turns a code into tokens; who comes with one after the other that upstream does not take has to wait in line. */
    private Outcome<Tokens> exchange(UpstreamCall call) {
        if (!calls.isMyTurn(limits.refusedCodes())) {
            return Outcome.failed(UpstreamFault.PACED);
        }
        Outcome<Tokens> tokens = calls.send(call).flatMap(UpstreamClient::tokens);
        if (tokens instanceof Outcome.Success<Tokens>) {
            limits.refusedCodes().recover(calls.owner(), calls.address());
            limits.unfinishedTrips().giveBack(calls.owner(), calls.address());
        } else if (tokens instanceof Outcome.Failed<Tokens> failed
                && CODE_FAULTS.contains(failed.failure().fault())) {
            limits.refusedCodes().count(calls.owner(), calls.address());
        }
        return tokens;
    }

    /**
     * Whom upstream signs out. Anybody may post a token, so what can be judged without asking upstream is judged first,
     * and keys are asked for only on behalf of one that could be genuine.
     */
    Outcome<LogoutTokenValidator.LogoutToken> logoutToken(String logoutToken) {
        LogoutTokenValidator validator =
                new LogoutTokenValidator(config.issuer(), config.clientId(), config.clockSkew(), now());
        return SignedToken.parse(logoutToken)
                .flatMap(token -> token.algorithm(config.signatureAlgorithms())
                        .flatMap(algorithm -> validator
                                .validate(token.claims())
                                .flatMap(order -> metadata()
                                        .flatMap(metadata ->
                                                verify(metadata, token, algorithm, UpstreamDocuments.Keys::logoutPace))
                                        .flatMap(verified -> Outcome.of(order)))));
    }

    private Outcome<ObjectNode> validateIdToken(UpstreamMetadata metadata, Tokens tokens, PendingRequest request) {
        IdTokenValidator validator = new IdTokenValidator(
                new IdTokenValidator.Expectations(
                        config.issuer(),
                        config.clientId(),
                        request.nonce(),
                        request.earliestLogin(),
                        tokens.accessToken(),
                        config.clockSkew()),
                now());
        return SignedToken.parse(tokens.idToken())
                .flatMap(token -> token.algorithm(config.signatureAlgorithms())
                        .flatMap(algorithm -> verify(metadata, token, algorithm, UpstreamDocuments.Keys::loginPace)
                                .flatMap(verified -> validator.validate(verified.claims(), algorithm))));
    }

    /** Asks for upstream's keys, whatever is remembered of them. */
    Outcome<VerificationKeys> keys(UpstreamMetadata metadata) {
        return calls.send(UpstreamCall.get(Endpoint.JWKS, metadata.keys()))
                .flatMap(UpstreamCalls::document)
                .flatMap(VerificationKeys::parse);
    }

    /**
     * Where no key fits, or the one that does made another signature, upstream may have exchanged its keys just now.
     */
    private Outcome<SignedToken> verify(
            UpstreamMetadata metadata,
            SignedToken token,
            SigningAlgorithm algorithm,
            Function<UpstreamDocuments.Keys, TokenBucket> pace) {
        UpstreamDocuments.Keys held = documents.keys(realm, metadata.keys().toString());
        Supplier<Outcome<VerificationKeys>> fetch = () -> keys(metadata);
        return held.document().get(calls.deadline(), fetch).flatMap(keys -> {
            Outcome<SignedToken> verified = token.verified(keys, algorithm);
            return verified instanceof Outcome.Success<SignedToken>
                    ? verified
                    : held.document()
                            .newerThan(keys, pace.apply(held), calls.deadline(), fetch)
                            .flatMap(newer -> newer.equals(keys) ? verified : token.verified(newer, algorithm));
        });
    }

    private Outcome<Arrival> arrival(
            UpstreamMetadata metadata, ObjectNode idToken, Tokens tokens, ClaimMappers mappers) {
        return mappers.claims(idToken)
                .flatMap(claims -> userInfo(metadata, idToken, tokens.accessToken(), mappers.lack(claims))
                        .flatMap(answer -> Outcome.of(new Arrival(
                                UpstreamProfile.of(idToken, answer.orElse(null)),
                                tokens.idToken(),
                                mappers.with(claims, answer.orElse(null))))));
    }

    /**
     * What userinfo adds, or empty where it is not needed or not there. Where it does not answer, a person who is known
     * here signs in without it. Anybody else does not: without the address, an account that the person has already
     * would not be recognised and a second one be made. Nor does anybody where a mapper looks for a claim that the ID
     * token lacks: it would take the claim for gone, and a role, a group or an attribute with it.
     *
     * @param mapped whether a mapper looks for a claim there
     */
    private Outcome<Optional<ObjectNode>> userInfo(
            UpstreamMetadata metadata, ObjectNode idToken, @Nullable String accessToken, boolean mapped) {
        URI userInfo = metadata.userInfo();
        boolean email = config.asksFor("email") && UpstreamProfile.lacksEmail(idToken);
        boolean name = config.asksFor("profile") && UpstreamProfile.lacksName(idToken);
        if ((!email && !name && !mapped) || userInfo == null) {
            return Outcome.of(Optional.empty());
        }
        if (accessToken == null) {
            return mapped ? Outcome.failed(UpstreamFault.TOKEN_MISSING) : Outcome.of(Optional.empty());
        }
        Outcome<ObjectNode> answer = calls.send(UpstreamCall.get(Endpoint.USERINFO, userInfo)
                        .with("Accept", "application/json, application/jwt")
                        .with("Authorization", "Bearer " + accessToken))
                .flatMap(received -> received.isOk() && received.isToken()
                        ? signedUserInfo(metadata, received.body())
                        : UpstreamCalls.document(received));
        return answer.fold(
                document -> sameSubject(idToken, document)
                        ? Outcome.of(Optional.of(document))
                        : Outcome.<Optional<ObjectNode>>failed(UpstreamFault.USERINFO_SUBJECT_WRONG),
                failure -> {
                    if (mapped || (email && !isKnown(idToken))) {
                        return Outcome.failed(failure);
                    }
                    LOG.infof(
                            "Userinfo failed (%s); continuing with the ID token alone",
                            failure.fault().id());
                    return Outcome.of(Optional.empty());
                });
    }

    /** Userinfo as a signed JWT (OpenID Connect Core 1.0, section 5.3.2), verified with the same keys as ID tokens. */
    private Outcome<ObjectNode> signedUserInfo(UpstreamMetadata metadata, String token) {
        Outcome<ObjectNode> claims = SignedToken.parse(token.strip())
                .flatMap(signed -> signed.algorithm(config.signatureAlgorithms())
                        .flatMap(algorithm -> verify(metadata, signed, algorithm, UpstreamDocuments.Keys::loginPace)))
                .flatMap(verified -> IdTokenValidator.userInfo(
                                verified.claims(),
                                config.issuer(),
                                config.clientId(),
                                now() - config.clockSkew().toSeconds())
                        .<Outcome<ObjectNode>>map(Outcome::failed)
                        .orElse(Outcome.of(verified.claims())));
        return claims.fold(Outcome::of, failure -> {
            if (failure.fault().reason() != ReasonCode.UPSTREAM_TOKEN_INVALID) {
                return Outcome.failed(failure);
            }
            LOG.infof(
                    "Signed userinfo of realm %s was rejected: %s",
                    realm.getId(), failure.fault().id());
            return Outcome.failed(UpstreamFault.USERINFO_TOKEN_INVALID);
        });
    }

    private boolean isKnown(ObjectNode idToken) {
        String subject = Json.subject(idToken).orElseThrow();
        return session.users()
                        .getUserByFederatedIdentity(realm, new FederatedIdentityModel(config.getAlias(), subject, null))
                != null;
    }

    private static boolean sameSubject(ObjectNode idToken, ObjectNode userInfo) {
        return Json.subject(userInfo).equals(Json.subject(idToken));
    }

    private static Outcome<Tokens> tokens(UpstreamAnswer answer) {
        Optional<ObjectNode> json = answer.json();
        if (!answer.isOk()) {
            return Outcome.failed(
                    EndpointError.code(json).filter("invalid_grant"::equals).isPresent()
                            ? UpstreamFault.CODE_REFUSED
                            : EndpointError.fault(answer.status(), json));
        }
        if (json.isEmpty()) {
            return Outcome.failed(UpstreamFault.NOT_JSON);
        }
        String accessToken = Json.text(json.get(), "access_token").orElse(null);
        return Json.text(json.get(), "id_token")
                .map(idToken -> Outcome.of(new Tokens(idToken, accessToken)))
                .orElse(Outcome.failed(UpstreamFault.TOKEN_MISSING));
    }

    /** How upstream fares, as far as this node knows. */
    UpstreamHealth health() {
        return http.isOutOfOrder(calls.owner())
                .map(isOutOfOrder -> isOutOfOrder ? UpstreamHealth.FAILS : UpstreamHealth.ANSWERS)
                .orElse(UpstreamHealth.UNKNOWN);
    }

    private ClientAuthentication authentication() {
        return new ClientAuthentication(session, realm, config);
    }

    private static long now() {
        return Time.currentTimeMillis() / 1000;
    }
}
