package cloud.magento.accounts.broker.upstream;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/**
 * The broker as the stand-in knows it: id, secret, where people may be sent back to, and its own keys if it has some.
 */
public final class Client {
    private final Set<String> redirects = new CopyOnWriteArraySet<>();
    private final Set<String> logoutRedirects = new CopyOnWriteArraySet<>();
    private volatile @Nullable URI keySet;
    private volatile @Nullable JWKSet fetched;

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
    public Client withKeysAt(URI location) {
        keySet = location;
        return this;
    }

    /** Fetches the client's keys now, and goes by these from then on however they change, until it is told to again. */
    public Client fetchKeys() {
        fetched = published();
        return this;
    }

    boolean mayRedirectTo(String redirect) {
        return redirects.contains(redirect);
    }

    boolean mayRedirectAfterLogoutTo(String redirect) {
        return logoutRedirects.contains(redirect);
    }

    /** The keys by which the client's assertions are judged: those that are published now, unless it fetched them. */
    JWKSet keys() {
        JWKSet kept = fetched;
        return kept == null ? published() : kept;
    }

    private JWKSet published() {
        URI location = Objects.requireNonNull(keySet, "The client has no keys");
        try {
            return JWKSet.load(location.toURL());
        } catch (IOException | ParseException e) {
            throw new IllegalStateException("The client's keys at " + location + " cannot be read", e);
        }
    }
}
