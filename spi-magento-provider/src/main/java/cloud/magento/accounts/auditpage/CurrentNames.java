package cloud.magento.accounts.auditpage;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** What accounts are called now, each looked up once. */
final class CurrentNames {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final Map<String, Optional<String>> known = new HashMap<>();

    CurrentNames(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /** The account's name; empty where there is no such account any more. */
    Optional<String> ofAccount(String id) {
        return known.computeIfAbsent(id, unknown -> name(realm, id));
    }

    /** An administrator's name, who may be one of another realm. */
    Optional<String> ofAdministrator(String id, @Nullable String realmName) {
        if (realmName == null || realmName.equals(realm.getName())) {
            return ofAccount(id);
        }
        return known.computeIfAbsent(
                id + " " + realmName,
                unknown -> Optional.ofNullable(session.realms().getRealmByName(realmName))
                        .flatMap(other -> name(other, id)));
    }

    /**
     * The account that somebody means.
     *
     * @param text a name, an address or an id, of an account that is there or was
     * @return its id; the text itself where there is no such account now
     */
    String idOf(String text) {
        return Optional.ofNullable(session.users().getUserByUsername(realm, text))
                .or(() -> Optional.ofNullable(session.users().getUserByEmail(realm, text)))
                .map(UserModel::getId)
                .orElse(text);
    }

    private Optional<String> name(RealmModel in, String id) {
        return Optional.ofNullable(session.users().getUserById(in, id)).map(UserModel::getUsername);
    }
}
