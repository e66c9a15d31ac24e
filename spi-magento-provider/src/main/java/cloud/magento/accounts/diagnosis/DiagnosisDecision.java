package cloud.magento.accounts.diagnosis;

import cloud.magento.accounts.diagnosis.DiagnosisFacts.Account;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Email;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Tables;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Way;
import cloud.magento.accounts.evaluation.OwnProof;
import cloud.magento.accounts.policy.LinkDecision.Outcome;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.policy.SignInWay;
import cloud.magento.accounts.upstream.UpstreamHealth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which of the facts decides. Pure. What stops an account before anybody asks the policy comes first; then what the
 * gate says of a sign-in by what the account has here, which is the strictest that it says; then whether it has
 * anything here; then what stands in the way of doing what the gate asks for.
 */
final class DiagnosisDecision {
    private DiagnosisDecision() {}

    static DiagnosisCode of(DiagnosisFacts facts) {
        return account(facts).orElseGet(() -> waitingForMail(facts, comingWith(facts, gate(facts))));
    }

    /** When what decides ends or begins; null where it does not depend on a time. */
    static @Nullable Instant moment(DiagnosisCode code, DiagnosisFacts facts) {
        return switch (code) {
            case LOCKED_FOR_A_WHILE -> facts.account().lockedUntil();
            case EXEMPT -> facts.policy().exemptUntil();
            case OUTAGE_DECLARED -> facts.policy().outageUntil();
            case LINK_REQUIRED, REMINDERS_USED_UP, REMINDED, REPORTED_LINK, NOT_DUE ->
                facts.policy().deadline();
            default -> null;
        };
    }

    /** What helps, the best first. */
    static List<Remedy> remedies(DiagnosisCode code, DiagnosisFacts facts) {
        List<Remedy> remedies = new ArrayList<>(code.remedies());
        if (code == DiagnosisCode.LOCAL_ONLY && !facts.provider().enabled()) {
            remedies.add(Remedy.ENABLE_PROVIDER);
        }
        switch (facts.connection().tables()) {
            case ONLY_KEYCLOAK, ONLY_REGISTRY -> add(remedies, Remedy.RECONCILE);
            case DIFFER -> add(remedies, Remedy.REMOVE_LINK);
            case NONE, AGREE -> {}
        }
        remedies.removeIf(remedy -> !canBeDone(remedy, facts));
        return remedies;
    }

    /**
     * What goes by mail needs an address; what the mail alone proves needs one that is verified, and no second factor.
     */
    private static boolean canBeDone(Remedy remedy, DiagnosisFacts facts) {
        Email email = facts.account().email();
        return switch (remedy) {
            case SEND_PASSWORD_MAIL -> facts.mail() && email != Email.NONE;
            case INVITE_BY_MAIL ->
                facts.mail()
                        && email == Email.VERIFIED
                        && facts.account().own() == OwnProof.NOTHING
                        && facts.provider().canBeUsed();
            default -> true;
        };
    }

    private static void add(List<Remedy> remedies, Remedy remedy) {
        if (!remedies.contains(remedy)) {
            remedies.add(remedy);
        }
    }

    private static Optional<DiagnosisCode> account(DiagnosisFacts facts) {
        if (facts.account().lockedForGood()) {
            return Optional.of(DiagnosisCode.LOCKED_FOR_GOOD);
        }
        if (!facts.account().enabled()) {
            return Optional.of(DiagnosisCode.ACCOUNT_DISABLED);
        }
        if (facts.application() != null && !facts.application().enabled()) {
            return Optional.of(DiagnosisCode.APPLICATION_DISABLED);
        }
        if (facts.account().locked()) {
            return Optional.of(DiagnosisCode.LOCKED_FOR_A_WHILE);
        }
        return facts.account().ofClient() ? Optional.of(DiagnosisCode.CLIENT_ACCOUNT) : Optional.empty();
    }

    private static DiagnosisCode gate(DiagnosisFacts facts) {
        Way local = facts.by(SignInWay.LOCAL);
        return switch (local.outcome()) {
            case REFUSE ->
                switch (local.reason()) {
                    case LINK_REQUIRED -> unlinked(facts);
                    case LEVEL_REQUIRED ->
                        facts.isLinked() ? linked(facts) : upstream(facts).orElse(DiagnosisCode.LEVEL_REQUIRED);
                    default -> linked(facts);
                };
            case REMIND -> DiagnosisCode.REMINDED;
            case REPORTED ->
                switch (local.reason()) {
                    case LINK_REMINDER -> DiagnosisCode.REPORTED_REMINDER;
                    case LINK_REQUIRED -> DiagnosisCode.REPORTED_LINK;
                    case LEVEL_REQUIRED -> facts.isLinked() ? DiagnosisCode.REPORTED_LOGIN : DiagnosisCode.NOT_DUE;
                    default -> DiagnosisCode.REPORTED_LOGIN;
                };
            case PASS -> passing(facts, local.reason());
        };
    }

