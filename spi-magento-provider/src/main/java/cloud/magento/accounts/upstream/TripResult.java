package cloud.magento.accounts.upstream;

import cloud.magento.accounts.refusal.RecordedRefusal;
import org.keycloak.broker.provider.BrokeredIdentityContext;

/** What a trip that comes back to a required action brought. */
public sealed interface TripResult {

    /** Somebody signed in at upstream. Nothing has been written. */
    record Arrived(BrokeredIdentityContext identity) implements TripResult {}

    /**
     * Nobody arrived.
     *
     * @param refusal why, for the page
     */
    record Failed(RecordedRefusal refusal) implements TripResult {}
}
