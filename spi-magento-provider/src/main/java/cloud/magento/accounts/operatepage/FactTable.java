package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.diagnosis.Diagnosis;
import cloud.magento.accounts.diagnosis.DiagnosisFacts;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Connection;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Flow;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Policy;
import cloud.magento.accounts.web.ReadableTime;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserModel;

/** What a diagnosis rests on, a line each. */
final class FactTable {
    private final Operator operator;
    private final UserModel user;
    private final DiagnosisFacts facts;
    private final Locale locale;
    private final Table table = new Table("facts", "fact", "finding");

    FactTable(Operator operator, UserModel user, Diagnosis found) {
        this.operator = operator;
        this.user = user;
        this.facts = found.facts();
        this.locale = operator.locale();
    }

    Table table() {
        account(facts.account());
        connection(facts.connection());
        policy(facts.policy());
        row("provider", say("fact.provider." + state(facts.provider().enabled())));
        row("health", say("fact.health." + facts.provider().health().id()));
        if (facts.application() != null) {
            row(
                    "application",
                    say("fact.application." + state(facts.application().enabled())));
        }
        row("flow", say("fact.flow." + flow(facts.flow())));
        row("mail", say("fact.mail." + facts.mail()));
        if (!facts.checks().isEmpty()) {
            row("checks", Cell.link(Say.text("fact.checks.wrong"), Place.CHECKS.url(operator.session())));
        }
        return table;
    }

    private void account(DiagnosisFacts.Account account) {
        row("account", say("fact.account." + (account.lockedForGood() ? "locked" : state(account.enabled()))));
        row("email", say("fact.email." + account.email().id()));
        row("password", say("fact.password." + account.password()));
        row("lockout", time(account.lockedUntil(), "fact.lockout.none"));
    }

    private void connection(Connection link) {
        row(
                "link",
                Cell.link(
                        Say.text("fact.tables." + link.tables().id()),
                        operator.auditPage("accounts", Map.of("search", user.getUsername(), "exact", "true"))));
        if (link.since() != null) {
            row("since", time(link.since(), "fact.never"));
            row("last-seen", time(link.lastSeen(), "fact.never"));
        }
        if (link.proof() != null) {
            row(
                    "proof",
                    Cell.say(Say.shared("magento.audit.proof." + link.proof().id())));
        }
    }

    private void policy(Policy policy) {
        row("policy", say("fact.policy." + (policy.reportOnly() ? "reports" : "enforced")));
        row("primary", say("field.primaryLogin." + policy.primaryLogin().id()));
        row("deadline", time(policy.deadline(), "fact.never"));
        row("cohort", policy.cohort() == null ? say("fact.cohort.none") : Cell.text(policy.cohort()));
        row("exemption", time(policy.exemptUntil(), "fact.exemption.none"));
        if (policy.outageUntil() != null) {
            row("outage", time(policy.outageUntil(), "fact.never"));
        }
    }

    private static String flow(Flow flow) {
        if (flow.check() != null) {
            return "wrong";
        }
        return flow.ofApplication() ? "own" : "realm";
    }

    private static String state(boolean enabled) {
        return enabled ? "enabled" : "disabled";
    }

    private Map<String, Object> time(@Nullable Instant moment, String none) {
        return moment == null ? say(none) : Cell.text(ReadableTime.dateOf(moment, locale));
    }

    private static Map<String, Object> say(String key) {
        return Cell.say(key);
    }

    private void row(String fact, Map<String, Object> finding) {
        table.row(fact, Cell.say("fact." + fact), finding);
    }
}
