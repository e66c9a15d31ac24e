package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.adminapi.CampaignBody;
import cloud.magento.accounts.adminapi.CampaignReach;
import cloud.magento.accounts.adminapi.CampaignsResource;
import cloud.magento.accounts.campaign.Campaign;
import cloud.magento.accounts.campaign.MailState;
import cloud.magento.accounts.reminder.ReminderMail;
import cloud.magento.accounts.web.ReadableNumber;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Campaigns of reminders: what became of them, starting one, stopping and resuming, and what their mail says. */
final class CampaignsPage implements OperatorPage {
    private static final String START = "start";
    private static final String STOP = "stop";
    private static final String RESUME = "resume";
    private static final String LOOK = "preview-mail";
    private static final String ID = "id";
    private static final String MEMBERS = "members";
    private static final String WITHIN = "withinDays";
    private static final String DAYS = "days";
    private static final String PER_MINUTE = "perMinute";
    private static final String UNVERIFIED = "unverified";
    private static final String RECIPIENT = "recipient";
    private static final String LANGUAGE = "language";
    private static final String AFTER = "after";
    private static final String SIZE = "20";
    private static final List<String> FIELDS = List.of(MEMBERS, WITHIN, DAYS, PER_MINUTE);

    private final Operator operator;
    private final String url;

    CampaignsPage(Operator operator) {
        this.operator = operator;
        this.url = Place.CAMPAIGNS.url(operator.session());
    }

    @Override
    public Response show(MultivaluedMap<String, String> parameters) {
        CampaignsResource.Page page = operator.api().campaigns().list(parameters.getFirst(AFTER), SIZE);
        Section section = new Section("campaigns")
                .say("campaigns.text")
                .table(table(page.campaigns(), operator.may(Right.LINKS)), "campaigns.none");
        if (page.next() != null) {
            section.link("next", Place.CAMPAIGNS.url(operator.session(), Map.of(AFTER, page.next())));
        }
        Screen screen = new Screen(operator, Place.CAMPAIGNS).with(section);
        if (operator.may(Right.LINKS)) {
            screen.with(new Section("campaign")
                    .say("campaign.text")
                    .form(Form.post(START, url)
                            .field("text", MEMBERS, "")
                            .field("number", WITHIN, "")
                            .field("text", DAYS, "")
                            .required("number", PER_MINUTE, Integer.toString(Campaign.USUAL_PER_MINUTE))
                            .flag(UNVERIFIED, false)
                            .button("try")
                            .primary()));
        } else {
            section.alert("info", "role.links");
        }
        return screen.with(mail(parameters.getFirst(RECIPIENT), parameters.getFirst(LANGUAGE)))
                .render();
    }

    @Override
    public Response post(Sent sent) {
        operator.require(Right.LINKS);
        return sent.is(START) ? start(sent) : change(sent, sent.is(STOP) ? STOP : RESUME);
    }

    private Response start(Sent sent) {
        Map<String, Object> wish = wish(sent);
        if (sent.isConfirmed()) {
            operator.act(api -> api.campaigns().start(wish, false));
            return done("campaign", "campaign.started");
        }
        CampaignReach reach = operator.api().campaigns().start(wish, true).reach();
        Section section = new Section("campaign");
        if (reach.reportOnly()) {
            section.alert("warning", "campaign.report-only");
        }
        Form form = Form.post(START, url).hidden(UNVERIFIED, Boolean.toString(sent.flag(UNVERIFIED)));
        FIELDS.forEach(field -> form.hidden(field, sent.text(field)));
        section.table(reach(reach), "campaign.nobody")
                .say("campaign.confirm", number(reach.accounts()), number(reach.atOnce()), number(reach.minutes()))
                .say("campaign.unwritable", number(reach.unwritable()))
                .form(form.confirming().cancel(url));
        return new Screen(operator, Place.CAMPAIGNS)
                .with(section)
                .with(mail("", ""))
                .render();
    }

    private Response change(Sent sent, String act) {
        String id = sent.text(ID);
        boolean stops = act.equals(STOP);
        if (sent.isConfirmed()) {
            operator.act(
                    api -> stops ? api.campaigns().stop(id) : api.campaigns().resume(id));
            return done("campaigns", "policy.done");
        }
        CampaignBody campaign = operator.api().campaigns().get(id);
        return new Screen(operator, Place.CAMPAIGNS)
                .with(new Section("campaigns")
                        .table(table(List.of(campaign), false), "campaigns.none")
                        .say("campaign." + act + ".confirm", number(mails(campaign, MailState.WAITING)))
                        .form(Form.post(act, url).hidden(ID, id).confirming().cancel(url)))
                .render();
    }

