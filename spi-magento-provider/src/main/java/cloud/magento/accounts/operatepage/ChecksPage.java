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
                .with(section.table(findings("findings", report.findings(), true), "checks.none"))
                .render();
    }

    @Override
    public Response post(Sent sent) {
        String check = sent.text(CHECK);
        DoctorResource.FixBody fix = sent.isConfirmed()
                ? operator.act(api -> api.doctor().fix(check, false))
                : operator.api().doctor().fix(check, true);
        Section section = new Section("fix");
        if (sent.isConfirmed()) {
            section.alert("success", "fix.done");
        } else if (!fix.fixed().isEmpty()) {
            section.say("fix.confirm");
        }
        section.table(findings("fixed", fix.fixed(), false), "fix.nothing");
        if (!fix.left().isEmpty()) {
            section.table(findings("unfixed", fix.left(), false), "fix.nothing");
        }
        if (sent.isConfirmed() || fix.fixed().isEmpty()) {
            section.link("back", url);
        } else {
            section.form(Form.post(FIX, url).hidden(CHECK, check).confirming().cancel(url));
        }
        return new Screen(operator, Place.CHECKS).with(section).render();
    }

    private Table findings(String id, List<DoctorResource.Body> findings, boolean withFixes) {
        Table table = new Table(id, "what", "severity", "subject", "evidence", "consequence", "repair", "do");
        boolean mayFix = withFixes && operator.may(Right.MANAGE);
        for (DoctorResource.Body finding : findings) {
            table.row(
                    finding.check(),
                    Cell.code(finding.check()),
                    Cell.say("severity." + finding.severity()),
                    Cell.text(finding.subject()),
                    Cell.english(finding.evidence()),
                    Cell.english(finding.consequence()),
                    Cell.english(finding.mend()),
                    mayFix && finding.fixable()
                            ? Cell.button(Form.post(FIX, url).hidden(CHECK, finding.check()))
                            : Cell.none());
        }
        return table;
    }
}
