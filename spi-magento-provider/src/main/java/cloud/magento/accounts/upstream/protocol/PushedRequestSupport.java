package cloud.magento.accounts.upstream.protocol;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of upstream's taking pushed authorization requests (RFC 9126, section 5).
 *
 * @param endpoint where they are pushed to, or null where no URL is known that this server may call
 * @param announced whether upstream names an endpoint at all, one that may be called or not
 * @param required whether upstream takes no request that was not pushed
 */
public record PushedRequestSupport(@Nullable URI endpoint, boolean announced, boolean required) {
    public static final PushedRequestSupport NONE = new PushedRequestSupport(null, false, false);

    /** The same with this URL, which is configured, or announced and one that may be called; null for none. */
    PushedRequestSupport at(@Nullable URI usable) {
        return new PushedRequestSupport(usable, announced, required);
    }

    /**
     * Where a request is pushed to, or empty where the browser carries it. There is no third: an endpoint that upstream
     * announces and that cannot be used fails the request, since a request that became plain then would let whoever
     * breaks the endpoint choose how requests are made (downgrade).
     */
    public Outcome<Optional<URI>> endpoint(PushedRequestMode mode) {
        if (mode == PushedRequestMode.OFF) {
            return required ? Outcome.failed(UpstreamFault.PUSHED_REQUEST_REQUIRED) : Outcome.of(Optional.empty());
        }
        if (endpoint != null) {
            return Outcome.of(Optional.of(endpoint));
        }
        return announced || required || mode == PushedRequestMode.REQUIRED
                ? Outcome.failed(UpstreamFault.DISCOVERY_INCOMPLETE)
                : Outcome.of(Optional.empty());
    }
}
