package cloud.magento.accounts.upstream;

import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.policy.UpstreamLogin;
import cloud.magento.accounts.refusal.RecordedRefusal;
import cloud.magento.accounts.upstream.protocol.Failure;
import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import cloud.magento.accounts.web.PageUrls;
import cloud.magento.accounts.web.RefusalPage;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.common.util.Time;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.util.BrowserHistoryHelper;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Where a trip ends that brought nobody: back at the required action that began it; for an application that allows no
 * page, back there; otherwise on the refusal page. Each end leaves an event, a log line and a reference that says where
 * they are.
 */
final class TripEnd {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final MagentoIdentityProviderConfig config;
    private final AuthenticationSessionModel authSession;
    private final Trip trip;

    TripEnd(
            KeycloakSession session,
            MagentoIdentityProviderConfig config,
            AuthenticationSessionModel authSession,
            Trip trip) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.config = config;
        this.authSession = authSession;
        this.trip = trip;
    }

    Response failed(Failure failure) {
        return failed(failure, null);
    }

    /** Somebody arrived who is not the one the trip was for. */
    Response otherIdentity(UpstreamLogin arrived) {
        return failed(Failure.of(UpstreamFault.OTHER_IDENTITY), arrived);
    }

    private Response failed(Failure failure, @Nullable UpstreamLogin arrived) {
        EventBuilder event = RefusalEvent.in(session, config).client(authSession.getClient());
        RecordedRefusal refusal = RefusalEvent.write(
                session,
                event,
                RefusalEvent.refusal(failure.fault()).of(targetAccount()).arrivedAs(arrived),
                failure.fault(),
                Errors.IDENTITY_PROVIDER_LOGIN_FAILURE);
        String requiredAction = trip.requiredAction();
        if (requiredAction != null) {
            return backTo(requiredAction, refusal);
        }
        if (isPassive(authSession)) {
            return answerPassiveRequest(event, failure.fault());
        }
        return page(failure, refusal);
    }

    /** The action's page tells why, and may begin the trip again by itself. */
    private Response backTo(String requiredAction, RecordedRefusal refusal) {
        TripNotes.keepFailure(authSession, refusal);
        TripNotes.keepForRetry(authSession, trip);
        return AuthenticationManager.redirectToRequiredActions(
                session, realm, authSession, session.getContext().getUri(), requiredAction);
    }

    /** The account that the trip was to open: the one that is signed in, or whose password was just given. */
    private @Nullable UserModel targetAccount() {
        String accountId = trip.accountId();
        return accountId == null
                ? authSession.getAuthenticatedUser()
                : session.users().getUserById(realm, accountId);
    }

    /** Whether the application allows no page at all. */
    static boolean isPassive(AuthenticationSessionModel authSession) {
        return Boolean.parseBoolean(authSession.getAuthNote(AuthenticationProcessor.FORWARDED_PASSIVE_LOGIN));
    }

    /** The application asked for a sign-in without any page: it is told that this is not possible. */
    private Response answerPassiveRequest(EventBuilder event, UpstreamFault fault) {
        LoginProtocol.Error error = fault == UpstreamFault.INTERACTION_REQUIRED
                ? LoginProtocol.Error.PASSIVE_INTERACTION_REQUIRED
                : LoginProtocol.Error.PASSIVE_LOGIN_REQUIRED;
        return session.getProvider(LoginProtocol.class, authSession.getProtocol())
                .setRealm(realm)
                .setHttpHeaders(session.getContext().getHttpRequest().getHttpHeaders())
                .setUriInfo(session.getContext().getUri())
                .setEventBuilder(event)
                .sendError(authSession, error, null);
    }

    /** The page of before, for a person who waits: nothing more has happened, so nothing more is recorded. */
    Response stillWaiting(RecordedRefusal refusal) {
        authSession.getParentSession().setTimestamp(Time.currentTime());
        String requiredAction = trip.requiredAction();
        return requiredAction == null
                ? page(Failure.of(UpstreamFault.CONNECTION_FAILED), refusal)
                : backTo(requiredAction, refusal);
    }

    private Response page(Failure failure, RecordedRefusal refusal) {
        ReasonCode reason = refusal.reason();
        Response.Status status = status(reason);
        RefusalPage page = new RefusalPage(session, refusal).within(authSession);
        boolean waits = reason == ReasonCode.UPSTREAM_UNAVAILABLE && TripRetry.mayBeginByItself(authSession);
        if (waits) {
            page.waiting();
        }
        if (status == Response.Status.SERVICE_UNAVAILABLE) {
            DeclaredOutage.in(session, realm)
                    .ifPresent(outage -> page.inOutage(outage, PageUrls.restart(session, authSession)));
        }
        switch (reason) {
            case UPSTREAM_DENIED, UPSTREAM_DISABLED, UPSTREAM_CONFIGURATION ->
                page.retryingAt(PageUrls.restart(session, authSession));
            case UPSTREAM_IDENTITY_MISMATCH ->
                page.otherAt(retryUrl("login")).retryingAt(PageUrls.restart(session, authSession));
            // Upstream took its own session for enough: it has to ask.
            case LEVEL_REQUIRED, LOGIN_TOO_OLD -> page.retryingAt(retryUrl("login"));
            default -> page.retryingAt(retryUrl(null));
        }
        Response rendered = page.render(status);
        if (status == Response.Status.SERVICE_UNAVAILABLE) {
            Duration wait = failure.retryAfter() == null ? TripRetry.USUAL : failure.retryAfter();
            rendered = Response.fromResponse(rendered)
                    .header(HttpHeaders.RETRY_AFTER, Math.max(1, wait.toSeconds()))
                    .header(
                            TripRetry.REFRESH,
                            waits ? TripRetry.refresh(session, authSession, config, trip, wait, refusal) : null)
                    .build();
        }
        return BrowserHistoryHelper.getInstance()
                .saveResponseAndRedirect(
                        session,
                        authSession,
                        rendered,
                        true,
                        session.getContext().getHttpRequest());
    }

    /** 503 where it can help to come again later, 400 where it cannot. */
    static Response.Status status(ReasonCode reason) {
        return reason == ReasonCode.UPSTREAM_UNAVAILABLE || reason == ReasonCode.UPSTREAM_DISABLED
                ? Response.Status.SERVICE_UNAVAILABLE
                : Response.Status.BAD_REQUEST;
    }

    private URI retryUrl(@Nullable String prompt) {
        return TripRetry.url(session, authSession, config, trip, prompt);
    }
}