    private Response done(String section, String key) {
        return new Screen(operator, Place.CAMPAIGNS)
                .with(new Section(section).alert("success", key).link("back", url))
                .render();
    }

    private static Map<String, Object> wish(Sent sent) {
        Map<String, Object> wish = new HashMap<>(Map.of(UNVERIFIED, sent.flag(UNVERIFIED)));
        if (!sent.text(MEMBERS).isEmpty()) {
            wish.put("group", sent.text(MEMBERS));
        }
        for (String field : List.of(WITHIN, PER_MINUTE)) {
            if (!sent.text(field).isEmpty()) {
                wish.put(field, whole(sent.text(field)));
            }
        }
        if (!sent.text(DAYS).isEmpty()) {
            wish.put(
                    DAYS,
                    Arrays.stream(sent.text(DAYS).split("[\\s,;、]+"))
                            .map(CampaignsPage::whole)
                            .toList());
        }
        return wish;
    }

    /** Another text is left for the API to refuse. */
    private static Object whole(String text) {
        return text.matches("\\d{1,9}") ? Integer.valueOf(text) : text;
    }

    private Table reach(CampaignReach reach) {
        Table table = new Table("reach", "deadline", "#accounts", "#unwritable", "steps");
        reach.deadlines()
                .forEach(one -> table.row(
                        one.deadline(),
                        time(one.deadline()),
                        Cell.number(one.accounts(), operator.locale()),
                        Cell.number(one.unwritable(), operator.locale()),
                        one.steps().isEmpty()
                                ? Cell.none()
                                : Cell.lines(one.steps().stream()
                                        .map(step -> step.at().substring(0, 10))
                                        .toList())));
        return table;
    }

    /** @param withButtons whether each row has its button; where the page asks about one, it is asked below */
    private Table table(List<CampaignBody> page, boolean withButtons) {
        Table table = new Table(
                "campaigns", "started", "state", "days", "#sent", "#waiting", "#skipped", "#failed", "#doubtful", "do");
        for (CampaignBody one : page) {
            List<Map<String, Object>> cells = new ArrayList<>();
            cells.add(time(one.startedAt()));
            cells.add(
                    one.fault() == null || !one.isRunning()
                            ? Cell.say("campaign.state." + one.state())
                            : Cell.say("campaign.fault." + one.fault()));
            cells.add(days(one.days()));
            for (MailState state : List.of(
                    MailState.SENT, MailState.WAITING, MailState.SKIPPED, MailState.FAILED, MailState.DOUBTFUL)) {
                cells.add(Cell.number(mails(one, state), operator.locale()));
            }
            cells.add(withButtons ? action(one) : Cell.none());
            table.row(one.id(), cells);
        }
        return table;
    }

    private Map<String, Object> action(CampaignBody campaign) {
        if (!campaign.isRunning() && !campaign.isStopped()) {
            return Cell.none();
        }
        return Cell.button(Form.post(campaign.isRunning() ? STOP : RESUME, url).hidden(ID, campaign.id()));
    }

    private Map<String, Object> days(@Nullable List<Integer> days) {
        return days == null
                ? Cell.say("campaign.once")
                : Cell.text(days.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    private static long mails(CampaignBody campaign, MailState state) {
        return campaign.mails().getOrDefault(state.id(), 0L);
    }

    private Section mail(@Nullable String recipient, @Nullable String language) {
        String userId = recipient == null || recipient.isEmpty() ? "" : recipient;
        ReminderMail.Rendered mail = operator.api().campaigns().preview(userId, language);
        return new Section("mail")
                .say("mail.text")
                .table(
                        new Table("mail", "fact", "finding")
                                .row("subject", Cell.say("fact.mail-subject"), Cell.text(mail.subject()))
                                .row("text", Cell.say("fact.mail-text"), Cell.passage(mail.text(), mail.language())),
                        "campaigns.none")
                .form(Form.get(LOOK, url).field("text", RECIPIENT, userId).field("text", LANGUAGE, mail.language()));
    }

    private Map<String, Object> time(String instant) {
        return Cell.time(Instant.parse(instant), operator.locale());
    }

    private String number(long count) {
        return ReadableNumber.count(count, operator.locale());
    }
}
