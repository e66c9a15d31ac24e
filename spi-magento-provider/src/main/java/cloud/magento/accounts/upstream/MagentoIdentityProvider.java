package cloud.magento.accounts.upstream;

import cloud.magento.accounts.linking.UpstreamIdentity;
import cloud.magento.accounts.linking.UpstreamLogin;
import cloud.magento.accounts.pages.FaultGuard;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.broker.oidc.OIDCIdentityProvider;
import org.keycloak.broker.provider.AbstractIdentityProvider;
import org.keycloak.broker.provider.AuthenticationRequest;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.Urls;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Magento.com as an identity provider of a realm. It sends people there and signs them out there; what comes back is
 * received by {@link CallbackEndpoint}.
 *
 * <p>It stands on Keycloak's bare base class, not on its OpenID Connect provider, so that none of that one's other doors
 * come along: no external token exchange, no JWT authorization grant, no client assertions, no stored tokens.
 */
final class MagentoIdentityProvider extends AbstractIdentityProvider<MagentoIdentityProviderConfig> {
    private final MagentoIdentityProviderFactory factory;

    MagentoIdentityProvider(
            KeycloakSession session, MagentoIdentityProviderConfig config, MagentoIdentityProviderFactory factory) {
        super(session, config);
        this.factory = factory;
    }

    /** The button on the sign-in page, and Keycloak's redirector. */
    @Override
    public Response performLogin(AuthenticationRequest request) {
        return depart(request.getAuthenticationSession(), Trip.signIn(), 1);
    }

    @Override
    public Object callback(RealmModel realm, AuthenticationCallback callback, EventBuilder event) {
        return new CallbackEndpoint(session, realm, callback, this);
    }

    /**
     * Sends the browser to upstream, or ends the trip where upstream cannot even be found.
     *
     * @param attempt 1 for the first departure
     */
    Response depart(AuthenticationSessionModel authSession, Trip trip, int attempt) {
        UpstreamTrips.clear(authSession);
        TripEnd end = new TripEnd(session, getConfig(), authSession, trip);
        if (!getConfig().isEnabled()) {
            return end.failed(Failure.of(UpstreamFault.PROVIDER_DISABLED));
        }
        return client().metadata().fold(metadata -> leave(metadata, authSession, trip, attempt), end::failed);
    }

    UpstreamClient client() {
        return factory.client(session, session.getContext().getRealm(), getConfig());
    }

