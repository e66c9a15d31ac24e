package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.ledger.FoundReference;
import cloud.magento.accounts.ledger.References;
import cloud.magento.accounts.ledger.StoredEntry;
import cloud.magento.accounts.policy.UpstreamIdentity;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.UserModel;
import org.keycloak.util.JsonSerialization;

/**
 * {@code GET references/{reference}}: resolves a reference: who was refused, what, why, and what to do next.
 */
public final class ReferenceResource {
    private final String typed;
    private final AdminCall call;

    ReferenceResource(AdminCall call, String typed) {
        this.typed = typed;
        this.call = call;
    }

    /**
     * What it leads to.
     *
     * @return {@code reference}, {@code at}, {@code who}, {@code what}, {@code why}, {@code next}; {@code entry} where
     *     there is one
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response get() {
        call.access().requireView();
        FoundReference found = new References(call.session(), call.realm())
                .find(typed)
                .orElseThrow(() -> Problem.of(
                        Response.Status.NOT_FOUND,
                        "No refusal of this realm has this reference. It looks like M-7F3K-Q2XD; where nobody was"
                                + " known, it is kept for 90 days."));
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("read", "references");
        read.put("reference", found.reference());
        call.record(OperationType.ACTION, "MAGENTO_LEDGER", read);
        return Response.ok(json(body(found), found.entry())).build();
    }

    private ReferenceBody body(FoundReference found) {
        RefusalTexts texts = new RefusalTexts(call.session(), call.realm(), found);
        return new ReferenceBody(
                found.reference(),
                found.at().toString(),
                who(found),
                what(found),
                new ReferenceBody.Why(found.reason(), texts.title(), texts.text()),
                texts.next());
    }

    private ReferenceBody.Who who(FoundReference found) {
        String userId = found.userId();
        UserModel user = userId == null ? null : call.session().users().getUserById(call.realm(), userId);
        UpstreamIdentity identity = found.identity();
        return new ReferenceBody.Who(
                userId,
                user == null ? null : user.getUsername(),
                identity == null ? null : identity.issuer(),
                identity == null ? null : identity.subject());
    }

    private static ReferenceBody.What what(FoundReference found) {
        StoredEntry entry = found.entry();
        return new ReferenceBody.What(
                entry == null ? "refused" : entry.type(), found.event(), found.fault(), found.client());
    }

    /** The record is handed out as it lies, so that its hash can be checked. */
    private static String json(ReferenceBody body, @Nullable StoredEntry entry) {
        String json = JsonSerialization.valueAsString(body);
        return entry == null ? json : json.substring(0, json.length() - 1) + ",\"entry\":" + entry.line() + "}";
    }
}
