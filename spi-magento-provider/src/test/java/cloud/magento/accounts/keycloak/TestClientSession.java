package cloud.magento.accounts.keycloak;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;

/** An application's part of a session. */
public abstract class TestClientSession implements AuthenticatedClientSessionModel {
    private final ClientModel client;
    private final TestUserSession userSession;
    private final int started;
    private final Map<String, String> notes = new HashMap<>();

    TestClientSession(ClientModel client, TestUserSession userSession, int started) {
        this.client = client;
        this.userSession = userSession;
        this.started = started;
    }

    /** One that began just now. */
    public static TestClientSession of(ClientModel client, TestUserSession userSession) {
        return begun(client, userSession, Math.toIntExact(Time.currentTimeSeconds()));
    }

    /** One that began at this second. */
    public static TestClientSession begun(ClientModel client, TestUserSession userSession, int second) {
        TestClientSession clientSession = Partial.of(TestClientSession.class, client, userSession, second);
        userSession.attach(clientSession);
        return clientSession;
    }

    @Override
    public ClientModel getClient() {
        return client;
    }

    @Override
    public RealmModel getRealm() {
        return userSession.getRealm();
    }

    @Override
    public UserSessionModel getUserSession() {
        return userSession;
    }

    @Override
    public int getStarted() {
        return started;
    }

    @Override
    public void detachFromUserSession() {
        userSession.detach(this);
    }

    @Override
    public @Nullable String getNote(String name) {
        return notes.get(name);
    }

    @Override
    public void setNote(String name, String value) {
        notes.put(name, value);
    }

    @Override
    public Map<String, String> getNotes() {
        return notes;
    }
}
