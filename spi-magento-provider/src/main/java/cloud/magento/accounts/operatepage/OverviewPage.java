package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.evaluation.StoredPolicy;
import cloud.magento.accounts.interlock.Interlock;
import cloud.magento.accounts.interlock.Missing;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.report.Coverage;
import cloud.magento.accounts.report.Coverage.Counts;
import cloud.magento.accounts.report.Reports;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import cloud.magento.accounts.upstream.MagentoProvider;
import cloud.magento.accounts.web.ReadableNumber;
import cloud.magento.accounts.web.ReadableTime;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;

/** Where the roll-out stands, and what comes next. */
final class OverviewPage implements OperatorPage {
    private final Operator operator;
    private final KeycloakSession session;
    private final Locale locale;

    OverviewPage(Operator operator) {
        this.operator = operator;
        this.session = operator.session();
        this.locale = operator.locale();
    }

    @Override
    public Response show(MultivaluedMap<String, String> parameters) {
        Screen screen = new Screen(operator, Place.OVERVIEW);
        Optional<MagentoIdentityProviderConfig> provider = MagentoProvider.in(session, operator.realm());
        Optional<Reports> reports = Reports.in(session, operator.realm());
        if (provider.isEmpty() || reports.isEmpty()) {
            return screen.with(next(NextStep.ADOPT)).render();
        }
        if (!operator.mayLook()) {
            return screen.alert("info", "role.view").render();
        }
        Coverage coverage = reports.get().coverage();
        LinkSettings policy = StoredPolicy.of(provider.get());
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        Counts counts = coverage.accounts();
        Set<String> missing = new Interlock(session, operator.realm())
                .conditions().stream().map(Missing::condition).collect(Collectors.toSet());
        NextStep step = NextStep.of(new NextStep.Facts(
                false,
                missing.contains("doctor-severe"),
                !missing.contains("no-recent-sign-in"),
                policy.reportOnly(),
                policy.remindFrom() != null,
                policy.enforceFrom(),
                now,
                counts.due() + counts.overdue()));
        return screen.with(next(step))
                .with(standing(coverage, policy, provider.get().isEnabled()))
                .with(new Section("numbers").table(numbers(counts), "reconcile.none"))
                .render();
    }

    @Override
    public Response post(Sent sent) {
        return show(sent.values());
    }

    private Section next(NextStep step) {
        Section section = new Section("next").say("next." + step.id());
        return step.place() == Place.OVERVIEW
                ? section
                : section.link("nav." + step.place().id(), step.place().url(session));
    }

    private Section standing(Coverage coverage, LinkSettings policy, boolean isEnabled) {
        Section section = new Section("standing");
        if (!isEnabled) {
            section.alert("error", "standing.disabled");
        }
        if (policy.reportOnly()) {
            section.alert("info", "standing.report-only");
        }
        boolean isPast = !coverage.at().isBefore(coverage.deadline());
        section.say(isPast ? "standing.past" : "standing.ahead", ReadableTime.dateOf(coverage.deadline(), locale));
        if (policy.remindFrom() != null) {
            section.say("standing.remind", ReadableTime.dateOf(policy.remindFrom(), locale));
        }
        return section.say(
                "standing.linked",
                ReadableNumber.count(coverage.accounts().linked(), locale),
                ReadableNumber.count(coverage.accounts().total(), locale),
                ReadableNumber.share(
                        coverage.accounts().linked(), coverage.accounts().total(), locale));
    }

    private Table numbers(Counts counts) {
        return new Table("numbers", "state", "#count")
                .row("linked", Cell.say(state("linked")), Cell.number(counts.linked(), locale))
                .row("exempt", Cell.say(state("exempt")), Cell.number(counts.exempt(), locale))
                .row("due", Cell.say(state("due")), Cell.number(counts.due(), locale))
                .row("overdue", Cell.say(state("overdue")), Cell.number(counts.overdue(), locale));
    }

    private static Map<String, Object> state(String state) {
        return Say.shared("magento.audit.state." + state);
    }
}
