package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.registry.ExpectedLink;
import cloud.magento.accounts.registry.ExpectedLinks;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;

/** {@code GET identities/expected}: which accounts are pre-associated, and by which address. */
public final class ExpectedResource {
    private static final int USUAL_SIZE = 100;
    private static final int MAX_SIZE = 1000;
    private static final Set<String> PARAMETERS = Set.of("after", "max");

    /** A pre-association as the API tells of it. */
    public record Expected(String id, String upstreamEmail, String since, String until) {
        static Expected of(ExpectedLink link) {
            return new Expected(
                    link.userId(),
                    link.address(),
                    link.since().toString(),
                    link.until().toString());
        }
    }

    /**
     * A page.
     *
     * @param next what to give as {@code after} for the next page; left out on the last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(List<Expected> expected, @Nullable String next) {
        public Page {
            expected = List.copyOf(expected);
        }
    }

    private final AdminCall call;

    ExpectedResource(AdminCall call) {
        this.call = call;
    }

    /**
     * A page of them, in the order of the accounts' ids.
     *
     * @param after {@code next} of the page before
     * @param max how many at most
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Page page(@QueryParam("after") @Nullable String after, @QueryParam("max") @Nullable String max) {
        call.access().requireView();
        call.requireKnown(PARAMETERS);
        int size = max == null ? USUAL_SIZE : (int) Parameters.number("max", max, 1, MAX_SIZE);
        List<ExpectedLink> links =
                new ExpectedLinks(call.session(), call.realm()).page(after == null ? "" : after, size);
        call.record(OperationType.ACTION, "MAGENTO_EXPECTED", Map.of("rows", links.size()));
        return new Page(
                links.stream().map(Expected::of).toList(),
                links.size() < size ? null : links.get(size - 1).userId());
    }
}
