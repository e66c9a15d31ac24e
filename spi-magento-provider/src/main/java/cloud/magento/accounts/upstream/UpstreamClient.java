package cloud.magento.accounts.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.connections.httpclient.HttpClientProvider;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * What one request of a browser asks of upstream, all of it by one deadline: the metadata, the person behind a code, and
 * whether a logout token is good.
 */
final class UpstreamClient {
    private static final Logger LOG = Logger.getLogger(UpstreamClient.class);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final MagentoIdentityProviderConfig config;
    private final UpstreamHttp http;
    private final UpstreamDocuments documents;
    private final Deadline deadline;

    UpstreamClient(
            KeycloakSession session,
            RealmModel realm,
            MagentoIdentityProviderConfig config,
            UpstreamHttp http,
            UpstreamDocuments documents) {
        this.session = session;
        this.realm = realm;
        this.config = config;
        this.http = http;
        this.documents = documents;
        this.deadline = Deadline.in(config.timeout());
    }

    /**
     * Who came back from upstream.
     *
     * @param profile the person
     * @param idToken the ID token as it came, for signing out later
     */
    record Arrival(UpstreamProfile profile, String idToken) {}

    /** The answer of the token endpoint that is kept. */
    private record Tokens(String idToken, @Nullable String accessToken) {}

    Outcome<UpstreamMetadata> metadata() {
        if (!config.isDiscovery()) {
            return UpstreamMetadata.configured(config);
        }
        URI location = UpstreamMetadata.location(config.issuer());
        return documents
                .metadata(realm, location.toString())
                .get(
                        deadline,
                        () -> send(UpstreamCall.get(Endpoint.DISCOVERY, location))
                                .then(UpstreamClient::document)
                                .then(document -> UpstreamMetadata.published(document, config)
                                        .then(valid -> Outcome.of(document))))
                .then(document -> UpstreamMetadata.published(document, config));
    }

    /**
     * Redeems a code and believes the answer only if every check holds.
     *
     * @param trip what was sent along when the person left
     */
    Outcome<Arrival> redeem(UpstreamMetadata metadata, String code, OpenTrip trip) {
        return new TokenRequest(session, realm, config)
                .build(metadata.token(), code, trip)
                .then(this::send)
                .then(UpstreamClient::tokens)
                .then(tokens -> believe(metadata, tokens, trip)
                        .then(claims -> profile(metadata, claims, tokens.accessToken()))
                        .then(profile -> Outcome.of(new Arrival(profile, tokens.idToken()))));
    }

    Outcome<LogoutTokenValidator.LogoutOrder> logoutOrder(UpstreamMetadata metadata, String logoutToken) {
        return SignedToken.parse(logoutToken)
                .then(token -> token.algorithm(config.signatureAlgorithms())
                        .then(algorithm -> verify(metadata, token, algorithm, UpstreamDocuments.Keys::logoutPace))
                        .then(verified -> new LogoutTokenValidator(
                                        config.issuer(), config.clientId(), config.clockSkew(), now())
                                .validate(verified.claims())));
    }

    private Outcome<ObjectNode> believe(UpstreamMetadata metadata, Tokens tokens, OpenTrip trip) {
        IdTokenValidator validator = new IdTokenValidator(
                new IdTokenValidator.Expectations(
                        config.issuer(),
                        config.clientId(),
                        trip.nonce(),
                        trip.earliestLogin(),
                        tokens.accessToken(),
                        config.clockSkew()),
                now());
        return SignedToken.parse(tokens.idToken())
                .then(token -> token.algorithm(config.signatureAlgorithms())
                        .then(algorithm -> verify(metadata, token, algorithm, UpstreamDocuments.Keys::loginPace)
                                .then(verified -> validator.validate(verified.claims(), algorithm))));
    }

    /** Where no key fits, or the one that does made another signature, upstream may have exchanged its keys just now. */
    private Outcome<SignedToken> verify(
            UpstreamMetadata metadata,
            SignedToken token,
            SigningAlgorithm algorithm,
            Function<UpstreamDocuments.Keys, TokenBucket> pace) {
        UpstreamDocuments.Keys held = documents.keys(realm, metadata.keys().toString());
        Supplier<Outcome<VerificationKeys>> fetch = () -> send(UpstreamCall.get(Endpoint.JWKS, metadata.keys()))
                .then(UpstreamClient::document)
                .then(VerificationKeys::parse);
        return held.document().get(deadline, fetch).then(keys -> {
            Outcome<SignedToken> verified = token.verified(keys, algorithm);
            return verified instanceof Outcome.Success<SignedToken>
                    ? verified
                    : held.document()
                            .newerThan(keys, pace.apply(held), deadline, fetch)
                            .then(newer -> newer.equals(keys) ? verified : token.verified(newer, algorithm));
        });
    }

