package cloud.magento.accounts.upstream;

import cloud.magento.accounts.upstream.protocol.PendingRequest;

/**
 * A trip that is under way.
 *
 * @param trip what the trip is for
 * @param request the request that the browser left with
 * @param attempt 1 for the first departure; upstream may ask once to begin again
 */
record OpenTrip(Trip trip, PendingRequest request, int attempt) {
    /** Whether this state is of a trip that is to come back to a required action. */
    boolean isAwayFromAction(String state) {
        return trip.requiredAction() != null && request.state().equals(state);
    }

    /** Nothing of the secrets: they must not end up in a log. */
    @Override
    public String toString() {
        return "OpenTrip";
    }
}
