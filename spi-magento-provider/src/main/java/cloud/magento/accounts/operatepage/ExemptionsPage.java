package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.adminapi.ExemptionBody;
import cloud.magento.accounts.adminapi.ExemptionsResource;
import cloud.magento.accounts.registry.Exemptions;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.UserModel;

/** Who is let through, until when and why; those first whose exemption ends first. */
final class ExemptionsPage implements OperatorPage {
    private static final String GRANT = "grant";
    private static final String GRANT_GROUP = "grant-group";
    private static final String END = "end";
    private static final String ACCOUNT = "account";
    private static final String GROUP = "group";
    private static final String UNTIL = "until";
    private static final String REASON = "reason";
    private static final String AFTER = "after";
    private static final String SIZE = "50";
    private static final Duration SOON = Duration.ofDays(14);

    private final Operator operator;
    private final String url;

    ExemptionsPage(Operator operator) {
        this.operator = operator;
        this.url = Place.EXEMPTIONS.url(operator.session());
    }

    @Override
    public Response show(MultivaluedMap<String, String> parameters) {
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        ExemptionsResource.Page page = operator.api().exemptions().list(parameters.getFirst(AFTER), SIZE);
        Section section = new Section("exemptions").say("exemptions.text");
        long soon = new Exemptions(operator.session(), operator.realm()).countEndingBetween(now, now.plus(SOON));
        if (soon > 0) {
            section.alert("warning", "exemptions.soon", soon, SOON.toDays());
        }
        section.table(table(page.exemptions()), "exemptions.none");
        if (page.next() != null) {
            section.link("next", Place.EXEMPTIONS.url(operator.session(), Map.of(AFTER, page.next())));
        }
        Screen screen = new Screen(operator, Place.EXEMPTIONS).with(section);
        if (!operator.may(Right.MANAGE)) {
            section.alert("info", "role.manage");
            return screen.render();
        }
        return screen.with(new Section("grant")
                        .say("grant.text")
                        .form(Form.post(GRANT, url)
                                .required("text", ACCOUNT, parameters.getFirst(ACCOUNT))
                                .required("datetime-local", UNTIL, "")
                                .required("text", REASON, "")
                                .button("try")
                                .primary()))
                .with(new Section("grant-group")
                        .say("grant-group.text")
                        .form(Form.post(GRANT_GROUP, url)
                                .required("text", GROUP, "")
                                .required("datetime-local", UNTIL, "")
                                .required("text", REASON, "")
                                .button("try")))
                .with(new Section("grant-many")
                        .say("grant-many.text")
                        .link("grant-many", Place.LINKS.url(operator.session())))
                .render();
    }

    @Override
    public Response post(Sent sent) {
        operator.require(Right.MANAGE);
        return sent.is(GRANT_GROUP) ? grantGroup(sent) : one(sent);
    }

    private Response grantGroup(Sent sent) {
        Map<String, Object> document = Map.of(
                "exemptions",
                List.of(Map.of(GROUP, sent.text(GROUP), UNTIL, sent.time(UNTIL), REASON, sent.text(REASON))));
        RolloutCall call = RolloutCall.make(operator, document, sent);
        return call.render(
                operator,
                Place.EXEMPTIONS,
                new Section("grant-group"),
                Changes.table(call.changes(), "exemption"),
                "grant-group.confirm",
                Form.post(GRANT_GROUP, url)
                        .hidden(GROUP, sent.text(GROUP))
                        .hidden(UNTIL, sent.text(UNTIL))
                        .hidden(REASON, sent.text(REASON)));
    }

    private Response one(Sent sent) {
        boolean ends = sent.is(END);
        return NamedAccount.in(
                operator,
                Place.EXEMPTIONS,
                ends ? "end" : "grant",
                sent.text(ACCOUNT),
                (user, section) -> one(sent, ends, user, section));
    }

    private Response one(Sent sent, boolean ends, UserModel user, Section section) {
        Screen screen = new Screen(operator, Place.EXEMPTIONS).with(section);
        if (sent.isConfirmed()) {
            operator.act(api -> ends
                    ? api.exemption(user.getId()).delete()
                    : api.exemption(user.getId()).put(Map.of(UNTIL, sent.time(UNTIL), REASON, sent.text(REASON))));
            section.alert("success", "policy.done").link("back", url);
            return screen.render();
        }
        section.table(
                        new Table("exemption", "account", "email", "until", "reason")
                                .row(
                                        user.getId(),
                                        Cell.text(user.getUsername()),
                                        Cell.text(user.getEmail()),
                                        Cell.text(ends ? "" : sent.time(UNTIL)),
                                        Cell.text(sent.text(REASON))),
                        "exemptions.none")
                .say(ends ? "end.confirm" : "grant.confirm")
                .form(Form.post(ends ? END : GRANT, url)
                        .hidden(ACCOUNT, user.getId())
                        .hidden(UNTIL, sent.text(UNTIL))
                        .hidden(REASON, sent.text(REASON))
                        .confirming()
                        .cancel(url));
        return screen.render();
    }

    private Table table(List<ExemptionBody> page) {
        Table table = new Table("exemptions", "account", "until", "reason", "do");
        boolean mayManage = operator.may(Right.MANAGE);
        for (ExemptionBody exemption : page) {
            @Nullable UserModel user = operator.session().users().getUserById(operator.realm(), exemption.userId());
            table.row(
                    exemption.userId(),
                    user == null ? Cell.code(exemption.userId()) : Cell.text(user.getUsername()),
                    Cell.time(Instant.parse(exemption.until()), operator.locale()),
                    Cell.text(exemption.reason()),
                    mayManage ? Cell.button(Form.post(END, url).hidden(ACCOUNT, exemption.userId())) : Cell.none());
        }
        return table;
    }
}
