package cloud.magento.accounts.keycloak;

import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** A flow that is at one step. */
public abstract class TestFlow implements AuthenticationFlowContext {
    private final TestSession session;
    private final TestAuthenticationSession authSession;
    private final EventBuilder event;
    private boolean successful;
    private @Nullable Response challenge;

    TestFlow(TestSession session, TestAuthenticationSession authSession) {
        this.session = session;
        this.authSession = authSession;
        this.event = new EventBuilder(
                        session.realm(), session, session.getContext().getConnection())
                .event(EventType.LOGIN)
                .client(authSession.getClient());
    }

    public static TestFlow of(TestSession session, TestAuthenticationSession authSession) {
        return Partial.of(TestFlow.class, session, authSession);
    }

    /** Whether the step let the person on. */
    public boolean isSuccessful() {
        return successful;
    }

    /** What the step answered in place of letting the person on. */
    public @Nullable Response challenge() {
        return challenge;
    }

    @Override
    public TestSession getSession() {
        return session;
    }

    @Override
    public RealmModel getRealm() {
        return session.realm();
    }

    @Override
    public @Nullable UserModel getUser() {
        return authSession.getAuthenticatedUser();
    }

    @Override
    public TestAuthenticationSession getAuthenticationSession() {
        return authSession;
    }

    @Override
    public EventBuilder getEvent() {
        return event;
    }

    @Override
    public void success() {
        successful = true;
    }

    @Override
    public void forceChallenge(Response response) {
        challenge = response;
    }
}
