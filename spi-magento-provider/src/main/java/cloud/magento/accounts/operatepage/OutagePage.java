package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.adminapi.OutageBody;
import cloud.magento.accounts.adminapi.UpstreamBody;
import cloud.magento.accounts.web.ReadableNumber;
import cloud.magento.accounts.web.ReadableTime;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How Magento.com fares, and declaring an outage of it, or its end. */
final class OutagePage implements OperatorPage {
    private static final String DECLARE = "declare";
    private static final String END = "end-outage";
    private static final String UNTIL = "until";
    private static final String REASON = "public-reason";

    private final Operator operator;
    private final Locale locale;
    private final String url;

    OutagePage(Operator operator) {
        this.operator = operator;
        this.locale = operator.locale();
        this.url = Place.OUTAGE.url(operator.session());
    }

    @Override
    public Response show(MultivaluedMap<String, String> parameters) {
        UpstreamBody upstream = operator.api().upstream().get();
        OutageBody outage = upstream.outage();
        Section section = new Section("outage").say("outage.text", outage.maxHours());
        if (outage.declared()) {
            section.alert("warning", "outage.declared", time(outage.until())).table(facts(outage), "reconcile.none");
        }
        if (!operator.may(Right.MANAGE)) {
            section.alert("info", "role.manage");
        } else if (outage.maxHours() == 0) {
            section.alert("info", "outage.forbidden");
        } else {
            section.form(Form.post(DECLARE, url)
                    .required("datetime-local", UNTIL, "")
                    .required("text", REASON, outage.reason())
                    .button("try")
                    .primary());
            if (outage.declared()) {
                section.form(Form.post(END, url));
            }
        }
        return new Screen(operator, Place.OUTAGE)
                .with(new Section("upstream").table(facts(upstream), "reconcile.none"))
                .with(section)
                .render();
    }

    @Override
    public Response post(Sent sent) {
        operator.require(Right.MANAGE);
        return sent.is(END) ? end(sent) : declare(sent);
    }

    private Response declare(Sent sent) {
        Map<String, Object> wish = Map.of("until", sent.time(UNTIL), "reason", sent.text(REASON));
        if (sent.isConfirmed()) {
            operator.act(api -> api.outage().declare(false, wish));
            return done();
        }
        OutageBody told = operator.api().outage().declare(true, wish);
        return confirming(
                new Section("outage")
                        .table(facts(told), "reconcile.none")
                        .say("outage.confirm", admitted(told), linked(told), time(told.until())),
                Form.post(DECLARE, url).hidden(UNTIL, sent.text(UNTIL)).hidden(REASON, sent.text(REASON)));
    }

    private Response end(Sent sent) {
        if (sent.isConfirmed()) {
            operator.act(api -> api.outage().end(false));
            return done();
        }
        OutageBody told = operator.api().outage().end(true);
        return confirming(
                new Section("outage").say("outage.end.confirm", admitted(told), linked(told)), Form.post(END, url));
    }

    private Response confirming(Section section, Form form) {
        return new Screen(operator, Place.OUTAGE)
                .with(section.form(form.confirming().cancel(url)))
                .render();
    }

    private Response done() {
        return new Screen(operator, Place.OUTAGE)
                .with(new Section("outage").alert("success", "policy.done").link("back", url))
                .render();
    }

    private Table facts(OutageBody outage) {
        return new Table("outage", "fact", "finding")
                .row("until", Cell.say("column.until"), Cell.text(time(outage.until())))
                .row("reason", Cell.say("field.public-reason"), Cell.text(outage.reason()));
    }

    private Table facts(UpstreamBody upstream) {
        Table table = new Table("upstream", "fact", "finding")
                .row("provider", Cell.say("fact.provider"), Cell.say("fact.provider." + state(upstream)))
                .row("health", Cell.say("fact.health"), Cell.say("fact.health." + upstream.health()))
                .row("health-since", Cell.say("fact.health-since"), moment(upstream.since()))
                .row("last-success", Cell.say("fact.last-success"), moment(upstream.lastSuccess()));
        UpstreamBody.@Nullable Failure failure = upstream.lastFailure();
        if (failure != null) {
            table.row("last-failure", Cell.say("fact.last-failure"), moment(failure.at()))
                    .row("fault", Cell.say("fact.fault"), Cell.code(failure.fault()));
        }
        return table.row("probe", Cell.say("fact.probe"), probe(upstream.probe()));
    }

    private Map<String, Object> probe(UpstreamBody.Probe probe) {
        if (probe.at() == null) {
            return Cell.say(probe.intervalSeconds() == 0 ? "fact.probe.off" : "fact.health.unknown");
        }
        return Cell.say(probe.fault() == null ? "fact.probe.answered" : "fact.probe.failed", time(probe.at()));
    }

    private static String state(UpstreamBody upstream) {
        return upstream.enabled() ? "enabled" : "disabled";
    }

    private Map<String, Object> moment(@Nullable String instant) {
        return instant == null ? Cell.say("fact.never") : Cell.text(time(instant));
    }

    private String time(@Nullable String instant) {
        return instant == null ? "" : ReadableTime.momentOf(Instant.parse(instant), locale);
    }

    private String admitted(OutageBody told) {
        return ReadableNumber.count(Objects.requireNonNull(told.accounts()).admitted(), locale);
    }

    private String linked(OutageBody told) {
        return ReadableNumber.count(Objects.requireNonNull(told.accounts()).linked(), locale);
    }
}
