package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.bulk.BulkAction;
import cloud.magento.accounts.bulk.BulkChange;
import cloud.magento.accounts.bulk.BulkChange.Format;
import cloud.magento.accounts.invitation.InvitationProblem;
import cloud.magento.accounts.invitation.InvitationResult;
import cloud.magento.accounts.invitation.InvitationSender;
import cloud.magento.accounts.invitation.InvitationWish;
import cloud.magento.accounts.registry.Invitation;
import cloud.magento.accounts.registry.InvitationEnd;
import cloud.magento.accounts.registry.Invitations;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.events.admin.OperationType;

/** {@code invitations}: invites accounts by mail to be linked, or to be linked anew, and tells what became of it. */
public final class InvitationsResource {
    private static final String EVENT = "MAGENTO_INVITATION";
    private static final String CALL = "call";
    private static final String HOURS = "hours";
    private static final String MAIL_ALONE = "mailAlone";
    private static final String USER_ID = "userId";
    private static final int USUAL_SIZE = 100;
    private static final int MAX_SIZE = 1000;

    private final AdminCall call;

    /**
     * A page.
     *
     * @param next what to give as {@code after} for the next page; left out on the last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(
            List<InvitationBody> invitations, @Nullable String next) {
        public Page {
            invitations = List.copyOf(invitations);
        }
    }

    /**
     * What came of inviting one account.
     *
     * @param result {@code invited}, or {@code unchanged} where this call has mailed it before
     * @param invitation left out in a dry run, and where nothing was sent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Answer(
            String result, boolean dryRun, @Nullable InvitationBody invitation) {}

    InvitationsResource(AdminCall call) {
        this.call = call;
    }

    /**
     * A page of them, the newest first.
     *
     * @param userId of this account alone
     * @param after {@code next} of the page before
     * @param max how many at most
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Page list(
            @QueryParam(USER_ID) @Nullable String userId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("max") @Nullable String max) {
        call.access().requireView();
        call.requireKnown(Set.of(USER_ID, "after", "max"));
        int size = max == null ? USUAL_SIZE : (int) Parameters.number("max", max, 1, MAX_SIZE);
        List<Invitation> found = new Invitations(call.session(), call.realm())
                .page(userId == null || userId.isEmpty() ? null : userId, after == null ? "" : after, size + 1);
        List<Invitation> page = found.stream().limit(size).toList();
        call.record(OperationType.ACTION, EVENT, Map.of("read", page.size()));
        Instant now = now();
        return new Page(
                page.stream().map(one -> InvitationBody.of(one, now)).toList(),
                found.size() > size ? Invitations.place(page.get(size - 1)) : null);
    }

    /**
     * Invites one account, in place of any invitation that it has.
     *
     * @param wish {@code userId}; {@code hours}: for how long, where shorter than the setting; {@code mailAlone};
     *     {@code call}
     * @param dryRun only tell what would be done
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Answer invite(@Nullable Map<String, Object> wish, @QueryParam("dryRun") boolean dryRun) {
        call.access().requireManage();
        call.access().requireManageUsers();
        call.requireKnown(Set.of("dryRun"));
        Map<String, Object> given = wish == null ? Map.of() : wish;
        given.keySet().stream()
                .filter(key -> !Set.of(USER_ID, HOURS, MAIL_ALONE, CALL).contains(key))
                .findFirst()
                .ifPresent(unknown -> {
                    throw bad("There is userId, hours, mailAlone and call, and nothing else.");
                });
        if (!(given.get(USER_ID) instanceof String userId)) {
            throw bad("\"userId\" is missing: the id of the account, as text.");
        }
        if (!(given.getOrDefault(MAIL_ALONE, false) instanceof Boolean mailAlone)) {
            throw bad("\"mailAlone\" must be true or false.");
        }
        InvitationWish terms = wish(text(given.get(CALL)), text(given.get(HOURS)), mailAlone, true);
        call.record(OperationType.ACTION, EVENT, recorded(terms, Map.of(USER_ID, userId, "dryRun", dryRun)));
        call.session().getTransactionManager().commit();
        InvitationResult result = sender(terms, dryRun).invite(userId);
        @Nullable InvitationProblem problem = result.problem();
        if (problem != null) {
            throw Problem.of(status(problem), problem.message());
        }
        @Nullable Invitation sent = result.invitation();
        return new Answer(
                result.invited() ? "invited" : "unchanged",
                dryRun,
                sent == null ? null : InvitationBody.of(sent, now()));
    }

    /**
     * Invites many, a row for each; who has an invitation that can be used is left with it, unless {@code call} names
     * another call than the one that sent it.
     *
     * @param name of the call, by which it mails nobody twice
     * @param hours for how long, where shorter than the setting
     * @param mailAlone whether the mail may prove an account that has nothing of its own to prove it by
     * @param dryRun only tell what would be done
     * @return a line for each row, and one more with the sums
     */
    @POST
    @Consumes({"text/csv", "application/x-ndjson"})
    @Produces("application/x-ndjson")
    public Response inviteMany(
            InputStream body,
            @QueryParam(CALL) @Nullable String name,
            @QueryParam(HOURS) @Nullable String hours,
            @QueryParam(MAIL_ALONE) boolean mailAlone,
            @QueryParam("dryRun") boolean dryRun) {
        call.requireKnown(Set.of(CALL, HOURS, MAIL_ALONE, "dryRun"));
        BulkResource rows = new BulkResource(call, BulkAction.INVITE);
        return BulkResource.answer(begin(rows, body, rows.format(), wish(name, hours, mailAlone, false), dryRun));
    }

