package cloud.magento.accounts.keycloak;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/** A sign-in that is under way in one tab of a browser. */
public abstract class TestAuthenticationSession implements AuthenticationSessionModel {
    private final RealmModel realm;
    private final ClientModel client;
    private final String parentId;
    private final String tabId = UUID.randomUUID().toString().substring(0, 8);
    private final Map<String, String> authNotes = new HashMap<>();
    private final Map<String, String> clientNotes = new HashMap<>();
    private final Map<String, String> userSessionNotes = new HashMap<>();
    private final Map<String, ExecutionStatus> statuses = new HashMap<>();
    private final Set<String> requiredActions = new LinkedHashSet<>();
    private @Nullable UserModel user;

    TestAuthenticationSession(RealmModel realm, ClientModel client, String parentId) {
        this.realm = realm;
        this.client = client;
        this.parentId = parentId;
    }

    /** One of nobody yet. */
    public static TestAuthenticationSession empty(RealmModel realm, ClientModel client) {
        return Partial.of(
                TestAuthenticationSession.class,
                realm,
                client,
                UUID.randomUUID().toString());
    }

    /** One in which somebody has just shown to be this. */
    public static TestAuthenticationSession of(RealmModel realm, ClientModel client, UserModel user) {
        TestAuthenticationSession authSession = empty(realm, client);
        authSession.setAuthenticatedUser(user);
        return authSession;
    }

    /** One that goes on in a session that is open. */
    public static TestAuthenticationSession singleSignOn(ClientModel client, TestUserSession open) {
        TestAuthenticationSession authSession =
                Partial.of(TestAuthenticationSession.class, open.getRealm(), client, open.getId());
        authSession.setAuthenticatedUser(open.getUser());
        authSession.setAuthNote(AuthenticationManager.SSO_AUTH, "true");
        return authSession;
    }

    @Override
    public String getTabId() {
        return tabId;
    }

    @Override
    public RealmModel getRealm() {
        return realm;
    }

    @Override
    public ClientModel getClient() {
        return client;
    }

    @Override
    public RootAuthenticationSessionModel getParentSession() {
        return Partial.of(Root.class, parentId);
    }

    @Override
    public @Nullable UserModel getAuthenticatedUser() {
        return user;
    }

    @Override
    public void setAuthenticatedUser(@Nullable UserModel user) {
        this.user = user;
    }

    @Override
    public Map<String, ExecutionStatus> getExecutionStatus() {
        return statuses;
    }

    @Override
    public Set<String> getRequiredActions() {
        return requiredActions;
    }

    @Override
    public void addRequiredAction(String action) {
        requiredActions.add(action);
    }

    @Override
    public void removeRequiredAction(String action) {
        requiredActions.remove(action);
    }

    @Override
    public void removeRequiredAction(UserModel.RequiredAction action) {
        requiredActions.remove(action.name());
    }

    @Override
    public @Nullable String getAuthNote(String name) {
        return authNotes.get(name);
    }

    @Override
    public void setAuthNote(String name, @Nullable String value) {
        put(authNotes, name, value);
    }

    @Override
    public void removeAuthNote(String name) {
        authNotes.remove(name);
    }

    @Override
    public @Nullable String getClientNote(String name) {
        return clientNotes.get(name);
    }

    @Override
    public void setClientNote(String name, @Nullable String value) {
        put(clientNotes, name, value);
    }

    @Override
    public void removeClientNote(String name) {
        clientNotes.remove(name);
    }

    @Override
    public Map<String, String> getClientNotes() {
        return clientNotes;
    }

    @Override
    public Map<String, String> getUserSessionNotes() {
        return userSessionNotes;
    }

    @Override
    public void setUserSessionNote(String name, @Nullable String value) {
        put(userSessionNotes, name, value);
    }

    private static void put(Map<String, String> notes, String name, @Nullable String value) {
        if (value == null) {
            notes.remove(name);
        } else {
            notes.put(name, value);
        }
    }

    abstract static class Root implements RootAuthenticationSessionModel {
        private final String id;

        Root(String id) {
            this.id = id;
        }

        @Override
        public String getId() {
            return id;
        }
    }
}