    /** Whoever the gate would let in has to come with something; it does not ask that. */
    private static DiagnosisCode comingWith(DiagnosisFacts facts, DiagnosisCode gate) {
        if (facts.account().hasFirstFactor()) {
            return gate;
        }
        if (!facts.isLinked()) {
            return DiagnosisCode.NO_CREDENTIAL;
        }
        return switch (gate.verdict()) {
            case NO, UPSTREAM_ONLY, AFTER_CONNECTING -> gate;
            case YES, LOCAL_ONLY ->
                facts.connection().opens()
                        ? upstream(facts).orElse(DiagnosisCode.LINKED_WITHOUT_CREDENTIAL)
                        : DiagnosisCode.LINK_CONTRADICTED;
        };
    }

    private static DiagnosisCode unlinked(DiagnosisFacts facts) {
        return upstream(facts).orElseGet(() -> {
            if (facts.connection().tables() == Tables.ONLY_REGISTRY) {
                return DiagnosisCode.LINK_ONLY_IN_REGISTRY;
            }
            return facts.at().isBefore(facts.policy().deadline())
                    ? DiagnosisCode.REMINDERS_USED_UP
                    : DiagnosisCode.LINK_REQUIRED;
        });
    }

    private static DiagnosisCode linked(DiagnosisFacts facts) {
        if (!facts.connection().opens()) {
            return DiagnosisCode.LINK_CONTRADICTED;
        }
        return upstream(facts).orElseGet(() -> {
            if (facts.flow().check() != null) {
                return DiagnosisCode.FOREIGN_FLOW;
            }
            return facts.connection().tables() == Tables.ONLY_KEYCLOAK
                    ? DiagnosisCode.LINK_ONLY_IN_KEYCLOAK
                    : DiagnosisCode.LOGIN_REQUIRED;
        });
    }

    /** Why what needs Magento.com cannot be done now. */
    private static Optional<DiagnosisCode> upstream(DiagnosisFacts facts) {
        if (!facts.provider().enabled()) {
            return Optional.of(DiagnosisCode.UPSTREAM_DISABLED);
        }
        return facts.provider().health() == UpstreamHealth.FAILS
                ? Optional.of(DiagnosisCode.UPSTREAM_UNAVAILABLE)
                : Optional.empty();
    }

    private static DiagnosisCode passing(DiagnosisFacts facts, ReasonCode reason) {
        return switch (reason) {
            case EXEMPT -> DiagnosisCode.EXEMPT;
            case OUTAGE_DECLARED -> DiagnosisCode.OUTAGE_DECLARED;
            case LINKED ->
                facts.connection().opens() && facts.provider().canBeUsed()
                        ? DiagnosisCode.LINKED
                        : DiagnosisCode.LOCAL_ONLY;
            default -> DiagnosisCode.NOT_DUE;
        };
    }

    /** Keycloak asks for a verified address of whoever would otherwise be in. */
    private static DiagnosisCode waitingForMail(DiagnosisFacts facts, DiagnosisCode gate) {
        boolean isStuck = facts.account().waitsForMail() && !facts.mail();
        return switch (gate.verdict()) {
            case NO, AFTER_CONNECTING -> gate;
            case YES, LOCAL_ONLY, UPSTREAM_ONLY -> isStuck ? DiagnosisCode.EMAIL_UNVERIFIED : gate;
        };
    }

    /** Whether somebody comes in by the way, given what the gate says. */
    static boolean opens(DiagnosisFacts facts, SignInWay way, Outcome outcome) {
        boolean account =
                account(facts).filter(code -> code.verdict() == Verdict.NO).isEmpty();
        boolean upstream = !way.isThroughUpstream()
                || facts.provider().canBeUsed()
                        && (!facts.isLinked() || facts.connection().opens());
        return account && upstream && comesWith(facts.account(), way) && outcome != Outcome.REFUSE;
    }

    /** An application has a secret, and no credentials of a person. */
    private static boolean comesWith(Account account, SignInWay way) {
        return switch (way) {
            case LOCAL -> account.ofClient() || account.hasFirstFactor();
            case GRANT -> account.ofClient() || account.password();
            case UPSTREAM, OTHER_PROVIDER -> true;
        };
    }
}
