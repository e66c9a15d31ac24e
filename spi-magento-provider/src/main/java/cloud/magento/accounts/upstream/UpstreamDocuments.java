package cloud.magento.accounts.upstream;

import cloud.magento.accounts.net.TokenBucket;
import cloud.magento.accounts.upstream.http.CachedDocument;
import cloud.magento.accounts.upstream.protocol.VerificationKeys;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.keycloak.common.util.Time;
import org.keycloak.models.RealmModel;

/** What this server holds of upstream's metadata and keys, by realm and URL. Lives as long as the factory. */
final class UpstreamDocuments {
    /** Realm attribute: when an operator last had the keys read anew, in milliseconds since the epoch. */
    private static final String RELOADED = "magento.upstream.reloaded";

    private final Map<String, CachedDocument<ObjectNode>> metadata = new ConcurrentHashMap<>();
    private final Map<String, Keys> keys = new ConcurrentHashMap<>();

    /**
     * The keys at one URL. Sign-ins and sign-outs renew them at a pace of their own each: anybody may post a logout
     * token, and must not be able to use up what a sign-in needs when upstream has exchanged its keys.
     */
    record Keys(CachedDocument<VerificationKeys> document, TokenBucket loginPace, TokenBucket logoutPace) {
        Keys() {
            this(
                    new CachedDocument<>(System::nanoTime),
                    new TokenBucket(10, Duration.ofSeconds(6), System::nanoTime),
                    new TokenBucket(3, Duration.ofSeconds(30), System::nanoTime));
        }
    }

    CachedDocument<ObjectNode> metadata(RealmModel realm, String issuer) {
        return held(metadata, realm, issuer, () -> new CachedDocument<>(System::nanoTime));
    }

    Keys keys(RealmModel realm, String url) {
        return held(keys, realm, url, Keys::new);
    }

    /** Forgets what this server holds for a realm, so that the next sign-in asks anew. */
    void forget(String realmId) {
        metadata.keySet().removeIf(key -> key.startsWith(realmId + " "));
        keys.keySet().removeIf(key -> key.startsWith(realmId + " "));
    }

    /**
     * Has every server of a cluster ask anew, by a mark on the realm, of which all of them learn: an operator who
     * withdraws a key must not have to do so on each.
     */
    static void forgetEverywhere(RealmModel realm) {
        realm.setAttribute(RELOADED, Long.toString(Time.currentTimeMillis()));
    }

    private static <T> T held(Map<String, T> documents, RealmModel realm, String url, Supplier<T> fresh) {
        String since = Objects.requireNonNullElse(realm.getAttribute(RELOADED), "0");
        String key = realm.getId() + " " + since + " " + url;
        T found = documents.get(key);
        if (found == null) {
            documents
                    .keySet()
                    .removeIf(old ->
                            old.startsWith(realm.getId() + " ") && !old.startsWith(realm.getId() + " " + since + " "));
            found = documents.computeIfAbsent(key, missing -> fresh.get());
        }
        return found;
    }
}
