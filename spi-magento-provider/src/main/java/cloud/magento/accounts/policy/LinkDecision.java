package cloud.magento.accounts.policy;

import java.time.Instant;
import java.util.OptionalInt;
import java.util.function.Function;

/** What the policy says about one account at one moment. */
public sealed interface LinkDecision {
    ReasonCode reason();

    /** Whether the account goes on with no page of ours in between. */
    default boolean passes() {
        return this instanceof Pass || this instanceof Reported;
    }

    /** Turns the decision into something else; a forgotten outcome does not compile. */
    <T> T fold(
            Function<Pass, T> pass,
            Function<Reported, T> reported,
            Function<Remind, T> remind,
            Function<LinkNow, T> linkNow,
            Function<LoginUpstream, T> loginUpstream,
            Function<SignInAgain, T> signInAgain);

    /** The account goes on. */
    record Pass(ReasonCode reason) implements LinkDecision {
        @Override
        public <T> T fold(
                Function<Pass, T> pass,
                Function<Reported, T> reported,
                Function<Remind, T> remind,
                Function<LinkNow, T> linkNow,
                Function<LoginUpstream, T> loginUpstream,
                Function<SignInAgain, T> signInAgain) {
            return pass.apply(this);
        }
    }

    /** The account goes on because the realm only reports; {@code reason} is what would have stopped it. */
    record Reported(ReasonCode reason) implements LinkDecision {
        @Override
        public <T> T fold(
                Function<Pass, T> pass,
                Function<Reported, T> reported,
                Function<Remind, T> remind,
                Function<LinkNow, T> linkNow,
                Function<LoginUpstream, T> loginUpstream,
                Function<SignInAgain, T> signInAgain) {
            return reported.apply(this);
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
        public <T> T fold(
                Function<Pass, T> pass,
                Function<Reported, T> reported,
                Function<Remind, T> remind,
                Function<LinkNow, T> linkNow,
                Function<LoginUpstream, T> loginUpstream,
                Function<SignInAgain, T> signInAgain) {
            return remind.apply(this);
        }
    }

    /** Linking, and nothing else. */
    record LinkNow(Instant deadline) implements LinkDecision {
        @Override
        public ReasonCode reason() {
            return ReasonCode.LINK_REQUIRED;
        }

        @Override
        public <T> T fold(
                Function<Pass, T> pass,
                Function<Reported, T> reported,
                Function<Remind, T> remind,
                Function<LinkNow, T> linkNow,
                Function<LoginUpstream, T> loginUpstream,
                Function<SignInAgain, T> signInAgain) {
            return linkNow.apply(this);
        }
    }

    /** The account is linked: a login at upstream as the linked identity, and nothing else. */
    record LoginUpstream() implements LinkDecision {
        @Override
        public ReasonCode reason() {
            return ReasonCode.LOGIN_REQUIRED;
        }

        @Override
        public <T> T fold(
                Function<Pass, T> pass,
                Function<Reported, T> reported,
                Function<Remind, T> remind,
                Function<LinkNow, T> linkNow,
                Function<LoginUpstream, T> loginUpstream,
                Function<SignInAgain, T> signInAgain) {
            return loginUpstream.apply(this);
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
        public <T> T fold(
                Function<Pass, T> pass,
                Function<Reported, T> reported,
                Function<Remind, T> remind,
                Function<LinkNow, T> linkNow,
                Function<LoginUpstream, T> loginUpstream,
                Function<SignInAgain, T> signInAgain) {
            return signInAgain.apply(this);
        }
    }
}
