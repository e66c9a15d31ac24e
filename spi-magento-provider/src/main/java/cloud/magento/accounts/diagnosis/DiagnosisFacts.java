package cloud.magento.accounts.diagnosis;

import cloud.magento.accounts.evaluation.OwnProof;
import cloud.magento.accounts.policy.LinkDecision.Outcome;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.PrimaryLogin;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.policy.SignInWay;
import cloud.magento.accounts.upstream.UpstreamHealth;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * All that a diagnosis rests on.
 *
 * @param at the instant that is asked about
 * @param application the application that is asked about, or null
 * @param flow by which people sign in to it, or to the realm
 * @param mail whether the realm has a mail server and a sender
 * @param checks which of the doctor's checks say that the gate itself is not in force
 * @param ways what the gate says of a new sign-in, for each way
 */
public record DiagnosisFacts(
        Instant at,
        Account account,
        Connection connection,
        Policy policy,
        Provider provider,
        @Nullable Application application,
        Flow flow,
        boolean mail,
        List<String> checks,
        List<Way> ways) {
    public DiagnosisFacts {
        checks = List.copyOf(checks);
        ways = List.copyOf(ways);
    }

    /**
     * The account itself.
     *
     * @param ofClient whether it is an application's own
     * @param lockedForGood whether brute-force protection disabled it
     * @param locked whether brute-force protection holds it up at the instant
     * @param lockedUntil until when; null where it does not, or does not say
     * @param verificationAsked whether the realm wants a verified address
     * @param own what it has of its own to sign in with
     * @param password whether that is, or is also, a password
     */
    public record Account(
            boolean enabled,
            boolean ofClient,
            boolean lockedForGood,
            boolean locked,
            @Nullable Instant lockedUntil,
            Email email,
            boolean verificationAsked,
            OwnProof own,
            boolean password) {
        boolean hasFirstFactor() {
            return own == OwnProof.FIRST_FACTOR;
        }

        boolean waitsForMail() {
            return verificationAsked && email == Email.UNVERIFIED;
        }
    }

    /** What the account's address is. */
    public enum Email {
        NONE,
        UNVERIFIED,
        VERIFIED;

        /** The public form, in lower case. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The link.
     *
     * @param opens whether whoever signs in at Magento.com as the linked person opens this account
     * @param since since when the registry has it; null where it has none
     */
    public record Connection(
            Tables tables,
            boolean opens,
            @Nullable Instant since,
            @Nullable LinkProof proof,
            @Nullable Instant lastSeen) {}

    /** What Keycloak's table of links and the registry say of the account. */
    public enum Tables {
        /** Both have no link. */
        NONE,
        /** Both have the same. */
        AGREE,
        ONLY_KEYCLOAK,
        ONLY_REGISTRY,
        /** Each has another one. */
        DIFFER;

        /** The public form, in lower kebab-case. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * What holds for the account.
     *
     * @param cohort the path of the group whose deadline it has; null where it has the realm's
     * @param outageUntil until when a declared outage lets its password open it; null where none does
     */
    public record Policy(
            boolean reportOnly,
            PrimaryLogin primaryLogin,
            Instant deadline,
            @Nullable String cohort,
            @Nullable Instant exemptUntil,
            @Nullable Instant outageUntil) {}

    /** Magento.com, as far as this node knows. */
    public record Provider(boolean enabled, UpstreamHealth health) {
        boolean canBeUsed() {
            return enabled && health != UpstreamHealth.FAILS;
        }
    }

    /** An application, by the id that it is known by. */
    public record Application(String clientId, boolean enabled) {}

    /**
     * A browser flow.
     *
     * @param alias its name; empty where there is none
     * @param ofApplication whether it is the application's own in place of the realm's
     * @param check the doctor's check that finds something wrong with it; null where none does
     */
    public record Flow(
            String alias, boolean ofApplication, @Nullable String check) {}

    /**
     * A way.
     *
     * @param opens whether somebody comes in by it, as far as account, application, gate and Magento.com decide that;
     *     it is not known whether another provider vouches for them
     */
    public record Way(SignInWay way, Outcome outcome, ReasonCode reason, boolean opens) {}

    DiagnosisFacts with(List<Way> answers) {
        return new DiagnosisFacts(at, account, connection, policy, provider, application, flow, mail, checks, answers);
    }

    Way by(SignInWay way) {
        return ways.stream().filter(one -> one.way() == way).findFirst().orElseThrow();
    }

    boolean isLinked() {
        return connection.tables() != Tables.NONE && connection.tables() != Tables.ONLY_REGISTRY;
    }
}
