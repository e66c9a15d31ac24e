package cloud.magento.accounts.bulk;

import cloud.magento.accounts.policy.EmailAddress;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.registry.Exemption;
import cloud.magento.accounts.registry.ExpectedLink;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides what is to be done for a row, by what is known. Does not ask or write anything. */
final class RowDecision {
    private final RowFacts facts;

    RowDecision(RowFacts facts) {
        this.facts = facts;
    }

    Verdict of(BulkRow row, FoundAccount account) {
        return switch (row.action()) {
            case LINK, RELINK ->
                account.serviceAccount()
                        ? Verdict.failed(RowError.SERVICE_ACCOUNT, "This account is a client's; nobody signs in to it.")
                        : row.address() == null
                                ? link(row, account, Objects.requireNonNull(row.subject()))
                                : expect(row, account, row.address());
            case UNLINK -> unlink(account);
            case EXEMPT -> exempt(row, account);
            case INVITE -> Verdict.alone(Outcome.INVITED);
            case UNEXEMPT ->
                facts.exemptions().containsKey(account.id())
                        ? Verdict.together(Outcome.UNEXEMPTED)
                        : Verdict.unchanged();
        };
    }

    private Verdict link(BulkRow row, FoundAccount account, String subject) {
        @Nullable String atKeycloak = account.atKeycloak();
        @Nullable UpstreamIdentity inRegistry = account.inRegistry();
        UpstreamIdentity wanted = new UpstreamIdentity(facts.issuer(), subject);
        if (!account.local()) {
            return Verdict.alone(row.action() == BulkAction.RELINK ? Outcome.RELINKED : Outcome.LINKED);
        }
        if (subject.equals(atKeycloak)) {
            return wanted.equals(inRegistry) ? Verdict.unchanged() : Verdict.alone(Outcome.LINKED);
        }
        if (atKeycloak != null && row.action() == BulkAction.LINK) {
            return Verdict.failed(
                    RowError.ACCOUNT_LINKED,
                    "This account is linked to another subject. With the action \"relink\" it is linked anew.");
        }
        Set<String> owners = facts.owners().atKeycloak().getOrDefault(subject, Set.of());
        if (owners.stream().anyMatch(owner -> !owner.equals(account.id()) && !owner.startsWith("f:"))) {
            return Verdict.failed(
                    RowError.IDENTITY_LINKED,
                    "This subject is linked to another account. End that link first, if it is wrong.");
        }
        if (atKeycloak != null) {
            return Verdict.alone(Outcome.RELINKED);
        }
        boolean plain = owners.isEmpty()
                && inRegistry == null
                && !facts.owners().inRegistry().containsKey(subject)
                && facts.isQuiet(account);
        return plain ? Verdict.together(Outcome.LINKED) : Verdict.alone(Outcome.LINKED);
    }

    private Verdict expect(BulkRow row, FoundAccount account, String address) {
        Instant until = row.until();
        if (until != null && !until.isAfter(facts.now())) {
            return Verdict.failed(RowError.ROW_INVALID, "\"until\" lies in the past.");
        }
        // Its id goes to whoever is given its name next, and this word would go with it (account recycling).
        if (!account.local()) {
            return Verdict.failed(
                    RowError.DIRECTORY_UNSUPPORTED,
                    "Only a directory has this account: link it by its subject once that is known.");
        }
        if (account.atKeycloak() != null) {
            return Verdict.unchanged();
        }
        for (ExpectedLink other : facts.expected().values()) {
            boolean holds = facts.now().isBefore(other.until()) && EmailAddress.same(other.address(), address);
            if (holds && !other.userId().equals(account.id())) {
                return Verdict.failed(
                        RowError.ADDRESS_EXPECTED,
                        "This address is expected for another account. End that with the action \"unlink\" first.");
            }
            if (holds && (until == null || until.equals(other.until()))) {
                return Verdict.unchanged();
            }
        }
        return Verdict.together(Outcome.EXPECTED);
    }

    private Verdict unlink(FoundAccount account) {
        @Nullable String atKeycloak = account.atKeycloak();
        @Nullable UpstreamIdentity inRegistry = account.inRegistry();
        if (atKeycloak == null && inRegistry == null && account.local()) {
            return facts.expected().containsKey(account.id())
                    ? Verdict.together(Outcome.UNLINKED)
                    : Verdict.unchanged();
        }
        boolean agree =
                atKeycloak != null && inRegistry != null && inRegistry.subject().equals(atKeycloak);
        return agree && facts.isQuiet(account) ? Verdict.together(Outcome.UNLINKED) : Verdict.alone(Outcome.UNLINKED);
    }

    private Verdict exempt(BulkRow row, FoundAccount account) {
        Instant until = row.until();
        if (until == null || row.reason().isBlank()) {
            return Verdict.failed(RowError.ROW_INVALID, "An exemption needs \"until\" and \"reason\".");
        }
        @Nullable Exemption present = facts.exemptions().get(account.id());
        if (present != null
                && present.until().equals(until)
                && present.reason().equals(row.reason().strip())) {
            return Verdict.unchanged();
        }
        try {
            exemption(account, until, row.reason(), "", facts.now());
            return Verdict.together(Outcome.EXEMPTED);
        } catch (IllegalArgumentException e) {
            return Verdict.failed(RowError.ROW_INVALID, String.valueOf(e.getMessage()));
        }
    }

    static Exemption exemption(FoundAccount account, Instant until, String reason, String by, Instant now) {
        return new Exemption(account.id(), until, reason.strip(), by, now);
    }
}
