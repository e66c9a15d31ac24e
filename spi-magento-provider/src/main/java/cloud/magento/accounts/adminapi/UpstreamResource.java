package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.upstream.MagentoProvider;
import cloud.magento.accounts.upstream.UpstreamState;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;

/** {@code GET upstream}: whether Magento.com answers this node, since when, and whether an outage is declared. */
public final class UpstreamResource {
    private final AdminCall call;
    private final OutageResource outage;

    UpstreamResource(AdminCall call, OutageResource outage) {
        this.call = call;
        this.outage = outage;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public UpstreamBody get() {
        call.access().requireView();
        call.requireKnown(Set.of());
        return MagentoProvider.in(call.session(), call.realm())
                .map(provider -> UpstreamBody.of(
                        provider, UpstreamState.of(call.session(), call.realm(), provider), outage.get()))
                .orElseThrow(() -> Problem.of(
                        Response.Status.NOT_FOUND,
                        "This realm has no provider: there is no identity provider of type magento, and so nothing"
                                + " that could be asked."));
    }
}
