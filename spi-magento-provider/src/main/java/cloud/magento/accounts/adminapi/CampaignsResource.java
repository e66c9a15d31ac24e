package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.campaign.Campaign;
import cloud.magento.accounts.campaign.Campaigns;
import cloud.magento.accounts.campaign.MailState;
import cloud.magento.accounts.campaign.Reminder;
import cloud.magento.accounts.registry.LinkConflict;
import cloud.magento.accounts.reminder.ReminderMail;
import cloud.magento.accounts.reminder.ReminderPreview;
import cloud.magento.accounts.report.InvalidFilterException;
import cloud.magento.accounts.web.MailServer;
import cloud.magento.accounts.web.PageUrls;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.ModelException;

/**
 * {@code campaigns}: reminds people by mail, before their deadline, to connect their account. Nothing is sent by any
 * campaign that was not started by a call of this.
 */
public final class CampaignsResource {
    private static final String EVENT = "MAGENTO_CAMPAIGN";
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
            List<CampaignBody> campaigns, @Nullable String next) {
        public Page {
            campaigns = List.copyOf(campaigns);
        }
    }

    /**
     * What a campaign has for one account.
     *
     * @param days before the deadline; 0 for what is sent once
     * @param deadline that the mail told
     * @param changedAt when it came to its state
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Mail(
            String userId,
            int days,
            String state,
            @Nullable String reason,
            @Nullable String deadline,
            String changedAt) {
        static Mail of(Reminder reminder) {
            return new Mail(
                    reminder.userId(),
                    reminder.step(),
                    reminder.state().id(),
                    reminder.reason(),
                    reminder.deadline() == null ? null : reminder.deadline().toString(),
                    reminder.changedAt().toString());
        }
    }

    /** A page of them. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MailPage(List<Mail> mails, @Nullable String next) {
        public MailPage {
            mails = List.copyOf(mails);
        }
    }

    /** @param campaign the one that was started; left out in a dry run */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Answer(boolean dryRun, @Nullable CampaignBody campaign, CampaignReach reach) {}

    CampaignsResource(AdminCall call) {
        this.call = call;
    }

    /**
     * A page of them, the newest first.
     *
     * @param after {@code next} of the page before
     * @param max how many at most
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Page list(@QueryParam("after") @Nullable String after, @QueryParam("max") @Nullable String max) {
        call.access().requireView();
        call.requireKnown(Set.of("after", "max"));
        int size = size(max);
        List<Campaign> found = campaigns().page(after == null ? "" : after, size + 1);
        return new Page(
                found.stream().limit(size).map(this::body).toList(),
                found.size() > size ? Campaigns.place(found.get(size - 1)) : null);
    }

    /**
     * Starts one, or tells whom it would reach.
     *
     * @param wish see {@link CampaignWish}
     * @param dryRun only tell whom it would reach
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Answer start(@Nullable Map<String, Object> wish, @QueryParam("dryRun") boolean dryRun) {
        requireManage();
        call.requireKnown(Set.of("dryRun"));
        Campaign.Terms terms =
                new CampaignWish(call.session(), call.realm(), wish == null ? Map.of() : wish).terms(page());
        CampaignReach reach =
                checked(() -> CampaignReach.of(ReportAccess.reports(call.session(), call.realm()), terms));
        requireMailServer();
        campaigns().runningLike(terms).ifPresent(running -> {
            throw running();
        });
        if (dryRun) {
            return new Answer(true, null, reach);
        }
        CampaignBody body =
                body(started(() -> campaigns().start(terms, call.access().actor())));
        call.record(OperationType.CREATE, EVENT, body);
        return new Answer(false, body, reach);
    }

    /** One of them. */
    @GET
    @Path("{campaign}")
    @Produces(MediaType.APPLICATION_JSON)
    public CampaignBody get(@PathParam("campaign") String id) {
        call.access().requireView();
        call.requireKnown(Set.of());
        return body(known(id));
    }

    /**
     * Who was reminded, and who was not: a page, by the accounts' ids.
     *
     * @param state of the mails; all without it
     * @param after {@code next} of the page before
     * @param max how many at most
     */
    @GET
    @Path("{campaign}/mails")
    @Produces(MediaType.APPLICATION_JSON)
    public MailPage mails(
            @PathParam("campaign") String id,
            @QueryParam("state") @Nullable String state,
            @QueryParam("after") @Nullable String after,
            @QueryParam("max") @Nullable String max) {
        call.access().requireView();
        call.requireKnown(Set.of("state", "after", "max"));
        int size = size(max);
        List<Reminder> found =
                campaigns().reminders(known(id).id(), states(state), after == null ? "" : after, size + 1);
        List<Reminder> page = found.stream().limit(size).toList();
        call.record(OperationType.ACTION, EVENT, Map.of("read", page.size()));
        return new MailPage(
                page.stream().map(Mail::of).toList(), found.size() > size ? Campaigns.place(page.get(size - 1)) : null);
    }

    /** Stops one; it can be resumed. */
    @POST
    @Path("{campaign}/stop")
    @Produces(MediaType.APPLICATION_JSON)
    public CampaignBody stop(@PathParam("campaign") String id) {
        requireManage();
        call.requireKnown(Set.of());
        Campaign campaign = known(id);
        if (!campaigns().stop(campaign.id())) {
            throw conflict("This campaign does not run.");
        }
        return recorded(id, "stop");
    }

    /** Has one that was stopped go on where it stood. */
    @POST
    @Path("{campaign}/resume")
    @Produces(MediaType.APPLICATION_JSON)
    public CampaignBody resume(@PathParam("campaign") String id) {
        requireManage();
        call.requireKnown(Set.of());
        Campaign campaign = known(id);
        requireMailServer();
        if (!started(() -> campaigns().resume(campaign.id(), page()))) {
            throw conflict("This campaign was not stopped.");
        }
        return recorded(id, "resume");
    }

    /** The mail as a person would get it now, before any campaign: see {@link #preview(String, String, String)}. */
    @GET
    @Path("preview")
    @Produces(MediaType.APPLICATION_JSON)
    public ReminderMail.Rendered preview(
            @QueryParam("userId") @Nullable String userId, @QueryParam("locale") @Nullable String locale) {
        call.access().requireView();
        return rendered(userId, locale, page());
    }

    /**
     * The mail of a campaign as a person would get it now.
     *
     * @param userId the account; a made-up one without it
     * @param locale the language; the account's, or the realm's default, without it
     */
    @GET
    @Path("{campaign}/preview")
    @Produces(MediaType.APPLICATION_JSON)
    public ReminderMail.Rendered preview(
            @PathParam("campaign") String id,
            @QueryParam("userId") @Nullable String userId,
            @QueryParam("locale") @Nullable String locale) {
        call.access().requireView();
        return rendered(userId, locale, known(id).terms().page());
    }

    private ReminderMail.Rendered rendered(@Nullable String userId, @Nullable String locale, String page) {
        call.requireKnown(Set.of("userId", "locale"));
        ReportAccess.reports(call.session(), call.realm());
        if (userId != null && !userId.isEmpty()) {
            call.record(OperationType.ACTION, EVENT, Map.of("preview", userId));
        }
        return checked(() -> ReminderPreview.of(call.session(), call.realm(), userId, locale, page));
    }

    private CampaignBody recorded(String id, String act) {
        call.record(OperationType.ACTION, EVENT, Map.of("id", id, "act", act));
        return get(id);
    }

    /** Two that start the same at one moment: the database lets one of them. */
    private <T> T started(Supplier<T> change) {
        try {
            return change.get();
        } catch (PersistenceException | ModelException e) {
            call.session().getTransactionManager().setRollbackOnly();
            if (!LinkConflict.is(e)) {
                throw e;
            }
            throw running();
        }
    }

    private static <T> T checked(Supplier<T> question) {
        try {
            return question.get();
        } catch (InvalidFilterException e) {
            throw Problem.of(Response.Status.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private Campaign known(String id) {
        return campaigns()
                .ofId(id)
                .orElseThrow(() -> Problem.of(Response.Status.NOT_FOUND, "This realm has no campaign with this id."));
    }

    private static Set<MailState> states(@Nullable String state) {
        return state == null || state.isEmpty()
                ? EnumSet.allOf(MailState.class)
                : EnumSet.of(MailState.ofId(state)
                        .orElseThrow(() -> Problem.of(
                                Response.Status.BAD_REQUEST,
                                "\"state\" is one of "
                                        + Arrays.stream(MailState.values())
                                                .map(MailState::id)
                                                .collect(Collectors.joining(", "))
                                        + ".")));
    }

    private void requireManage() {
        call.access().requireManage();
        call.access().requireManageUsers();
    }

    private void requireMailServer() {
        if (!MailServer.isConfigured(call.realm())) {
            throw conflict("The realm has no mail server. Set one in the realm's settings, under Email.");
        }
    }

    private static RuntimeException running() {
        return conflict("A campaign for the same accounts, by the same days, is running. Stop it first.");
    }

    private static RuntimeException conflict(String detail) {
        return Problem.of(Response.Status.CONFLICT, detail);
    }

    private static int size(@Nullable String max) {
        return max == null ? USUAL_SIZE : (int) Parameters.number("max", max, 1, MAX_SIZE);
    }

    private CampaignBody body(Campaign campaign) {
        return CampaignBody.of(campaign, campaigns().counts(campaign.id()));
    }

    private String page() {
        return PageUrls.accountPage(call.session(), call.realm()).toString();
    }

    private Campaigns campaigns() {
        return new Campaigns(call.session(), call.realm());
    }
}
