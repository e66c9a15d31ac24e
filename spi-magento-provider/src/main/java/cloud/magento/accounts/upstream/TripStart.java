package cloud.magento.accounts.upstream;

import cloud.magento.accounts.upstream.protocol.AuthorizationRequest;
import cloud.magento.accounts.upstream.protocol.Failure;
import cloud.magento.accounts.upstream.protocol.Outcome;
import cloud.magento.accounts.upstream.protocol.PendingRequest;
import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import cloud.magento.accounts.upstream.protocol.UpstreamMetadata;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.Urls;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Sends a browser to upstream. */
final class TripStart {
    /** A probe this young is believed: however many come, upstream is asked once in a while. */
    static final Duration PROBED_OF_LATE = Duration.ofSeconds(5);

    private static final Set<String> PROMPTS_HANDED_ON = Set.of("login", "select_account", "create");

    private final KeycloakSession session;
    private final MagentoIdentityProviderConfig config;
    private final AuthenticationSessionModel authSession;
    private final Trip trip;

    TripStart(
            KeycloakSession session,
            MagentoIdentityProviderConfig config,
            AuthenticationSessionModel authSession,
            Trip trip) {
        this.session = session;
        this.config = config;
        this.authSession = authSession;
        this.trip = trip;
    }

    /**
     * The same, but for a first departure while an outage is declared and upstream does not answer: a browser that left
     * for it would only show that it cannot be reached, and the person would have lost their place.
     */
    Response unlessOut() {
        boolean isOut = DeclaredOutage.in(session, authSession.getRealm()).isPresent()
                && config.isEnabled()
                && UpstreamClient.of(session, authSession.getRealm(), config)
                        .probe(PROBED_OF_LATE)
                        .filter(probe -> !probe.isOk())
                        .isPresent();
        return isOut
                ? new TripEnd(session, config, authSession, trip).failed(Failure.of(UpstreamFault.CONNECTION_FAILED))
                : response(1);
    }

    /**
     * Starts the trip in place of any before, or ends it where upstream cannot even be found, or takes no request.
     *
     * @param attempt 1 for the first departure
     */
    Response response(int attempt) {
        TripNotes.clear(authSession);
        TripEnd end = new TripEnd(session, config, authSession, trip);
        if (!config.isEnabled()) {
            return end.failed(Failure.of(UpstreamFault.PROVIDER_DISABLED));
        }
        UpstreamClient upstream = UpstreamClient.of(session, authSession.getRealm(), config);
        return upstream.metadata()
                .flatMap(metadata -> departure(upstream, metadata))
                .fold(departure -> redirect(departure, attempt), end::failed);
    }

    /**
     * A browser that is ready to leave.
     *
     * @param request what it leaves with
     * @param url where it goes
     */
    private record Departure(PendingRequest request, URI url) {}

    private Outcome<Departure> departure(UpstreamClient upstream, UpstreamMetadata metadata) {
        String callback = Urls.identityProviderAuthnResponse(
                        session.getContext().getUri().getBaseUri(),
                        config.getAlias(),
                        authSession.getRealm().getName())
                .toString();
        PendingRequest request = PendingRequest.begin(
                BrokerState.of(session, authSession, trip), callback, maxAge(), Time.currentTimeMillis() / 1000);
        AuthorizationRequest asked = new AuthorizationRequest(
                metadata.authorization(),
                request,
                config.clientId(),
                config.scopes(),
                prompt().orElse(null),
                loginHint(),
                acrValues(),
                session.getContext()
                        .resolveLocale(authSession.getAuthenticatedUser())
                        .toLanguageTag());
        return upstream.authorizationUrl(metadata, asked).flatMap(url -> Outcome.of(new Departure(request, url)));
    }

    private Response redirect(Departure departure, int attempt) {
        TripNotes.keepOpen(authSession, new OpenTrip(trip, departure.request(), attempt));
        return Response.seeOther(departure.url()).build();
    }

    private @Nullable String loginHint() {
        return trip.loginHint() != null
                ? trip.loginHint()
                : authSession.getClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM);
    }

    private Optional<String> prompt() {
        return prompt(
                trip,
                config.prompt(),
                authSession.getClientNote(OAuth2Constants.PROMPT),
                TripEnd.isPassive(authSession));
    }

    /**
     * Which {@code prompt} a trip goes with: its own before the configured one before the application's. An
     * application's wish counts only for a sign-in, and only where upstream can fulfil it; consent is between the
     * application and us.
     *
     * @param passive whether the application allows no page at all
     */
    static Optional<String> prompt(Trip trip, Optional<String> configured, @Nullable String clients, boolean passive) {
        if (trip.prompt() != null) {
            return Optional.of(trip.prompt());
        }
        if (passive && trip.requiredAction() == null) {
            return Optional.of("none");
        }
        return configured.or(() -> Optional.ofNullable(clients)
                .filter(prompt -> trip.requiredAction() == null && PROMPTS_HANDED_ON.contains(prompt)));
    }

    /** In upstream's words what is wanted of this sign-in; what comes back is judged where the session is opened. */
    private List<String> acrValues() {
        int wished = session.getProvider(KnownLinks.class).wishedLevel(authSession.getRealm(), account(), authSession);
        return config.levels().acrValues(wished);
    }

    /** Whose sign-in it is, as far as that is known yet. */
    private @Nullable UserModel account() {
        return trip.accountId() == null
                ? authSession.getAuthenticatedUser()
                : session.users().getUserById(authSession.getRealm(), trip.accountId());
    }

    /** The shorter of what the application wants, where that is handed on, and what the realm allows. */
    private @Nullable Long maxAge() {
        return Stream.concat(clientsMaxAge().stream(), config.maxAge().map(Duration::toSeconds).stream())
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private Optional<Long> clientsMaxAge() {
        if (!config.passesMaxAge()) {
            return Optional.empty();
        }
        if (trip.fresh()) {
            return Optional.of(0L);
        }
        return Optional.ofNullable(authSession.getClientNote(OIDCLoginProtocol.MAX_AGE_PARAM))
                .filter(maxAge -> trip.requiredAction() == null && maxAge.matches("\\d{1,9}"))
                .map(Long::valueOf);
    }
}
