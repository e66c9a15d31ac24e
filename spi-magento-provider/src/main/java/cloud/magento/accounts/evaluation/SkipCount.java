package cloud.magento.accounts.evaluation;

import cloud.magento.accounts.log.LogOnce;
import cloud.magento.accounts.upstream.DirectoryAccount;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.CachedUserModel;
import org.keycloak.models.cache.UserCache;
import org.keycloak.storage.UserStorageUtil;
import org.keycloak.storage.federated.UserFederatedStorageProvider;

/**
 * How many reminders the account's person has put off: an attribute of the account, or, where its directory takes none,
 * of what Keycloak keeps here about people of directories. That one is read once for as long as Keycloak has the
 * account in its cache.
 */
public final class SkipCount {
    /** User attribute: how many reminders the person has put off. */
    public static final String ATTRIBUTE = "magento.link.skips";

    private static final Logger LOG = Logger.getLogger(SkipCount.class);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;

    SkipCount(KeycloakSession session, RealmModel realm, UserModel user) {
        this.session = session;
        this.realm = realm;
        this.user = user;
    }

    int used() {
        @Nullable String count = user.getFirstAttribute(ATTRIBUTE);
        return number(count == null && DirectoryAccount.is(user) ? keptHere() : count)
                .orElseGet(() -> {
                    LogOnce.warnf(LOG, "The skip count of account %s is not a number and counts as none", user.getId());
                    return 0;
                });
    }

    void add() {
        String count = Integer.toString(used() + 1);
        if (DirectoryAccount.is(user)) {
            addToDirectory(count);
        } else {
            user.setSingleAttribute(ATTRIBUTE, count);
        }
    }

    private void addToDirectory(String count) {
        if (DirectoryAccount.attempt(user, "Skip count", () -> user.setSingleAttribute(ATTRIBUTE, count))) {
            return;
        }
        storage().setSingleAttribute(realm, user.getId(), ATTRIBUTE, count);
        UserCache cache = UserStorageUtil.userCache(session);
        if (cache != null) {
            cache.evict(realm, user);
        }
    }

    private @Nullable String keptHere() {
        if (!(user instanceof CachedUserModel cached) || cached.isMarkedForEviction()) {
            return stored();
        }
        return ((Kept) cached.getCachedWith().computeIfAbsent(ATTRIBUTE, unused -> new Kept(stored()))).count();
    }

    private @Nullable String stored() {
        return storage().getAttributes(realm, user.getId()).getFirst(ATTRIBUTE);
    }

    private UserFederatedStorageProvider storage() {
        return UserStorageUtil.userFederatedStorage(session);
    }

    /** What a stored count comes to: none where nothing is stored, and empty for what is no number. */
    public static Optional<Integer> number(@Nullable String count) {
        try {
            return Optional.of(count == null ? 0 : Math.max(0, Integer.parseInt(count)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The stored value; "none" is cached as well. */
    private record Kept(@Nullable String count) {}
}
