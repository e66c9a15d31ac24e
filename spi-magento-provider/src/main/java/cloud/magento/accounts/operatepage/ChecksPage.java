package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.adminapi.DoctorResource;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** What the configuration leaves open, as the doctor finds it, and its fixes. */
final class ChecksPage implements OperatorPage {
    private static final String FIX = "fix";
    private static final String CHECK = "check";

    private final Operator operator;
    private final String url;

    ChecksPage(Operator operator) {
        this.operator = operator;
        this.url = Place.CHECKS.url(operator.session());
    }

    @Override
    public Response show(MultivaluedMap<String, String> parameters) {
        DoctorResource.Report report = operator.api().doctor().examine();
        Section section = new Section("checks").say("checks.text");
        if (report.severe() > 0) {
            section.alert("error", "checks.severe", report.severe());
        }
        if (!report.findings().isEmpty() && !operator.may(Right.MANAGE)) {
            section.alert("info", "role.manage");
        }
        return new Screen(operator, Place.CHECKS)
                .with(section.cards("findings", cards(report.findings(), true), "checks.none"))
                .render();
    }

    @Override
    public Response post(Sent sent) {
        String check = sent.text(CHECK);
        DoctorResource.FixBody would = operator.api().doctor().fix(check, true);
        Told told = Told.of(would.fixed(), would.left());
        boolean isOutdated = told.isOutdated(sent);
        boolean isDone = sent.isConfirmed() && !isOutdated;
        DoctorResource.FixBody fix = isDone ? operator.act(api -> api.doctor().fix(check, false)) : would;
        Screen screen = new Screen(operator, Place.CHECKS);
        Section section = new Section("fix");
        if (isOutdated) {
            section.alert("warning", "policy.meanwhile");
            screen.status(Response.Status.CONFLICT);
        }
        if (isDone) {
            section.alert("success", "fix.done");
        } else if (!fix.fixed().isEmpty()) {
            section.say("fix.confirm");
        }
        section.cards("fixed", cards(fix.fixed(), false), "fix.nothing");
        if (!fix.left().isEmpty()) {
            section.cards("unfixed", cards(fix.left(), false), "fix.nothing");
        }
        if (isDone || fix.fixed().isEmpty()) {
            section.link("back", url);
        } else {
            section.form(
                    told.confirmedBy(Form.post(FIX, url).hidden(CHECK, check)).cancel(url));
        }
        return screen.with(section).render();
    }

    private List<Card> cards(List<DoctorResource.Body> findings, boolean withFixes) {
        boolean mayFix = withFixes && operator.may(Right.MANAGE);
        return findings.stream()
                .map(finding -> mayFix && finding.fixable()
                        ? card(finding).form(Form.post(FIX, url).hidden(CHECK, finding.check()))
                        : card(finding))
                .toList();
    }

    private static Card card(DoctorResource.Body finding) {
        return new Card(
                        finding.check(),
                        finding.severity(),
                        List.of(Cell.say("severity." + finding.severity()), Cell.code(finding.check())))
                .fact("subject", Cell.text(finding.subject()))
                .fact("evidence", Cell.english(finding.evidence()))
                .fact("consequence", Cell.english(finding.consequence()))
                .fact("repair", Cell.english(finding.mend()));
    }
}
