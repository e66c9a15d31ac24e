package cloud.magento.accounts.keycloak;

import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** A required action that is asked whether it is wanted, or is being done. */
public abstract class TestAction implements RequiredActionContext {
    private final TestSession session;
    private final TestAuthenticationSession authSession;
    private final EventBuilder event;
    private @Nullable Status status;
    private @Nullable Response challenge;

    TestAction(TestSession session, TestAuthenticationSession authSession) {
        this.session = session;
        this.authSession = authSession;
        this.event = new EventBuilder(
                        session.realm(), session, session.getContext().getConnection())
                .event(EventType.LOGIN)
                .client(authSession.getClient());
    }

    public static TestAction of(TestSession session, TestAuthenticationSession authSession) {
        return Partial.of(TestAction.class, session, authSession);
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
    public HttpRequest getHttpRequest() {
        return session.getContext().getHttpRequest();
    }

    @Override
    public TestForms form() {
        return TestForms.empty();
    }

    @Override
    public EventBuilder getEvent() {
        return event;
    }

    @Override
    public @Nullable Status getStatus() {
        return status;
    }

    @Override
    public @Nullable Response getChallenge() {
        return challenge;
    }

    @Override
    public void challenge(Response response) {
        status = Status.CHALLENGE;
        challenge = response;
    }

    @Override
    public void success() {
        status = Status.SUCCESS;
    }

    @Override
    public void cancel() {
        status = Status.CANCELLED;
    }

    @Override
    public void ignore() {
        status = Status.IGNORE;
    }
}
