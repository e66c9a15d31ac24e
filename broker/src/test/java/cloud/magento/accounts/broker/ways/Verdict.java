package cloud.magento.accounts.broker.ways;

/**
 * What a way must come to for one kind of account.
 *
 * @param why what there is to explain beyond outcome and hook; may be empty, but never for a cell that does not apply
 * @param leavesSession whether the refusal may leave a user session behind; it is proven to open nothing
 */
public record Verdict(Outcome outcome, Hook hook, String why, boolean leavesSession) {
    public Verdict {
        if (outcome == Outcome.NOT_APPLICABLE && why.isBlank()) {
            throw new IllegalArgumentException("A cell that does not apply needs an explanation");
        }
    }

    static Verdict refused(Outcome outcome, Hook hook) {
        return new Verdict(outcome, hook, "", false);
    }

    static Verdict opens(Outcome outcome) {
        return new Verdict(outcome, Hook.NOTHING, "", false);
    }

    static Verdict notApplicable(String why) {
        return new Verdict(Outcome.NOT_APPLICABLE, Hook.NOTHING, why, false);
    }

    Verdict because(String reason) {
        return new Verdict(outcome, hook, reason, leavesSession);
    }

    Verdict leavingASession(String reason) {
        return new Verdict(outcome, hook, reason, true);
    }

    /** As it stands in the matrix, without the explanation. */
    String words() {
        return hook == Hook.NOTHING ? outcome.words() : outcome.words() + " [" + hook.letter() + "]";
    }
}