    /** The same for a page: checked and put on record, to be run while the answer goes out. */
    public BulkChange begin(InputStream body, Format format, String name, boolean dryRun) {
        return begin(new BulkResource(call, BulkAction.INVITE), body, format, wish(name, null, false, false), dryRun);
    }

    private BulkChange begin(BulkResource rows, InputStream body, Format format, InvitationWish terms, boolean dryRun) {
        return rows.begin(body, format, dryRun, false, EVENT, recorded(terms, Map.of()))
                .inviting(sender(terms, dryRun));
    }

    /** Ends one that can still be used. */
    @DELETE
    @Path("{id}")
    public Response withdraw(@PathParam("id") String id) {
        call.access().requireManage();
        call.access().requireManageUsers();
        Invitations invitations = new Invitations(call.session(), call.realm());
        if (invitations.ofId(id).isEmpty()) {
            throw Problem.of(Response.Status.NOT_FOUND, "This realm has no invitation with this id.");
        }
        if (!invitations.end(id, InvitationEnd.OPERATOR)) {
            throw Problem.of(Response.Status.CONFLICT, "This invitation is over already.");
        }
        call.record(OperationType.DELETE, EVENT);
        return Response.noContent().build();
    }

    private InvitationSender sender(InvitationWish terms, boolean dryRun) {
        return new InvitationSender(call.session(), terms, call.access().actor(), dryRun);
    }

    private InvitationWish wish(@Nullable String name, @Nullable String hours, boolean mailAlone, boolean again) {
        Duration most = InvitationSender.lifetime(call.session(), call.realm())
                .orElseThrow(() -> Problem.of(
                        Response.Status.CONFLICT,
                        "This realm has no identity provider of the type \"magento\" to link accounts to."));
        try {
            return new InvitationWish(
                    name,
                    hours == null ? null : Duration.ofHours(Parameters.number(HOURS, hours, 1, most.toHours())),
                    mailAlone,
                    again);
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Object> recorded(InvitationWish terms, Map<String, Object> further) {
        Map<String, Object> record = new TreeMap<>(further);
        record.put(MAIL_ALONE, terms.mailAlone());
        if (terms.call() != null) {
            record.put(CALL, terms.call());
        }
        if (terms.lifetime() != null) {
            record.put(HOURS, terms.lifetime().toHours());
        }
        return record;
    }

    private static Response.Status status(InvitationProblem problem) {
        return switch (problem) {
            case ACCOUNT_UNKNOWN -> Response.Status.NOT_FOUND;
            case POSTPONED -> Response.Status.TOO_MANY_REQUESTS;
            case MAIL_FAILED -> Response.Status.BAD_GATEWAY;
            default -> Response.Status.CONFLICT;
        };
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static RuntimeException bad(String detail) {
        return Problem.of(Response.Status.BAD_REQUEST, detail);
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
