package cloud.magento.accounts.policy;

import cloud.magento.accounts.policy.LoginStrength.Shortfall;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalInt;

/** What the policy says about one account at one moment. */
public sealed interface LinkDecision {
    ReasonCode reason();

    /** Whether the account goes on with no page of ours in between. */
    default boolean passes() {
        return this instanceof Pass || this instanceof Reported;
    }

    /** What it comes to, as metrics tell it. */
    Outcome outcome();

    /** What a decision comes to, whatever its reason. */
    enum Outcome {
        PASS,
        REPORTED,
        REMIND,
        REFUSE;

        /** The public form, in lower case. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The account goes on. */
    record Pass(ReasonCode reason) implements LinkDecision {
        @Override
        public Outcome outcome() {
            return Outcome.PASS;
        }
    }

    /** The account goes on because the realm only reports; {@code reason} is what would have stopped it. */
    record Reported(ReasonCode reason) implements LinkDecision {
        @Override
        public Outcome outcome() {
            return Outcome.REPORTED;
        }
    }

    /**
     * The person is asked to link and may still go on.
     *
     * @param deadline from when that ends
     * @param skipsLeft how often it may still be put off, this time included; empty for no limit
     */
    record Remind(Instant deadline, OptionalInt skipsLeft) implements LinkDecision {
        @Override
        public ReasonCode reason() {
            return ReasonCode.LINK_REMINDER;
        }

        @Override
        public Outcome outcome() {
            return Outcome.REMIND;
        }
    }

    /** Linking, and nothing else. */
    record LinkNow(Instant deadline) implements LinkDecision {
        @Override
        public ReasonCode reason() {
            return ReasonCode.LINK_REQUIRED;
        }

        @Override
        public Outcome outcome() {
            return Outcome.REFUSE;
        }
    }

    /** The account is linked: a login at upstream as the linked identity, and nothing else. */
    record LoginUpstream() implements LinkDecision {
        @Override
        public ReasonCode reason() {
            return ReasonCode.LOGIN_REQUIRED;
        }

        @Override
        public Outcome outcome() {
            return Outcome.REFUSE;
        }
    }

    /**
     * The person came through upstream, and the account keeps a second factor that was not shown: that, and nothing
     * else. No exemption excuses from it, since it is about the account and not about the link.
     */
    record ProveSecondFactor() implements LinkDecision {
        @Override
        public ReasonCode reason() {
            return ReasonCode.SECOND_FACTOR_REQUIRED;
        }

        @Override
        public Outcome outcome() {
            return Outcome.REFUSE;
        }
    }

    /**
     * The person would go on, and the sign-in is weaker or longer ago than what is wanted of it: a stronger one, and
     * nothing else. No exemption excuses from it.
     *
     * @param shortfall how it falls short; never {@link Shortfall#NONE}
     */
    record StepUp(Shortfall shortfall) implements LinkDecision {
        @Override
        public ReasonCode reason() {
            return shortfall == Shortfall.AGE ? ReasonCode.LOGIN_TOO_OLD : ReasonCode.LEVEL_REQUIRED;
        }

        @Override
        public Outcome outcome() {
            return Outcome.REFUSE;
        }
    }

    /**
     * The sign-in or session began before the account's link changed last: it has no effect any more, only a new one
     * has.
     */
    record SignInAgain() implements LinkDecision {
        @Override
        public ReasonCode reason() {
            return ReasonCode.LINK_CHANGED;
        }

        @Override
        public Outcome outcome() {
            return Outcome.REFUSE;
        }
    }
}
