package cloud.magento.accounts.web;

import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.refusal.RecordedRefusal;
import cloud.magento.accounts.refusal.Refusal;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Has whatever a directory, the database or Keycloak's model throws inside a step of ours end on a page of ours: what
 * was done is rolled back, and a reference tells support where log and event say more. Changes are flushed while the
 * step still runs, so that database errors end here too and not at commit.
 *
 * <p>Every step, required action and callback of ours passes through it; none catches such things by itself.
 */
public final class FaultGuard {
    private static final Logger LOG = Logger.getLogger(FaultGuard.class);

    private final KeycloakSession session;
    private final Function<RuntimeException, RuntimeException> end;

    /** @param end what a step ends with, for what was thrown in it */
    FaultGuard(KeycloakSession session, Function<RuntimeException, RuntimeException> end) {
        this.session = session;
        this.end = end;
    }

    /** For what a person sees in a browser. */
    public static FaultGuard inBrowser(KeycloakSession session) {
        return new FaultGuard(session, fault -> new WebApplicationException(page(session, record(session, fault))));
    }

    /**
     * For an application that asks for tokens: an OAuth error, by which it can tell that it was not the credentials.
     */
    public static FaultGuard ofGrant(KeycloakSession session) {
        return new FaultGuard(session, fault -> new WebApplicationException(oauthError(record(session, fault))));
    }

    public void run(Runnable step) {
        call(() -> {
            step.run();
            return true;
        });
    }

    /**
     * What the step returns.
     *
     * @throws WebApplicationException with the page, where the step threw anything but an answer of its own
     */
    public <T> T call(Supplier<T> step) {
        try {
            T result = step.get();
            flush();
            return result;
        } catch (WebApplicationException | AuthenticationFlowException answer) {
            throw answer;
        } catch (RuntimeException e) {
            discard();
            throw end.apply(e);
        }
    }

    private void flush() {
        if (!session.getTransactionManager().getRollbackOnly()) {
            entities().flush();
        }
    }

    /** The page reads from the database, which must not be asked again to take what it refused. */
    private void discard() {
        session.getTransactionManager().setRollbackOnly();
        entities().clear();
    }

    private EntityManager entities() {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** Messages of exceptions hold names, addresses and values; their types and where they were thrown do not. */
    private static RecordedRefusal record(KeycloakSession session, RuntimeException fault) {
        RecordedRefusal refusal = Refusal.because(ReasonCode.BROKER_FAULT).record(session, event(session));
        LOG.errorf(
                "A step failed and was rolled back: reason=%s reference=%s realm=%s cause=%s",
                refusal.reason().id(),
                refusal.reference(),
                session.getContext().getRealm().getId(),
                types(fault));
        LOG.debug("What failed", fault);
        return refusal;
    }

    private static EventBuilder event(KeycloakSession session) {
        EventBuilder event = new EventBuilder(
                        session.getContext().getRealm(),
                        session,
                        session.getContext().getConnection())
                .event(EventType.LOGIN)
                .client(session.getContext().getClient());
        AuthenticationSessionModel authSession = session.getContext().getAuthenticationSession();
        return authSession == null
                ? event
                : event.detail(Details.CODE_ID, authSession.getParentSession().getId());
    }

    private static String types(Throwable fault) {
        return Stream.iterate(fault, Objects::nonNull, Throwable::getCause)
                .limit(5)
                .map(cause -> cause.getClass().getName() + " at " + place(cause))
                .collect(Collectors.joining(", by "));
    }

    private static String place(Throwable fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        return trace.length == 0 ? "?" : trace[0].toString();
    }

    private static Response page(KeycloakSession session, RecordedRefusal refusal) {
        AuthenticationSessionModel authSession = session.getContext().getAuthenticationSession();
        @Nullable URI retry = authSession == null ? null : PageUrls.restart(session, authSession);
        return new RefusalPage(session, refusal)
                .within(authSession)
                .retryingAt(retry)
                .render(Response.Status.SERVICE_UNAVAILABLE);
    }

    private static Response oauthError(RecordedRefusal refusal) {
        return OAuthErrors.of(
                Response.Status.SERVICE_UNAVAILABLE,
                OAuthErrorException.TEMPORARILY_UNAVAILABLE,
                refusal.reason().error() + " " + refusal.reference());
    }
}
