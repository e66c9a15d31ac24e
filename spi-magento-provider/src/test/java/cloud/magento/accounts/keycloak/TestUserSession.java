package cloud.magento.accounts.keycloak;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/** A session of a person who is signed in. */
public abstract class TestUserSession implements UserSessionModel {
    private final String id;
    private final RealmModel realm;
    private final UserModel user;
    private final int started;
    private final Map<String, String> notes = new HashMap<>();
    private final Map<String, AuthenticatedClientSessionModel> clients = new LinkedHashMap<>();

    TestUserSession(String id, RealmModel realm, UserModel user, int started) {
        this.id = id;
        this.realm = realm;
        this.user = user;
        this.started = started;
    }

    /** One that was opened just now. */
    public static TestUserSession of(RealmModel realm, UserModel user) {
        return begun(realm, user, Math.toIntExact(Time.currentTimeSeconds()));
    }

    /** One that was opened at this second. */
    public static TestUserSession begun(RealmModel realm, UserModel user, int second) {
        return Partial.of(TestUserSession.class, UUID.randomUUID().toString(), realm, user, second);
    }

    /** The same with the note. */
    public TestUserSession with(String note, String value) {
        setNote(note, value);
        return this;
    }

    void attach(AuthenticatedClientSessionModel clientSession) {
        clients.put(clientSession.getClient().getId(), clientSession);
    }

    void detach(AuthenticatedClientSessionModel clientSession) {
        clients.remove(clientSession.getClient().getId());
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public RealmModel getRealm() {
        return realm;
    }

    @Override
    public UserModel getUser() {
        return user;
    }

    @Override
    public int getStarted() {
        return started;
    }

    @Override
    public Map<String, AuthenticatedClientSessionModel> getAuthenticatedClientSessions() {
        return clients;
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
    public void removeNote(String name) {
        notes.remove(name);
    }

    @Override
    public Map<String, String> getNotes() {
        return notes;
    }
}
