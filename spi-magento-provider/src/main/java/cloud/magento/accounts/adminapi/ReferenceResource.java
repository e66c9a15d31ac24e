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
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.util.JsonSerialization;

/**
 * {@code GET references/{reference}}: from what a person was shown to who was refused, what, why, and what comes next.
 */
public final class ReferenceResource {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final String typed;
    private final AdminAccess access;
    private final AdminEventBuilder adminEvent;

    ReferenceResource(
            KeycloakSession session, RealmModel realm, String typed, AdminAccess access, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.typed = typed;
        this.access = access;
        this.adminEvent = adminEvent;
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
        access.requireView();
        FoundReference found = new References(session, realm)
                .find(typed)
                .orElseThrow(() -> Problem.of(
                        Response.Status.NOT_FOUND,
                        "No refusal of this realm has this reference. It looks like M-7F3K-Q2XD; where nobody was"
                                + " known, it is kept for 90 days."));
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("read", "references");
        read.put("reference", found.reference());
        adminEvent
                .operation(OperationType.ACTION)
                .resource("MAGENTO_LEDGER")
                .resourcePath(session.getContext().getUri())
                .representation(read)
                .success();
        return Response.ok(json(body(found), found.entry())).build();
    }

    private Map<String, Object> body(FoundReference found) {
        RefusalTexts texts = new RefusalTexts(session, realm, found);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("reference", found.reference());
        body.put("at", found.at().toString());
        body.put("who", who(found));
        body.put("what", what(found));
        Map<String, Object> why = new LinkedHashMap<>();
        why.put("reason", found.reason());
        put(why, "title", texts.title());
        put(why, "text", texts.text());
        body.put("why", why);
        put(body, "next", texts.next());
        return body;
    }

    private Map<String, Object> who(FoundReference found) {
        Map<String, Object> who = new LinkedHashMap<>();
        String userId = found.userId();
        put(who, "userId", userId);
        UserModel user = userId == null ? null : session.users().getUserById(realm, userId);
        put(who, "username", user == null ? null : user.getUsername());
        UpstreamIdentity identity = found.identity();
        put(who, "issuer", identity == null ? null : identity.issuer());
        put(who, "subject", identity == null ? null : identity.subject());
        return who;
    }

    private static Map<String, Object> what(FoundReference found) {
        StoredEntry entry = found.entry();
        Map<String, Object> what = new LinkedHashMap<>();
        what.put("type", entry == null ? "refused" : entry.type());
        put(what, "event", found.event());
        put(what, "fault", found.fault());
        put(what, "client", found.client());
        return what;
    }

    /** The record is handed out as it lies, so that its hash can be checked. */
    private static String json(Map<String, Object> body, @Nullable StoredEntry entry) {
        String json = JsonSerialization.valueAsString(body);
        return entry == null ? json : json.substring(0, json.length() - 1) + ",\"entry\":" + entry.line() + "}";
    }

    private static void put(Map<String, Object> body, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            body.put(name, value);
        }
    }
}
