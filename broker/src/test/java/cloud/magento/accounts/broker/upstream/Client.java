package cloud.magento.accounts.broker.upstream;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/**
 * The broker as the stand-in knows it: id, secret, where people may be sent back to, and its own keys if it has some.
 */
public final class Client {
    private final Set<String> redirects = new CopyOnWriteArraySet<>();
    private final Set<String> logoutRedirects = new CopyOnWriteArraySet<>();
    private volatile @Nullable URI keys;

    /** The client's id. */
    public String id() {
        return "accounts-broker";
    }

    /** The client's secret; its signs are ones that a sloppy {@code client_secret_basic} gets wrong. */
    public String secret() {
        return "a/secret+with:signs&of=its%own, long enough for HS256";
    }

    /** Registers a place that people may be sent back to, compared exactly. */
    public Client redirectingTo(URI redirect) {
        redirects.add(redirect.toString());
        return this;
    }

    /** Registers a place that people may be sent back to once they are signed out, compared exactly. */
    public Client redirectingAfterLogoutTo(URI redirect) {
        logoutRedirects.add(redirect.toString());
        return this;
    }

    /** Where the client publishes the keys of its {@code private_key_jwt} assertions. */
    public Client withKeysAt(URI keySet) {
        keys = keySet;
        return this;
    }

    boolean mayRedirectTo(String redirect) {
        return redirects.contains(redirect);
    }

    boolean mayRedirectAfterLogoutTo(String redirect) {
        return logoutRedirects.contains(redirect);
    }

    Optional<URI> keySet() {
        return Optional.ofNullable(keys);
    }
}
