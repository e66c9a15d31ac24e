package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.adminapi.CohortBody;
import cloud.magento.accounts.adminapi.ConsentParameters;
import cloud.magento.accounts.interlock.InterlockRefusal;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Groups whose members have a deadline of their own. */
final class GroupsPage implements OperatorPage {
    private static final String SET = "set-deadline";
    private static final String WITHDRAW = "withdraw";
    private static final String GROUP = "group";
    private static final String DEADLINE = "deadline";
    private static final String REASON = "reason";
    private static final String PAGE = "100";

    private final Operator operator;
    private final String url;

    GroupsPage(Operator operator) {
        this.operator = operator;
        this.url = Place.GROUPS.url(operator.session());
    }

    @Override
    public Response show(MultivaluedMap<String, String> parameters) {
        CohortBody.Page page = operator.api().cohorts().list(parameters.getFirst("after"), PAGE);
        Section section = new Section("groups").say("groups.text").table(table(page), "groups.none");
        if (page.next() != null) {
            section.link("next", Place.GROUPS.url(operator.session(), Map.of("after", page.next())));
        }
        Screen screen = new Screen(operator, Place.GROUPS).with(section);
        if (operator.may(Right.MANAGE)) {
            screen.with(new Section("set-deadline")
                    .say("set-deadline.text")
                    .form(Form.post(SET, url)
                            .required("text", GROUP, "")
                            .required("datetime-local", DEADLINE, "")
                            .field("text", REASON, "")
                            .button("try")
                            .primary()));
        } else {
            section.alert("info", "role.manage");
        }
        return screen.render();
    }

    @Override
    public Response post(Sent sent) {
        return sent.is(WITHDRAW) ? withdraw(sent) : set(sent);
    }

    private Response set(Sent sent) {
        Map<String, Object> cohort = sent.text(REASON).isEmpty()
                ? Map.of(GROUP, sent.text(GROUP), DEADLINE, sent.time(DEADLINE))
                : Map.of(GROUP, sent.text(GROUP), DEADLINE, sent.time(DEADLINE), REASON, sent.text(REASON));
        RolloutCall call = RolloutCall.make(operator, Map.of("cohorts", List.of(cohort)), sent);
        return call.render(
                operator,
                Place.GROUPS,
                new Section("set-deadline"),
                Changes.table(call.changes(), "cohort"),
                "groups.confirm",
                Form.post(SET, url)
                        .hidden(GROUP, sent.text(GROUP))
                        .hidden(DEADLINE, sent.text(DEADLINE))
                        .hidden(REASON, sent.text(REASON)));
    }

    private Response withdraw(Sent sent) {
        ConsentParameters consent = RolloutCall.consent(sent);
        Form form = Form.post(WITHDRAW, url).hidden(GROUP, sent.text(GROUP));
        Section section = new Section("withdraw");
        Screen screen = new Screen(operator, Place.GROUPS).with(section);
        try {
            CohortBody body = sent.isConfirmed()
                    ? operator.act(api -> api.cohorts().withdraw(sent.text(GROUP), false, consent))
                    : operator.api().cohorts().withdraw(sent.text(GROUP), true, consent);
            section.table(table(new CohortBody.Page(List.of(body), null)), "groups.none");
            if (sent.isConfirmed()) {
                section.alert("success", "policy.done").link("back", url);
                return screen.render();
            }
            section.say("withdraw.confirm", body.members() == null ? 0 : body.members());
        } catch (InterlockRefusal refused) {
            RolloutCall.ask(section, form, refused.body());
            screen.status(Response.Status.CONFLICT);
        }
        section.form(form.confirming().cancel(url));
        return screen.render();
    }

    private Table table(CohortBody.Page page) {
        Table table = new Table("groups", "group", "deadline", "state", "reason", "do");
        boolean mayManage = operator.may(Right.MANAGE);
        for (CohortBody cohort : page.cohorts()) {
            table.row(
                    cohort.id(),
                    Cell.text(cohort.name()),
                    Cell.time(time(cohort.deadline()), operator.locale()),
                    Cell.say("group-state." + cohort.state()),
                    Cell.text(cohort.approval() == null ? "" : cohort.approval().reason()),
                    mayManage && cohort.approval() != null
                            ? Cell.button(Form.post(WITHDRAW, url).hidden(GROUP, cohort.id()))
                            : Cell.none());
        }
        return table;
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }
}
