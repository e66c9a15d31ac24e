package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.ledger.CheckpointRefusedException;
import cloud.magento.accounts.ledger.Checkpoints;
import cloud.magento.accounts.ledger.EarlierLedger;
import cloud.magento.accounts.ledger.EarlierLedgers;
import cloud.magento.accounts.ledger.EntryType;
import cloud.magento.accounts.ledger.Erasure;
import cloud.magento.accounts.ledger.LedgerExport;
import cloud.magento.accounts.ledger.LedgerFilter;
import cloud.magento.accounts.ledger.LedgerLogKeys;
import cloud.magento.accounts.ledger.LedgerReader;
import cloud.magento.accounts.ledger.LedgerVerification;
import cloud.magento.accounts.ledger.StoredEntry;
import cloud.magento.accounts.web.Download;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;

/** {@code ledger}: reads, exports, verifies and signs the realm's ledger. */
public final class LedgerResource {
    private static final int DEFAULT_PAGE = 100;
    private static final int MAX_PAGE = 1000;
    private static final int MAX_REASON_LENGTH = 200;
    private static final String RESOURCE = "MAGENTO_LEDGER";
    private static final Set<String> EXPORT = Set.of("after", "max");
    private static final Set<String> PAGE = Set.of("user", "type", "from", "to", "after", "order", "max");

    private final AdminCall call;

    LedgerResource(AdminCall call) {
        this.call = call;
    }

    /**
     * A page of entries.
     *
     * @return {@code entries}: records in the form of an export; {@code next}: what to give as {@code after} for the
     *     next page, absent on the last
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response page(
            @QueryParam("user") @Nullable String user,
            @QueryParam("type") @Nullable String type,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("after") @Nullable String after,
            @QueryParam("order") @Nullable String order,
            @QueryParam("max") @Nullable String max) {
        call.access().requireView();
        call.requireKnown(PAGE);
        LedgerFilter filter = new LedgerFilter(
                user,
                type(type),
                Parameters.instant("from", from),
                Parameters.instant("to", to),
                after == null ? null : Parameters.number("after", after, 0, Long.MAX_VALUE),
                newestFirst(order));
        int wanted = max == null ? DEFAULT_PAGE : (int) Parameters.number("max", max, 1, MAX_PAGE);
        List<StoredEntry> entries = new LedgerReader(call.session(), call.realm()).page(filter, wanted + 1);
        Map<String, Object> asked = new LinkedHashMap<>();
        put(asked, "user", user);
        put(asked, "type", type);
        put(asked, "from", from);
        put(asked, "to", to);
        put(asked, "after", after);
        asked.put("entries", Math.min(wanted, entries.size()));
        tell("ledger", asked);
        List<StoredEntry> shown = entries.subList(0, Math.min(wanted, entries.size()));
        String lines = shown.stream().map(StoredEntry::line).collect(Collectors.joining(","));
        String next =
                entries.size() > wanted ? ",\"next\":" + shown.get(wanted - 1).seq() : "";
        return Response.ok("{\"entries\":[" + lines + "]" + next + "}").build();
    }

    /**
     * The entries after {@code after} as NDJSON, oldest first; give the last sequence you have as {@code after} to
     * get only newer entries.
     */
    @GET
    @Path("export")
    @Produces(LedgerExport.MEDIA_TYPE)
    public Response export(@QueryParam("after") @Nullable String after, @QueryParam("max") @Nullable String max) {
        call.access().requireView();
        call.requireKnown(EXPORT);
        long first = after == null ? 0 : Parameters.number("after", after, 0, Long.MAX_VALUE);
        long wanted = max == null ? Long.MAX_VALUE : Parameters.number("max", max, 1, Long.MAX_VALUE);
        Map<String, Object> asked = new LinkedHashMap<>();
        put(asked, "after", after);
        put(asked, "max", max);
        tell("ledger/export", asked);
        return Download.of(
                call.session(),
                call.realm(),
                LedgerExport.NAME,
                LedgerExport.MEDIA_TYPE,
                (own, ownRealm, out) -> new LedgerExport(own, ownRealm).write(first, wanted, out));
    }

    /** Verifies the whole ledger in the database. */
    @GET
    @Path("verify")
    @Produces(MediaType.APPLICATION_JSON)
    public VerificationBody verify() {
        call.access().requireView();
        return VerificationBody.of(new LedgerVerification(call.session(), call.realm()).verify());
    }

    /** A signed checkpoint of this moment. */
    @GET
    @Path("checkpoint")
    @Produces("application/jose")
    public String checkpoint() {
        call.access().requireView();
        try {
            return new Checkpoints(call.session(), call.realm()).sign();
        } catch (CheckpointRefusedException e) {
            throw Problem.of(Response.Status.CONFLICT, String.valueOf(e.getMessage()));
        }
    }

