package cloud.magento.accounts.keycloak;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.UserSessionProvider;

/** Who is signed in. */
public abstract class TestUserSessions implements UserSessionProvider {
    private final Map<String, UserSessionModel> online = new LinkedHashMap<>();
    private final Map<String, UserSessionModel> offline = new LinkedHashMap<>();

    public void add(UserSessionModel userSession) {
        online.put(userSession.getId(), userSession);
    }

    public void addOffline(UserSessionModel userSession) {
        offline.put(userSession.getId(), userSession);
    }

    @Override
    public @Nullable UserSessionModel getUserSession(RealmModel realm, String id) {
        return online.get(id);
    }

    @Override
    public @Nullable UserSessionModel getOfflineUserSession(RealmModel realm, String id) {
        return offline.get(id);
    }

    @Override
    public Stream<UserSessionModel> getUserSessionsStream(RealmModel realm, UserModel user) {
        return of(online, user);
    }

    @Override
    public Stream<UserSessionModel> getOfflineUserSessionsStream(RealmModel realm, UserModel user) {
        return of(offline, user);
    }

    @Override
    public void removeUserSession(RealmModel realm, UserSessionModel userSession) {
        online.remove(userSession.getId());
    }

    @Override
    public void removeOfflineUserSession(RealmModel realm, UserSessionModel userSession) {
        offline.remove(userSession.getId());
    }

    private static Stream<UserSessionModel> of(Map<String, UserSessionModel> sessions, UserModel user) {
        return sessions.values().stream().filter(one -> one.getUser().getId().equals(user.getId()));
    }
}
