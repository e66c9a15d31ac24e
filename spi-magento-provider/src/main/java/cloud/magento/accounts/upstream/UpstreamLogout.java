package cloud.magento.accounts.upstream;

import cloud.magento.accounts.upstream.protocol.EndSessionRequest;
import cloud.magento.accounts.upstream.protocol.Failure;
import cloud.magento.accounts.upstream.protocol.LogoutTokenValidator;
import cloud.magento.accounts.upstream.protocol.Outcome;
import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import cloud.magento.accounts.web.PageUrls;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.broker.oidc.OIDCIdentityProvider;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.jose.jws.crypto.HashUtils;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.FrontChannelLogoutHandler;
import org.keycloak.services.Urls;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.messages.Messages;

/**
 * Signing out together with upstream: a browser's way through upstream's sign-out and back, and upstream's logout
 * tokens, which end sessions here.
 */
final class UpstreamLogout {
    private static final String REPLAY_PREFIX = "magento.logout.";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final MagentoIdentityProviderConfig config;

    UpstreamLogout(KeycloakSession session, RealmModel realm, MagentoIdentityProviderConfig config) {
        this.session = session;
        this.realm = realm;
        this.config = config;
    }

    /**
     * Ends the session here and tells its applications; only then does the browser leave for upstream. So whatever
     * becomes of it there, an error, an address that is too long or a page that nobody leaves, the person has signed
     * out here.
     *
     * @return null where upstream has nowhere to sign out or cannot be found: Keycloak then ends the session itself
     */
    @Nullable
    Response begin(UserSessionModel userSession) {
        URI endSession = UpstreamClient.of(session, realm, config)
                .metadata()
                .fold(metadata -> Optional.ofNullable(metadata.endSession()), failure -> Optional.<URI>empty())
                .orElse(null);
        if (endSession == null) {
            return null;
        }
        String idToken = userSession.getNote(OIDCIdentityProvider.FEDERATED_ID_TOKEN);
        Map<String, String> wanted =
                SignOutReturn.wanted(userSession, session.getContext().getAuthenticationSession());
        Response answer = AuthenticationManager.finishBrowserLogout(
                session,
                realm,
                userSession,
                session.getContext().getUri(),
                session.getContext().getConnection(),
                session.getContext().getHttpRequest().getHttpHeaders());
        if (userSession.getState() != UserSessionModel.State.LOGGED_OUT) {
            // An application is told by way of the browser, which comes back here from there.
            return answer;
        }
        URI url = new EndSessionRequest(
                        endSession,
                        config.clientId(),
                        returnUrl(),
                        new SignOutReturn(session, realm).keep(wanted, answer),
                        idToken)
                .url();
        FrontChannelLogoutHandler applications = FrontChannelLogoutHandler.current(session);
        return applications == null ? Response.seeOther(url).build() : applications.renderLogoutPage(url.toString());
    }

    private URI returnUrl() {
        return UriBuilder.fromUri(Urls.identityProviderAuthnResponse(
                        session.getContext().getUri().getBaseUri(), config.getAlias(), realm.getName()))
                .path(CallbackEndpoint.LOGOUT_RESPONSE)
                .build();
    }

    /**
     * The return from upstream: on to where the application wanted the person to go. A return that nobody began ends
     * nothing.
     *
     * @param state what went along to upstream
     */
    Response finish(@Nullable String state) {
        return Optional.ofNullable(state)
                .flatMap(new SignOutReturn(session, realm)::take)
                .orElseGet(this::unknownReturn);
    }

    private Response unknownReturn() {
        boolean signedOut = AuthenticationManager.authenticateIdentityCookie(session, realm, true) == null;
        return signedOut
                ? Response.seeOther(PageUrls.signedOutPage(session, realm)).build()
                : session.getProvider(LoginFormsProvider.class)
                        .setDetachedAuthSession()
                        .setError(Messages.FAILED_LOGOUT)
                        .createErrorPage(Response.Status.BAD_REQUEST);
    }

    /** Ends the sessions that a logout token names, once. */
    Response acceptLogoutToken(@Nullable String logoutToken) {
        if (logoutToken == null) {
            return refused(Failure.of(UpstreamFault.LOGOUT_TOKEN_INVALID));
        }
        return UpstreamClient.of(session, realm, config)
                .logoutToken(logoutToken)
                .flatMap(this::firstUse)
                .fold(this::endSessions, this::refused);
    }