    /** The checkpoints that are kept here, one a line, oldest first: what {@code magento-ledger --checkpoint} takes. */
    @GET
    @Path("checkpoints")
    @Produces(MediaType.TEXT_PLAIN)
    public String checkpoints() {
        call.access().requireView();
        return new Checkpoints(call.session(), call.realm()).tokens();
    }

    /** The public keys that signed them, also those that the realm does not publish any more: for {@code --keys}. */
    @GET
    @Path("keys")
    @Produces("application/jwk-set+json")
    public String keys() {
        call.access().requireView();
        return new Checkpoints(call.session(), call.realm()).publicKeys();
    }

    /** The log keys alone, of now and before: what to pin with {@code --key}. */
    @GET
    @Path("log-keys")
    @Produces("application/jwk-set+json")
    public String logKeys() {
        call.access().requireView();
        return new LedgerLogKeys(call.session(), call.realm()).set();
    }

    /** The ledgers that came with bundles, and are kept as this realm's history. */
    @GET
    @Path("earlier")
    @Produces(MediaType.APPLICATION_JSON)
    public List<EarlierLedgerBody> earlier() {
        call.access().requireView();
        return new EarlierLedgers(call.session(), call.realm())
                .all().stream().map(EarlierLedgerBody::of).toList();
    }

    /** One of them as a file, in the form of an export. */
    @GET
    @Path("earlier/{ledger}/export")
    @Produces(LedgerExport.MEDIA_TYPE)
    public Response exportEarlier(@PathParam("ledger") String id) {
        call.access().requireView();
        EarlierLedger earlier = earlier(id);
        tell("ledger/earlier/export", Map.of("id", id));
        return Download.of(
                call.session(),
                call.realm(),
                LedgerExport.NAME,
                LedgerExport.MEDIA_TYPE,
                (own, ownRealm, out) -> new EarlierLedgers(own, ownRealm).export(earlier, out));
    }

    /** Verifies one of them where it lies. */
    @GET
    @Path("earlier/{ledger}/verify")
    @Produces(MediaType.APPLICATION_JSON)
    public EarlierLedgerBody.Verified verifyEarlier(@PathParam("ledger") String id) {
        call.access().requireView();
        return EarlierLedgerBody.Verified.of(new EarlierLedgers(call.session(), call.realm()).verify(earlier(id)));
    }

    private EarlierLedger earlier(String id) {
        return new EarlierLedgers(call.session(), call.realm())
                .withId(id)
                .orElseThrow(
                        () -> Problem.of(Response.Status.NOT_FOUND, "This realm has no earlier ledger with this id."));
    }

    /**
     * Erases what the ledger tells of an account that has no link any more.
     *
     * @param wish {@code userId}, of an account that there is or was; {@code reason}, which must not name the person
     * @return {@code erased}: how many entries
     */
    @POST
    @Path("erasures")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public VerificationBody.Erased erase(@Nullable Map<String, Object> wish) {
        call.access().requireManage();
        String userId = text(wish, "userId");
        String reason = text(wish, "reason").strip();
        if (reason.length() > MAX_REASON_LENGTH || reason.chars().anyMatch(Character::isISOControl)) {
            throw Problem.of(
                    Response.Status.BAD_REQUEST,
                    "\"reason\" is one line of 1 to " + MAX_REASON_LENGTH + " characters.");
        }
        List<Long> erased = new Erasure(call.session(), call.realm())
                .erase(userId, reason)
                .orElseThrow(() -> Problem.of(
                        Response.Status.CONFLICT,
                        "This account is linked, and the ledger proves its link. Remove the link or the account"
                                + " first."));
        if (erased.isEmpty()) {
            throw Problem.of(Response.Status.NOT_FOUND, "The ledger tells nothing of an account with this id.");
        }
        call.record(OperationType.ACTION, RESOURCE);
        return new VerificationBody.Erased(erased.size());
    }

    private static void put(Map<String, Object> asked, String name, @Nullable String value) {
        if (value != null) {
            asked.put(name, value);
        }
    }

    /** Records who read personal data, and what they asked for. */
    private void tell(String what, Map<String, Object> asked) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("read", what);
        record.putAll(asked);
        call.record(OperationType.ACTION, RESOURCE, record);
    }

    private static @Nullable EntryType type(@Nullable String type) {
        return type == null
                ? null
                : EntryType.ofId(type)
                        .orElseThrow(() -> Problem.of(
                                Response.Status.BAD_REQUEST,
                                "\"type\" is the type of an entry, such as link-made; docs/ledger.md lists them."));
    }

    private static boolean newestFirst(@Nullable String order) {
        if (order == null || order.equals("asc")) {
            return false;
        }
        if (order.equals("desc")) {
            return true;
        }
        throw Problem.of(Response.Status.BAD_REQUEST, "\"order\" is asc, the oldest first, or desc.");
    }

    private static String text(@Nullable Map<String, Object> wish, String name) {
        if (wish != null && wish.get(name) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw Problem.of(Response.Status.BAD_REQUEST, "An erasure needs \"userId\" and \"reason\", both as text.");
    }
}
