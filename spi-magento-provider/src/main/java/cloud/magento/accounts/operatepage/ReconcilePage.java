package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.adoption.ReconciliationReport;
import cloud.magento.accounts.adoption.ReconciliationReport.Group;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where Keycloak's table of links, the registry and the ledger disagree, and mending it. */
final class ReconcilePage implements OperatorPage {
    private static final String COMPARE = "compare";
    private static final String MEND = "mend";

    /** What was confirmed before, and did not come to its end in one call. */
    private static final Told GOES_ON = Told.of(MEND);

    private final Operator operator;
    private final String url;

    ReconcilePage(Operator operator) {
        this.operator = operator;
        this.url = Place.RECONCILE.url(operator.session());
    }

    /** Comparing a million links takes its time, so it is asked for. */
    @Override
    public Response show(MultivaluedMap<String, String> parameters) {
        return new Screen(operator, Place.RECONCILE)
                .with(new Section("reconcile")
                        .say("reconcile.text")
                        .form(Form.post(COMPARE, url).primary()))
                .render();
    }

    @Override
    public Response post(Sent sent) {
        boolean isAsked = sent.is(MEND) && sent.isConfirmed();
        if (isAsked) {
            operator.require(Right.MANAGE);
        }
        boolean goesOn = isAsked && !GOES_ON.isOutdated(sent);
        ReconciliationReport named = goesOn ? null : operator.api().reconcile().name();
        boolean isOutdated = isAsked && named != null && told(named).isOutdated(sent);
        boolean mend = isAsked && !isOutdated;
        ReconciliationReport report =
                mend || named == null ? operator.api().reconcile().mend(false) : named;
        Screen screen = new Screen(operator, Place.RECONCILE);
        Section section = new Section("reconcile");
        long certain = groups(report).values().stream().mapToInt(Group::count).sum();
        if (isOutdated) {
            section.alert("warning", "policy.meanwhile");
            screen.status(Response.Status.CONFLICT);
        }
        if (mend) {
            section.alert("success", "reconcile.mended", certain);
        } else if (certain == 0 && report.undecided().isEmpty()) {
            section.alert("success", "reconcile.agree");
        }
        if (!report.complete()) {
            section.alert("info", "incomplete");
        }
        section.table(table(report), "reconcile.none");
        if (!mend && certain > 0 || mend && !report.complete()) {
            section.say("reconcile.confirm", certain);
            if (operator.may(Right.MANAGE)) {
                section.form((mend ? GOES_ON : told(report))
                        .confirmedBy(Form.post(MEND, url))
                        .cancel(url));
            } else {
                section.alert("info", "role.manage");
            }
        }
        screen.with(section);
        if (!report.undecided().isEmpty()) {
            screen.with(new Section("undecided")
                    .say("undecided.text")
                    .table(LeftTable.of(report.undecided(), operator.locale()), "reconcile.none"));
        }
        return screen.with(new Section("again").form(Form.post(COMPARE, url))).render();
    }

    /** How many there are of each; of so many that they were not all counted, only that. */
    private static Told told(ReconciliationReport report) {
        return report.complete()
                ? Told.of(groups(report).values().stream().map(Group::count).toArray())
                : Told.of(false);
    }

    private Table table(ReconciliationReport report) {
        Table table = new Table("reconcile", "what", "#count", "mend");
        groups(report).forEach((name, group) -> {
            if (group.count() > 0) {
                table.row(
                        name,
                        Cell.say("reconcile.group." + name),
                        Cell.number(group.count(), operator.locale()),
                        Cell.say("reconcile.mend." + group.mend()));
            }
        });
        return table;
    }

    private static Map<String, Group> groups(ReconciliationReport report) {
        Map<String, Group> groups = new LinkedHashMap<>();
        groups.put("not-in-registry", report.notInRegistry());
        groups.put("not-in-keycloak", report.notInKeycloak());
        groups.put("renamed", report.renamed());
        groups.put("not-in-ledger", report.notInLedger());
        groups.put("only-in-ledger", report.onlyInLedger());
        groups.put("exemptions-not-in-ledger", report.exemptionsNotInLedger());
        groups.put("exemptions-only-in-ledger", report.exemptionsOnlyInLedger());
        groups.put("exemptions-of-gone-accounts", report.exemptionsOfGoneAccounts());
        return groups;
    }
}
