package cloud.magento.accounts.upstream;

import cloud.magento.accounts.log.LogOnce;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.refusal.RecordedRefusal;
import cloud.magento.accounts.upstream.protocol.AuthorizationResponse;
import cloud.magento.accounts.upstream.protocol.Failure;
import cloud.magento.accounts.upstream.protocol.Outcome;
import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import cloud.magento.accounts.web.FaultGuard;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.broker.provider.AbstractIdentityProvider;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.broker.provider.IdentityProviderMapper;
import org.keycloak.broker.provider.UserAuthenticationIdentityProvider.AuthenticationCallback;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What upstream and the browsers it sends back reach, under {@code /realms/{realm}/broker/{alias}/endpoint}: the answer
 * to an authorization request, a link to try again, the return from signing out, and upstream's logout tokens.
 *
 * <p>Public only because it is called by generated code.
 */
public final class CallbackEndpoint {
    static final String LOGOUT_RESPONSE = "logout_response";
    static final String BACKCHANNEL_LOGOUT = "backchannel-logout";

    private static final Logger LOG = Logger.getLogger(CallbackEndpoint.class);

    private static final int MAX_ATTEMPTS = 2;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AuthenticationCallback callback;
    private final AbstractIdentityProvider<MagentoIdentityProviderConfig> provider;
    private final MagentoIdentityProviderConfig config;

    CallbackEndpoint(
            KeycloakSession session,
            RealmModel realm,
            AuthenticationCallback callback,
            AbstractIdentityProvider<MagentoIdentityProviderConfig> provider) {
        this.session = session;
        this.realm = realm;
        this.callback = callback;
        this.provider = provider;
        this.config = provider.getConfig();
    }

    /** The answer to an authorization request (OpenID Connect Core 1.0, section 3.1.2.5). */
    @GET
    public Response answer(@QueryParam("state") @Nullable String state) {
        return inSession(
                state,
                authSession -> TripNotes.takeOpen(authSession)
                        .filter(open -> open.request().state().equals(state))
                        .map(open -> answer(authSession, open))
                        .orElseGet(() -> end(authSession, Trip.signIn(), Failure.of(UpstreamFault.TRIP_UNKNOWN))));
    }

    /** Begins the trip again that ended on the refusal page, on the person's wish with a fresh login at upstream. */
    @GET
    @Path(TripRetry.PATH)
    public Response retry(
            @QueryParam("state") @Nullable String state,
            @QueryParam("prompt") @Nullable String prompt,
            @QueryParam(TripRetry.WAITING) boolean waiting) {
        return inSession(state, authSession -> {
            Trip trip = TripNotes.forRetry(authSession);
            if (waiting) {
                Optional<RecordedRefusal> waitingFor =
                        TripNotes.waitingFor(authSession).filter(refusal -> isUpstreamDown());
                if (waitingFor.isPresent()) {
                    return new TripEnd(session, config, authSession, trip).stillWaiting(waitingFor.get());
                }
            }
            int departures = TripNotes.departures(authSession) + (waiting ? 1 : 0);
            if (trip.requiredAction() == null) {
                // What it ended in may have been a step of the first login.
                AuthenticationProcessor.resetFlow(authSession, LoginActionsService.AUTHENTICATE_PATH);
            }
            TripNotes.keepDepartures(authSession, departures);
            return start(authSession, "login".equals(prompt) ? trip.prompting("login") : trip, 1);
        });
    }

    /** However many wait, upstream is asked once in a while. */
    private boolean isUpstreamDown() {
        return UpstreamClient.of(session, realm, config)
                .probe(TripStart.PROBED_OF_LATE)
                .filter(probe -> !probe.isOk())
                .isPresent();
    }

    /** The return from signing out at upstream. */
    @GET
    @Path(LOGOUT_RESPONSE)
    public Response logoutResponse(@QueryParam("state") @Nullable String state) {
        return new UpstreamLogout(session, realm, config).finish(state);
    }

    /** A logout token from upstream (OpenID Connect Back-Channel Logout 1.0, section 2.5). */
    @POST
    @Path(BACKCHANNEL_LOGOUT)
    public Response backchannelLogout() {
        return new UpstreamLogout(session, realm, config)
                .acceptLogoutToken(session.getContext()
                        .getHttpRequest()
                        .getDecodedFormParameters()
                        .getFirst("logout_token"));
    }

