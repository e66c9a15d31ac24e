package cloud.magento.accounts.policy;

import cloud.magento.accounts.policy.LinkDecision.LinkNow;
import cloud.magento.accounts.policy.LinkDecision.LoginUpstream;
import cloud.magento.accounts.policy.LinkDecision.Pass;
import cloud.magento.accounts.policy.LinkDecision.ProveSecondFactor;
import cloud.magento.accounts.policy.LinkDecision.Remind;
import cloud.magento.accounts.policy.LinkDecision.Reported;
import cloud.magento.accounts.policy.LinkDecision.SignInAgain;
import cloud.magento.accounts.policy.LinkDecision.StepUp;
import cloud.magento.accounts.policy.LoginStrength.Shortfall;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * Decides what stands between an account and a session or token. The one place that knows the rule; every hook of the
 * gate gathers {@link LinkFacts}, asks here and translates the answer.
 */
public final class LinkPolicy {
    private final LinkSettings settings;

    public LinkPolicy(LinkSettings settings) {
        this.settings = settings;
    }

    public LinkDecision decide(LinkFacts facts) {
        return reported(decideAsIfEnforced(facts, decideLink(facts)));
    }

    /**
     * What holds where no page can be shown: at tokens and password grants. Reminders, and the page shown when no
     * skips are left before the deadline, need a page; here neither refuses anything.
     */
    public LinkDecision decideWithoutPage(LinkFacts facts) {
        LinkDecision link = decideLink(facts);
        boolean early = link instanceof Remind
                || (link instanceof LinkNow && facts.now().isBefore(deadline(facts)));
        return reported(decideAsIfEnforced(facts, early ? new Pass(ReasonCode.NOT_DUE) : link));
    }

    /** From when an unlinked account with these facts is stopped: its cohorts' earliest date, else the realm's. */
    public Instant deadline(LinkFacts facts) {
        Instant cohortDeadline = facts.cohortDeadline();
        return cohortDeadline == null ? settings.enforceFrom() : cohortDeadline;
    }

    private LinkDecision reported(LinkDecision enforced) {
        return settings.reportOnly() && !enforced.passes() ? new Reported(enforced.reason()) : enforced;
    }

    /** What comes before the question of the link, its answer, and what comes after it. */
    private LinkDecision decideAsIfEnforced(LinkFacts facts, LinkDecision link) {
        if (facts.serviceAccount()) {
            return new Pass(ReasonCode.NOT_DUE);
        }
        if (facts.outdated()) {
            return new SignInAgain();
        }
        if (facts.linked() && facts.secondFactorMissing() && settings.secondFactor() != SecondFactorRule.NEVER) {
            return new ProveSecondFactor();
        }
        boolean goesOn = link.passes() || link instanceof Remind;
        return goesOn && facts.shortfall() != Shortfall.NONE ? new StepUp(facts.shortfall()) : link;
    }

    private LinkDecision decideLink(LinkFacts facts) {
        Instant exemptUntil = facts.exemptUntil();
        if (exemptUntil != null && facts.now().isBefore(exemptUntil)) {
            return new Pass(ReasonCode.EXEMPT);
        }
        return facts.linked() ? decideLinked(facts) : decideUnlinked(facts);
    }

    private LinkDecision decideLinked(LinkFacts facts) {
        if (facts.throughUpstream() || settings.primaryLogin() == PrimaryLogin.PREFERRED) {
            return new Pass(ReasonCode.LINKED);
        }
        Instant outageUntil = facts.outageUntil();
        boolean isOutage = outageUntil != null && facts.now().isBefore(outageUntil);
        return isOutage && !settings.reportOnly() ? new Pass(ReasonCode.OUTAGE_DECLARED) : new LoginUpstream();
    }

    private LinkDecision decideUnlinked(LinkFacts facts) {
        Instant deadline = deadline(facts);
        if (!facts.now().isBefore(deadline)) {
            return new LinkNow(deadline);
        }
        Instant remindFrom = settings.remindFrom();
        if (remindFrom == null || facts.now().isBefore(remindFrom)) {
            return new Pass(ReasonCode.NOT_DUE);
        }
        OptionalInt maxSkips = settings.maxSkips();
        if (maxSkips.isEmpty()) {
            return new Remind(deadline, OptionalInt.empty());
        }
        int skipsLeft = maxSkips.getAsInt() - facts.skipsUsed();
        return skipsLeft > 0 ? new Remind(deadline, OptionalInt.of(skipsLeft)) : new LinkNow(deadline);
    }
}