    private Outcome<LogoutTokenValidator.LogoutToken> firstUse(LogoutTokenValidator.LogoutToken token) {
        String key = REPLAY_PREFIX
                + HashUtils.sha256UrlEncodedHash(
                        realm.getId() + "\n" + config.issuer() + "\n" + token.tokenId(), StandardCharsets.UTF_8);
        long seconds = LogoutTokenValidator.MAX_AGE
                .plus(config.clockSkew().multipliedBy(2))
                .toSeconds();
        return session.singleUseObjects().putIfAbsent(key, seconds)
                ? Outcome.of(token)
                : Outcome.failed(UpstreamFault.LOGOUT_TOKEN_REPLAYED);
    }

    private Response endSessions(LogoutTokenValidator.LogoutToken token) {
        for (UserSessionModel userSession : sessions(token)) {
            UserModel user = userSession.getUser();
            AuthenticationManager.backchannelLogout(
                    session,
                    realm,
                    userSession,
                    session.getContext().getUri(),
                    session.getContext().getConnection(),
                    session.getContext().getHttpRequest().getHttpHeaders(),
                    false);
            event().user(user).session(userSession.getId()).success();
        }
        return Response.ok()
                .cacheControl(noStore())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Map.of())
                .build();
    }

    /** A session that is just being signed out in a browser is left to that, which still has somewhere to lead to. */
    private List<UserSessionModel> sessions(LogoutTokenValidator.LogoutToken token) {
        return Stream.concat(sessionsOpenedThroughUpstream(token).stream(), sessionsOpenedBeforeLink(token))
                .filter(userSession -> userSession.getState() != UserSessionModel.State.LOGGING_OUT
                        && userSession.getState() != UserSessionModel.State.LOGGED_OUT)
                .distinct()
                .toList();
    }

    /** Sessions that a sign-in through upstream opened: one of upstream's may have opened several here. */
    private List<UserSessionModel> sessionsOpenedThroughUpstream(LogoutTokenValidator.LogoutToken token) {
        String alias = config.getAlias();
        String brokerUserId = alias + "." + token.subject();
        if (token.sessionId() == null) {
            return session.sessions()
                    .getUserSessionByBrokerUserIdStream(realm, brokerUserId)
                    .toList();
        }
        UserSessionModel userSession =
                session.sessions().getUserSessionByBrokerSessionId(realm, alias + "." + token.sessionId());
        boolean same =
                userSession != null && (token.subject() == null || brokerUserId.equals(userSession.getBrokerUserId()));
        return same
                ? Stream.concat(Stream.of(userSession), sessionsByNote(userSession.getUser(), token.sessionId()))
                        .toList()
                : List.of();
    }

    /** Sessions that were open already when their account came through upstream: Keycloak knows those by note only. */
    private Stream<UserSessionModel> sessionsOpenedBeforeLink(LogoutTokenValidator.LogoutToken token) {
        String subject = token.subject();
        if (subject == null) {
            return Stream.empty();
        }
        UserModel user = session.users()
                .getUserByFederatedIdentity(realm, new FederatedIdentityModel(config.getAlias(), subject, null));
        return user == null ? Stream.empty() : sessionsByNote(user, token.sessionId());
    }

    /** The account's sessions that came through this session of upstream's, or through any where none is named. */
    private Stream<UserSessionModel> sessionsByNote(UserModel user, @Nullable String sessionId) {
        return session.sessions().getUserSessionsStream(realm, user).filter(userSession -> {
            String note = userSession.getNote(UpstreamClaims.SESSION_NOTE);
            return note != null && (sessionId == null || note.equals(sessionId));
        });
    }

    private Response refused(Failure failure) {
        RefusalEvent.write(session, event(), failure.fault(), Errors.LOGOUT_FAILED);
        Response.Status status = TripEnd.status(failure.fault().reason());
        Response.ResponseBuilder response = Response.status(status)
                .cacheControl(noStore())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Map.of(
                        "error",
                        "invalid_request",
                        "error_description",
                        failure.fault().id()));
        if (status == Response.Status.SERVICE_UNAVAILABLE) {
            response.header(HttpHeaders.RETRY_AFTER, 10);
        }
        return response.build();
    }

    private EventBuilder event() {
        return RefusalEvent.in(session, config).event(EventType.LOGOUT);
    }

    private static CacheControl noStore() {
        CacheControl cacheControl = new CacheControl();
        cacheControl.setNoStore(true);
        return cacheControl;
    }
}