    private Response leave(UpstreamMetadata metadata, AuthenticationSessionModel authSession, Trip trip, int attempt) {
        RealmModel realm = authSession.getRealm();
        OpenTrip open = OpenTrip.begin(
                trip,
                BrokerState.of(session, authSession, trip),
                Urls.identityProviderAuthnResponse(
                                session.getContext().getUri().getBaseUri(),
                                getConfig().getAlias(),
                                realm.getName())
                        .toString(),
                maxAge(authSession, trip),
                attempt);
        open.save(authSession);
        boolean passive = isPassive(authSession);
        String hint = trip.loginHint() != null
                ? trip.loginHint()
                : authSession.getClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM);
        URI url = new AuthorizationRequest(
                        metadata.authorization(),
                        open,
                        getConfig().clientId(),
                        getConfig().scopes(),
                        AuthorizationRequest.prompt(
                                        trip,
                                        getConfig().prompt(),
                                        authSession.getClientNote(OAuth2Constants.PROMPT),
                                        passive)
                                .orElse(null),
                        hint,
                        session.getContext()
                                .resolveLocale(authSession.getAuthenticatedUser())
                                .toLanguageTag())
                .url();
        return Response.seeOther(url).build();
    }

    static boolean isPassive(AuthenticationSessionModel authSession) {
        return Boolean.parseBoolean(authSession.getAuthNote(AuthenticationProcessor.FORWARDED_PASSIVE_LOGIN));
    }

    private @Nullable Long maxAge(AuthenticationSessionModel authSession, Trip trip) {
        if (!getConfig().passesMaxAge()) {
            return null;
        }
        if (trip.fresh()) {
            return 0L;
        }
        String maxAge = authSession.getClientNote(OIDCLoginProtocol.MAX_AGE_PARAM);
        boolean wanted = trip.requiredAction() == null && maxAge != null && maxAge.matches("\\d{1,9}");
        return wanted ? Long.valueOf(maxAge) : null;
    }

    /** Keycloak's form of who arrived. */
    BrokeredIdentityContext identity(UpstreamClient.Arrival arrival, AuthenticationSessionModel authSession) {
        UpstreamProfile profile = arrival.profile();
        String alias = getConfig().getAlias();
        BrokeredIdentityContext identity = new BrokeredIdentityContext(profile.subject(), getConfig());
        identity.setIdp(this);
        identity.setAuthenticationSession(authSession);
        identity.setBrokerUserId(alias + "." + profile.subject());
        identity.setBrokerSessionId(profile.sessionId() == null ? null : alias + "." + profile.sessionId());
        identity.setUsername(Optional.ofNullable(profile.username())
                .or(() -> Optional.ofNullable(profile.email()))
                .orElse(profile.subject()));
        identity.setEmail(profile.email());
        identity.setFirstName(profile.givenName());
        identity.setLastName(profile.familyName());
        if (profile.givenName() == null && profile.familyName() == null && profile.name() != null) {
            nameInParts(identity, profile.name());
        }
        UpstreamClaims.put(identity, UpstreamClaims.ISSUER, getConfig().issuer());
        UpstreamClaims.put(identity, UpstreamClaims.EMAIL_VERIFIED, profile.emailVerified());
        UpstreamClaims.put(identity, UpstreamClaims.NAME, profile.name());
        UpstreamClaims.put(identity, UpstreamClaims.AUTH_TIME, profile.signedInAt());
        UpstreamClaims.put(identity, UpstreamClaims.SESSION_ID, profile.sessionId());
        UpstreamClaims.put(
                identity,
                UpstreamClaims.ID_TOKEN,
                EndSessionRequest.isHint(arrival.idToken()) ? arrival.idToken() : null);
        authSession.setAuthNote(UpstreamLogin.NOTE, login(arrival).toText());
        return identity;
    }

    /** What is recorded of who arrived. */
    UpstreamLogin login(UpstreamClient.Arrival arrival) {
        UpstreamProfile profile = arrival.profile();
        return new UpstreamLogin(
                new UpstreamIdentity(getConfig().issuer(), profile.subject()),
                profile.email(),
                profile.signedInAt(),
                profile.acr(),
                profile.amr());
    }

    private static void nameInParts(BrokeredIdentityContext identity, String name) {
        int lastSpace = name.lastIndexOf(' ');
        identity.setFirstName(lastSpace < 0 ? name : name.substring(0, lastSpace));
        identity.setLastName(lastSpace < 0 ? null : name.substring(lastSpace + 1));
    }

    /**
     * Keeps as whom the session is being opened, and what signing out needs later: the ID token as a hint for upstream, and
     * upstream's session.
     */
    @Override
    public void authenticationFinished(AuthenticationSessionModel authSession, BrokeredIdentityContext context) {
        UpstreamClaims.text(context, UpstreamClaims.ISSUER)
                .ifPresent(issuer -> authSession.setUserSessionNote(
                        UpstreamIdentity.NOTE, new UpstreamIdentity(issuer, context.getId()).key()));
        UpstreamClaims.text(context, UpstreamClaims.ID_TOKEN)
                .filter(EndSessionRequest::isHint)
                .ifPresent(token -> authSession.setUserSessionNote(OIDCIdentityProvider.FEDERATED_ID_TOKEN, token));
        UpstreamClaims.text(context, UpstreamClaims.SESSION_ID)
                .ifPresent(id -> authSession.setUserSessionNote(UpstreamClaims.SESSION_NOTE, id));
        String maxAge = authSession.getClientNote(OIDCLoginProtocol.MAX_AGE_PARAM);
        if (getConfig().passesMaxAge() && maxAge != null) {
            UpstreamClaims.text(context, UpstreamClaims.AUTH_TIME)
                    .ifPresent(time -> authSession.setClientNote(AuthenticationManager.AUTH_TIME_BROKER, time));
        }
    }

    /**
     * An account that was just made has of upstream's what it may have; its maker saw to that. Any other one follows under
     * sync mode {@code FORCE} only: see {@link ForcedSync}.
     */
    @Override
    public void updateBrokeredUser(
            KeycloakSession session, RealmModel realm, UserModel user, BrokeredIdentityContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        boolean isNew = Boolean.parseBoolean(authSession.getAuthNote(BROKER_REGISTERED_NEW_USER));
        if (!isNew
                && ForcedSync.isForced(context)
                && context.getEmail() != null
                && new ForcedSync(session, realm).mayTake(user, context.getEmail())) {
            FaultGuard.inBrowser(session)
                    .run(() -> DirectoryAccount.attempt(
                            user, "Address", () -> super.updateBrokeredUser(session, realm, user, context)));
        }
    }

    /** An address counts as verified only where upstream says so of this very address. */
    @Override
    protected void setEmailVerified(UserModel user, BrokeredIdentityContext context) {
        boolean verified = UpstreamClaims.isEmailVerified(context);
        boolean isNew =
                Boolean.parseBoolean(context.getAuthenticationSession().getAuthNote(BROKER_REGISTERED_NEW_USER));
        boolean changed = !context.getEmail().equalsIgnoreCase(user.getEmail());
        if (verified || isNew || changed) {
            user.setEmailVerified(verified);
        }
    }

    /** Ends the session here, then sends the browser on to end its session at upstream too. */
    @Override
    public @Nullable Response keycloakInitiatedBrowserLogout(
            KeycloakSession session, UserSessionModel userSession, UriInfo uriInfo, RealmModel realm) {
        return new UpstreamLogout(session, realm, this).begin(userSession);
    }

    @Override
    @Deprecated
    public Response retrieveToken(KeycloakSession session, FederatedIdentityModel identity) {
        return noTokens();
    }

    @Override
    public Response retrieveToken(
            KeycloakSession session, FederatedIdentityModel identity, UserSessionModel userSession, UserModel user) {
        return noTokens();
    }

    @Override
    public boolean reloadKeys() {
        UpstreamDocuments.forgetEverywhere(session.getContext().getRealm());
        return true;
    }

    private static Response noTokens() {
        return Response.status(Response.Status.BAD_REQUEST)
                .entity(Map.of("error", "invalid_request", "error_description", "No token of upstream's is kept."))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