    /**
     * What userinfo adds. Where it does not answer, a person who is known here signs in without it. Anybody else does not:
     * without the address, an account that the person has already would not be recognised and a second one be made.
     */
    private Outcome<UpstreamProfile> profile(
            UpstreamMetadata metadata, ObjectNode idToken, @Nullable String accessToken) {
        URI userInfo = metadata.userInfo();
        boolean email = config.asksFor("email") && UpstreamProfile.lacksEmail(idToken);
        boolean name = config.asksFor("profile") && UpstreamProfile.lacksName(idToken);
        if ((!email && !name) || userInfo == null || accessToken == null) {
            return Outcome.of(UpstreamProfile.of(idToken, null));
        }
        Outcome<ObjectNode> answer = send(UpstreamCall.get(Endpoint.USERINFO, userInfo)
                        .with("Authorization", "Bearer " + accessToken))
                .then(UpstreamClient::document);
        return answer.fold(
                document -> sameSubject(idToken, document)
                        ? Outcome.of(UpstreamProfile.of(idToken, document))
                        : Outcome.<UpstreamProfile>failed(UpstreamFault.USERINFO_SUBJECT_WRONG),
                failure -> {
                    if (email && !isKnown(idToken)) {
                        return Outcome.failed(failure);
                    }
                    LOG.infof(
                            "Userinfo gave nothing (%s); the ID token has to do",
                            failure.fault().id());
                    return Outcome.of(UpstreamProfile.of(idToken, null));
                });
    }

    private boolean isKnown(ObjectNode idToken) {
        String subject = Json.text(idToken, "sub").orElseThrow();
        return session.users()
                        .getUserByFederatedIdentity(realm, new FederatedIdentityModel(config.getAlias(), subject, null))
                != null;
    }

    private static boolean sameSubject(ObjectNode idToken, ObjectNode userInfo) {
        return Json.text(userInfo, "sub").equals(Json.text(idToken, "sub"));
    }

    private static Outcome<ObjectNode> document(UpstreamAnswer answer) {
        if (!answer.isOk()) {
            return Outcome.failed(answer.status() == 404 ? UpstreamFault.NOT_FOUND : UpstreamFault.STATUS_UNEXPECTED);
        }
        return answer.json().map(Outcome::of).orElse(Outcome.failed(UpstreamFault.NOT_JSON));
    }

    private static Outcome<Tokens> tokens(UpstreamAnswer answer) {
        Optional<ObjectNode> json = answer.json();
        if (!answer.isOk()) {
            return Outcome.failed(json.flatMap(error -> Json.text(error, "error"))
                    .map(UpstreamClient::tokenError)
                    .orElse(answer.status() == 404 ? UpstreamFault.NOT_FOUND : UpstreamFault.REQUEST_REFUSED));
        }
        if (json.isEmpty()) {
            return Outcome.failed(UpstreamFault.NOT_JSON);
        }
        String accessToken = Json.text(json.get(), "access_token").orElse(null);
        return Json.text(json.get(), "id_token")
                .map(idToken -> Outcome.of(new Tokens(idToken, accessToken)))
                .orElse(Outcome.failed(UpstreamFault.TOKEN_MISSING));
    }

    /** RFC 6749, section 5.2. */
    private static UpstreamFault tokenError(String error) {
        return switch (error) {
            case "invalid_grant" -> UpstreamFault.CODE_REFUSED;
            case "invalid_client", "unauthorized_client" -> UpstreamFault.CLIENT_REFUSED;
            case "temporarily_unavailable", "server_error" -> UpstreamFault.ERROR_UNAVAILABLE;
            default -> UpstreamFault.REQUEST_REFUSED;
        };
    }

    private static long now() {
        return Time.currentTimeMillis() / 1000;
    }

    private Outcome<UpstreamAnswer> send(UpstreamCall call) {
        return http.send(
                session.getProvider(HttpClientProvider.class).getHttpClient(),
                call,
                new UpstreamHttp.Limits(deadline, config.maxAnswerBytes(), config.networkRule()));
    }
}
