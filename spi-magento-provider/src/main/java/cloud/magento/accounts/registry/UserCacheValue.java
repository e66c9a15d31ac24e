package cloud.magento.accounts.registry;

import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.CachedUserModel;
import org.keycloak.models.cache.UserCache;
import org.keycloak.storage.UserStorageUtil;

/**
 * What our tables say of an account, kept with the account in Keycloak's user cache: on each node until the account
 * leaves that cache, as every change of it must make it do.
 *
 * @param key under which it is kept
 */
record UserCacheValue(String key) {
    /**
     * What is kept, or what the question finds now.
     *
     * @param type never null; "there is none" is an answer of its own
     */
    <T> T get(UserModel user, Class<T> type, Supplier<T> question) {
        if (!(user instanceof CachedUserModel cached) || cached.isMarkedForEviction()) {
            return question.get();
        }
        Object kept = cached.getCachedWith().get(key);
        if (type.isInstance(kept)) {
            return type.cast(kept);
        }
        T found = question.get();
        cached.getCachedWith().put(key, found);
        return found;
    }

    /** Has every node forget all that is kept with the account, once the transaction is through. */
    static void forget(KeycloakSession session, RealmModel realm, UserModel user) {
        UserCache cache = UserStorageUtil.userCache(session);
        if (cache != null) {
            cache.evict(realm, user);
        }
    }
}