    private Response answer(AuthenticationSessionModel authSession, OpenTrip open) {
        MultivaluedMap<String, String> parameters =
                session.getContext().getUri().getQueryParameters();
        if (parameters.values().stream().map(List::size).anyMatch(size -> size > 1)) {
            return end(authSession, open.trip(), Failure.of(UpstreamFault.RESPONSE_AMBIGUOUS));
        }
        AuthorizationResponse response = AuthorizationResponse.of(parameters);
        if (response.asksToBeginAgain() && open.attempt() < MAX_ATTEMPTS) {
            return start(authSession, open.trip(), open.attempt() + 1);
        }
        UpstreamClient upstream = UpstreamClient.of(session, realm, config);
        return mappers()
                .flatMap(mappers -> upstream.metadata()
                        .flatMap(metadata -> response.code(metadata)
                                .flatMap(code -> upstream.redeem(metadata, code, open.request(), mappers))))
                .flatMap(this::known)
                .fold(
                        arrival -> arrive(authSession, open.trip(), arrival),
                        failure -> end(authSession, open.trip(), failure));
    }

    private Response arrive(AuthenticationSessionModel authSession, Trip trip, UpstreamClient.Arrival arrival) {
        String subject = trip.expectedSubject();
        return subject == null || subject.equals(arrival.profile().subject())
                ? arrive(authSession, trip, new ArrivedPerson(provider).identity(arrival, authSession))
                : new TripEnd(session, config, authSession, trip)
                        .otherIdentity(new ArrivedPerson(provider).login(arrival));
    }

    /** A mapper that was saved before it would have been refused takes away what it cannot read: nobody meets it. */
    private Outcome<ClaimMappers> mappers() {
        List<IdentityProviderMapperModel> mappers = session.identityProviders()
                .getMappersByAliasStream(config.getAlias())
                .toList();
        List<String> problems = MapperCheck.problems(session, mappers);
        problems.forEach(problem ->
                LogOnce.errorf(LOG, "Realm %s: nobody can sign in through Magento.com. %s", realm.getName(), problem));
        return problems.isEmpty()
                ? Outcome.of(ClaimMappers.of(mappers.stream()))
                : Outcome.failed(UpstreamFault.MAPPER_UNUSABLE);
    }

    /**
     * Keycloak looks for the account by alias and subject alone: under another issuer the subject is somebody else's.
     */
    private Outcome<UpstreamClient.Arrival> known(UpstreamClient.Arrival arrival) {
        UpstreamIdentity identity =
                new UpstreamIdentity(config.issuer(), arrival.profile().subject());
        return session.getProvider(KnownLinks.class).contradict(realm, config.getAlias(), identity)
                ? Outcome.failed(UpstreamFault.OTHER_ISSUER)
                : Outcome.of(arrival);
    }

    private Response arrive(AuthenticationSessionModel authSession, Trip trip, BrokeredIdentityContext identity) {
        String requiredAction = trip.requiredAction();
        if (requiredAction == null) {
            session.getKeycloakSessionFactory()
                    .publish(new IdentityArrived(session, realm, config.getAlias(), identity.getId()));
            new ForcedSync(session, realm).writeNames(identity);
            return callback.authenticated(identity);
        }
        session.getContext().setClient(authSession.getClient());
        preprocess(identity);
        MappedClaims.removeFrom(identity);
        TripNotes.keepArrival(authSession, identity);
        return AuthenticationManager.redirectToRequiredActions(
                session, realm, authSession, session.getContext().getUri(), requiredAction);
    }

    /** What Keycloak does with every identity before it looks for the account. */
    private void preprocess(BrokeredIdentityContext identity) {
        provider.preprocessFederatedIdentity(session, realm, identity);
        session.identityProviders().getMappersByAliasStream(config.getAlias()).forEach(mapper -> {
            IdentityProviderMapper target = (IdentityProviderMapper) session.getKeycloakSessionFactory()
                    .getProviderFactory(IdentityProviderMapper.class, mapper.getIdentityProviderMapper());
            target.preprocessFederatedIdentity(session, realm, mapper, identity);
        });
    }

    private Response start(AuthenticationSessionModel authSession, Trip trip, int attempt) {
        return new TripStart(session, config, authSession, trip).response(attempt);
    }

    private Response end(AuthenticationSessionModel authSession, Trip trip, Failure failure) {
        return new TripEnd(session, config, authSession, trip).failed(failure);
    }

    /** Goes on in the authentication session that the state belongs to, if it is waiting for an answer. */
    private Response inSession(@Nullable String state, Function<AuthenticationSessionModel, Response> next) {
        if (state == null || !BrokerState.isReadable(state)) {
            return new UnexpectedCallback(session, config).page();
        }
        Optional<AuthenticationSessionModel> waiting = BrokerState.awaitAnswer(session, realm, state);
        AuthenticationSessionModel authSession;
        try {
            authSession = callback.getAndVerifyAuthenticationSession(state);
        } catch (WebApplicationException refused) {
            waiting.ifPresent(BrokerState::stopWaiting);
            return new UnexpectedCallback(session, config).inPlaceOf(refused.getResponse());
        }
        waiting.filter(TripNotes::waitsAtAction).ifPresent(BrokerState::stopWaiting);
        session.getContext().setAuthenticationSession(authSession);
        return FaultGuard.inBrowser(session).call(() -> next.apply(authSession));
    }
}
