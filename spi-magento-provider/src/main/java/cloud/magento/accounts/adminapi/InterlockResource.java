package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.interlock.Interlock;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;

/** {@code GET interlock}: what is missing before the policy can be enforced, and how many it would stop at once. */
public final class InterlockResource {
    private final AdminCall call;

    InterlockResource(AdminCall call) {
        this.call = call;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public InterlockBody get() {
        call.access().requireView();
        call.requireKnown(Set.of());
        return new Interlock(call.session(), call.realm())
                .outlook()
                .map(InterlockBody::of)
                .orElseThrow(() -> Problem.of(
                        Response.Status.NOT_FOUND,
                        "This realm has no provider: there is no identity provider of type magento, and so nothing to"
                                + " enforce."));
    }
}
