package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.registry.Exemption;
import cloud.magento.accounts.registry.Exemptions;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.events.admin.OperationType;

/** {@code GET exemptions?after=&max=}: those in force, in the order in which they end. */
public final class ExemptionsResource {
    private static final int USUAL_PAGE = 100;
    private static final int MAX_PAGE = 1000;

    private final AdminCall call;

    /** @param next what to give as {@code after} for the next page; left out on the last */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(
            List<ExemptionBody> exemptions, @Nullable String next) {
        public Page {
            exemptions = List.copyOf(exemptions);
        }
    }

    ExemptionsResource(AdminCall call) {
        this.call = call;
    }

    /**
     * A page of them.
     *
     * @param after {@code next} of the page before
     * @param max how many at most
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Page list(@QueryParam("after") @Nullable String after, @QueryParam("max") @Nullable String max) {
        call.access().requireView();
        call.requireKnown(Set.of("after", "max"));
        int size = max == null ? USUAL_PAGE : (int) Parameters.number("max", max, 1, MAX_PAGE);
        List<Exemption> found = new Exemptions(call.session(), call.realm())
                .endingAfter(Instant.ofEpochMilli(Time.currentTimeMillis()), after == null ? "" : after, size + 1);
        List<Exemption> page = found.stream().limit(size).toList();
        call.record(OperationType.ACTION, "MAGENTO_EXEMPTION", Map.of("read", page.size()));
        return new Page(
                page.stream().map(ExemptionBody::of).toList(),
                found.size() > size ? Exemptions.place(page.get(size - 1)) : null);
    }
}
