package cloud.magento.accounts.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What this server holds of upstream's metadata and keys, by realm and URL. Lives as long as the factory. */
final class UpstreamDocuments {
    private final Map<String, CachedDocument<ObjectNode>> metadata = new ConcurrentHashMap<>();
    private final Map<String, Keys> keys = new ConcurrentHashMap<>();

    /**
     * The keys at one URL. Sign-ins and sign-outs renew them at a pace of their own each: anybody may post a logout token,
     * and must not be able to use up what a sign-in needs when upstream has exchanged its keys.
     */
    record Keys(CachedDocument<VerificationKeys> document, TokenBucket loginPace, TokenBucket logoutPace) {
        Keys() {
            this(
                    new CachedDocument<>(System::nanoTime),
                    new TokenBucket(10, Duration.ofSeconds(6), System::nanoTime),
                    new TokenBucket(3, Duration.ofSeconds(30), System::nanoTime));
        }
    }

    CachedDocument<ObjectNode> metadata(String realmId, String issuer) {
        return metadata.computeIfAbsent(key(realmId, issuer), key -> new CachedDocument<>(System::nanoTime));
    }

    Keys keys(String realmId, String url) {
        return keys.computeIfAbsent(key(realmId, url), key -> new Keys());
    }

    /** Forgets what is held for a realm, so that the next sign-in asks anew. */
    void forget(String realmId) {
        metadata.keySet().removeIf(key -> key.startsWith(realmId + " "));
        keys.keySet().removeIf(key -> key.startsWith(realmId + " "));
    }

    private static String key(String realmId, String url) {
        return realmId + " " + url;
    }
}
