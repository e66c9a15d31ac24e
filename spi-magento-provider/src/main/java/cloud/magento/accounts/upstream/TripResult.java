package cloud.magento.accounts.upstream;

import cloud.magento.accounts.linking.ReasonCode;
import org.keycloak.broker.provider.BrokeredIdentityContext;

/** What a trip that comes back to a required action brought. */
public sealed interface TripResult {

    /** Somebody signed in at upstream. Nothing has been written. */
    record Arrived(BrokeredIdentityContext identity) implements TripResult {}

    /**
     * Nobody arrived. The event was written already.
     *
     * @param reason why, for the page
     * @param reference under which the event can be found
     */
    record Failed(ReasonCode reason, String reference) implements TripResult {}
}
