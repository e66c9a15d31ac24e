package cloud.magento.accounts.invitation;

import cloud.magento.accounts.evaluation.OwnProof;
import java.util.Optional;

/** Decides whether an account is invited, by what is known of it. Does not ask or write anything. */
final class InvitationDecision {
    private InvitationDecision() {}

    /** Whether there is nothing to do: it was mailed by this very call, or has an invitation that is good enough. */
    static boolean isDone(InvitationFacts facts, InvitationWish wish) {
        return facts.mailedByCall() || facts.invited() && wish.call() == null && !wish.again();
    }

    /** What stands in the way, what lasts before what passes. */
    static Optional<InvitationProblem> problem(InvitationFacts facts, InvitationWish wish) {
        if (!facts.mailServer()) {
            return Optional.of(InvitationProblem.NO_MAIL_SERVER);
        }
        if (facts.serviceAccount()) {
            return Optional.of(InvitationProblem.SERVICE_ACCOUNT);
        }
        if (!facts.enabled()) {
            return Optional.of(InvitationProblem.ACCOUNT_DISABLED);
        }
        if (!facts.linkable()) {
            return Optional.of(InvitationProblem.DIRECTORY_UNSUPPORTED);
        }
        if (!facts.hasAddress()) {
            return Optional.of(InvitationProblem.NO_ADDRESS);
        }
        return proof(facts, wish)
                .or(() -> facts.hourUsedUp() ? Optional.of(InvitationProblem.POSTPONED) : Optional.empty());
    }

    /** A mail alone is proof only where there is nothing better, of a verified address, and where somebody says so. */
    private static Optional<InvitationProblem> proof(InvitationFacts facts, InvitationWish wish) {
        if (facts.own() == OwnProof.FIRST_FACTOR) {
            return Optional.empty();
        }
        if (facts.own() == OwnProof.SECOND_FACTOR) {
            return Optional.of(InvitationProblem.SECOND_FACTOR_ALONE);
        }
        if (!wish.mailAlone()) {
            return Optional.of(InvitationProblem.NOTHING_TO_PROVE_BY);
        }
        return facts.addressVerified() ? Optional.empty() : Optional.of(InvitationProblem.ADDRESS_UNVERIFIED);
    }

    /** Whether the invitation itself says that its mail is proof enough. */
    static boolean isMailAlone(InvitationFacts facts, InvitationWish wish) {
        return wish.mailAlone() && facts.own() == OwnProof.NOTHING;
    }
}
