package cloud.magento.accounts.bulk;

import cloud.magento.accounts.invitation.InvitationProblem;
import cloud.magento.accounts.invitation.InvitationResult;
import cloud.magento.accounts.invitation.InvitationSender;
import cloud.magento.accounts.registry.Exemption;
import cloud.magento.accounts.registry.Exemptions;
import cloud.magento.accounts.registry.ExpectedLink;
import cloud.magento.accounts.registry.ExpectedLinks;
import cloud.magento.accounts.registry.LinkBatch;
import cloud.magento.accounts.registry.LinkConflict;
import cloud.magento.accounts.registry.LinkTableStatistics;
import cloud.magento.accounts.registry.MailSilence;
import cloud.magento.accounts.transaction.OwnTransaction;
import cloud.magento.accounts.upstream.MagentoProvider;
import jakarta.persistence.PersistenceException;
import java.io.Reader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.Profile;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;

/**
 * Does the rows of a file one after the other, many in one transaction: what is done stays done, and who sends the same
 * file again comes to the same end. A row means what it would mean if every row before it were done already.
 */
public final class BulkChange {
    private static final int PAGE = 1000;

    /** So that who waits for mails to be sent hears of some before the last one. */
    private static final int PAGE_OF_MAILS = 20;

    private static final Set<BulkAction> EXEMPTIONS = Set.of(BulkAction.EXEMPT, BulkAction.UNEXEMPT);

    private final KeycloakSession session;
    private final Options options;
    private final BulkRows rows;
    private @Nullable InvitationSender inviter;
    private final Map<String, Integer> counts = new TreeMap<>();

    /** What the rows are written in. */
    public enum Format {
        CSV,
        NDJSON
    }

    /**
     * How it is done.
     *
     * @param alias of the realm's provider
     * @param actor the id of the administrator who asks
     * @param dryRun only tell what would be done; rows that build on rows before them are judged as if alone
     * @param mailsWanted write to the owner of each account whose link changes, as for a single change
     */
    public record Options(String alias, String issuer, String actor, boolean dryRun, boolean mailsWanted) {
        /** For the realm's provider; empty where it has none of ours. */
        public static Optional<Options> in(
                KeycloakSession session, RealmModel realm, String actor, boolean dryRun, boolean mailsWanted) {
            return MagentoProvider.in(session, realm)
                    .map(provider -> new Options(provider.getAlias(), provider.issuer(), actor, dryRun, mailsWanted));
        }
    }

    /**
     * Looks at the file's beginning.
     *
     * @param usual what a row wants that does not say
     * @throws IllegalArgumentException where it cannot be used at all; the message says why
     */
    public BulkChange(KeycloakSession session, Options options, Reader text, Format format, BulkAction usual) {
        this.session = session;
        this.options = options;
        try {
            this.rows = format == Format.CSV ? new CsvRows(text, usual) : new JsonRows(text, usual);
        } catch (RowException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** By whom accounts are invited, where the rows want that. */
    public BulkChange inviting(InvitationSender sender) {
        this.inviter = sender;
        return this;
    }

    /**
     * Does all rows.
     *
     * @param results gets each result in the order of the rows, as soon as it is committed
     * @throws RuntimeException where the database fails; what was told is done
     */
    public BulkSummary run(Consumer<RowResult> results) {
        List<BulkRows.Read> waiting = new ArrayList<>();
        LinkTableStatistics statistics = new LinkTableStatistics(session);
        int all = 0;
        while (fill(waiting)) {
            List<RowResult> done = together(waiting);
            if (!options.dryRun() && inviter == null) {
                statistics.refresh();
            }
            done.forEach(result -> {
                counts.merge(result.result(), 1, Integer::sum);
                results.accept(result);
            });
            all += done.size();
            waiting.subList(0, done.size()).clear();
        }
        if (!options.dryRun() && inviter == null) {
            // Who read an account's links while they were being written may have kept what was there before.
            inOwn(own -> {
                LinkBatch.forgetAccounts(own, own.getContext().getRealm());
                return true;
            });
        }
        return new BulkSummary(all, counts.getOrDefault(Outcome.FAILED.id(), 0), options.dryRun(), counts);
    }

    private boolean fill(List<BulkRows.Read> waiting) {
        while (waiting.size() < (inviter == null ? PAGE : PAGE_OF_MAILS)) {
            Optional<BulkRows.Read> next = rows.next();
            if (next.isEmpty()) {
                break;
            }
            waiting.add(next.get());
        }
        return !waiting.isEmpty();
    }

    /** Does the first of the rows, and those after it up to one that builds on another. */
    private List<RowResult> together(List<BulkRows.Read> reads) {
        Turn turn;
        try {
            turn = inOwn(own -> new Turn(own, reads).judge().write());
        } catch (PersistenceException | ModelException e) {
            if (!LinkConflict.is(e)) {
                throw e;
            }
            return reads.size() == 1 ? List.of(conflict(reads.get(0))) : together(reads.subList(0, reads.size() / 2));
        }
        return turn.judged.stream().map(this::finish).toList();
    }

    private RowResult finish(Judged one) {
        if (one.verdict.outcome() == Outcome.INVITED) {
            return invite(one);
        }
        if (one.verdict.how() != Verdict.How.ALONE || options.dryRun()) {
            return one.result();
        }
        FoundAccount account = Objects.requireNonNull(one.account);
        try {
            return inOwn(own -> new SingleChange(own, options).make(one.row(), account));
        } catch (RowException e) {
            return RowResult.failed(one.read.line(), account.id(), e.error(), String.valueOf(e.getMessage()));
        } catch (PersistenceException | ModelException e) {
            if (!LinkConflict.is(e)) {
                throw e;
            }
            return RowResult.failed(
                    one.read.line(),
                    account.id(),
                    RowError.IDENTITY_LINKED,
                    "This subject is linked to another account. End that link first, if it is wrong.");
        }
    }

    private RowResult invite(Judged one) {
        String id = one.owner().id();
        InvitationResult result = Objects.requireNonNull(inviter).invite(id);
        @Nullable InvitationProblem problem = result.problem();
        return problem == null
                ? RowResult.of(one.read.line(), result.invited() ? Outcome.INVITED : Outcome.UNCHANGED, id)
                : RowResult.failed(one.read.line(), id, problem.id(), problem.message());
    }

    private static RowResult conflict(BulkRows.Read read) {
        return RowResult.failed(
                read.line(),
                null,
                RowError.CONFLICT,
                "Somebody else changed the same account at this moment. Send this row again.");
    }

    private <T> T inOwn(Function<KeycloakSession, T> work) {
        return OwnTransaction.run(session, "magento-bulk", own -> {
            if (!options.mailsWanted()) {
                MailSilence.keep(own);
            }
            return work.apply(own);
        });
    }

    /** A row, whose it is, and what is to be done. */
    private record Judged(BulkRows.Read read, @Nullable FoundAccount account, Verdict verdict) {
        BulkRow row() {
            return Objects.requireNonNull(read.row());
        }

        FoundAccount owner() {
            return Objects.requireNonNull(account);
        }

        RowResult result() {
            @Nullable String id = account == null ? null : account.id();
            return verdict.error() == null
                    ? RowResult.of(read.line(), verdict.outcome(), id)
                    : RowResult.failed(read.line(), id, verdict.error(), verdict.message());
        }
    }

    /** One transaction's rows. */
    private final class Turn {
        private final KeycloakSession own;
        private final RealmModel realm;
        private final List<BulkRows.Read> reads;
        private final LinkBatch links;
        private final ExpectedLinks expectedLinks;
        private final Exemptions exemptions;
        private final List<Judged> judged = new ArrayList<>();
        private final Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());

        Turn(KeycloakSession own, List<BulkRows.Read> reads) {
            this.own = own;
            this.realm = own.getContext().getRealm();
            this.reads = reads;
            this.links = new LinkBatch(own, realm, options.alias(), options.issuer());
            this.expectedLinks = new ExpectedLinks(own, realm);
            this.exemptions = new Exemptions(own, realm);
        }

        /** Judges the rows up to the first that builds on one before it. */
        Turn judge() {
            List<BulkRow> good = reads.stream()
                    .map(BulkRows.Read::row)
                    .filter(Objects::nonNull)
                    .toList();
            Map<AccountName, List<FoundAccount>> accounts = new AccountLookup(own, realm, links)
                    .find(good.stream().map(BulkRow::account).toList());
            RowFacts facts = facts(good, accounts);
            RowDecision decision = new RowDecision(facts);
            Set<String> touched = new HashSet<>();
            for (BulkRows.Read read : reads) {
                @Nullable BulkRow row = read.row();
                List<FoundAccount> found = row == null ? List.of() : accounts.getOrDefault(row.account(), List.of());
                if (row == null || found.size() != 1) {
                    judged.add(new Judged(read, null, unusable(read, found)));
                    continue;
                }
                FoundAccount account = found.get(0);
                Set<String> touching = touching(row, account);
                if (!options.dryRun() && touching.stream().anyMatch(touched::contains)) {
                    break;
                }
                touched.addAll(touching);
                judged.add(new Judged(read, account, decision.of(row, account)));
            }
            return this;
        }

        private RowFacts facts(List<BulkRow> good, Map<AccountName, List<FoundAccount>> accounts) {
            Set<String> exempting = ids(accounts, good, row -> EXEMPTIONS.contains(row.action()));
            Set<String> expecting =
                    ids(accounts, good, row -> row.action() == BulkAction.UNLINK || row.address() != null);
            Map<String, ExpectedLink> expected = new HashMap<>(expectedLinks.ofAccounts(expecting));
            expected.putAll(expectedLinks.ofAddresses(options.issuer(), texts(good, BulkRow::address)));
            boolean sessionsInDatabase = Profile.isFeatureEnabled(Profile.Feature.PERSISTENT_USER_SESSIONS);
            return new RowFacts(
                    now,
                    options.issuer(),
                    links.owners(texts(good, BulkRow::subject)),
                    expected,
                    exemptions.ofAccounts(exempting),
                    options.mailsWanted() || !sessionsInDatabase);
        }

        private static Set<String> ids(
                Map<AccountName, List<FoundAccount>> accounts, List<BulkRow> rows, Predicate<BulkRow> which) {
            return rows.stream()
                    .filter(which)
                    .flatMap(row -> accounts.getOrDefault(row.account(), List.of()).stream())
                    .map(FoundAccount::id)
                    .collect(Collectors.toSet());
        }

        private static Set<String> touching(BulkRow row, FoundAccount account) {
            return Stream.of(
                            "account " + account.id(),
                            "subject " + row.subject(),
                            "subject " + account.atKeycloak(),
                            "address " + folded(row.address()))
                    .filter(key -> !key.endsWith(" null"))
                    .collect(Collectors.toSet());
        }

        private static @Nullable String folded(@Nullable String address) {
            return address == null ? null : address.toLowerCase(Locale.ROOT);
        }

        private static Set<String> texts(List<BulkRow> rows, Function<BulkRow, @Nullable String> part) {
            return rows.stream().map(part).filter(Objects::nonNull).collect(Collectors.toSet());
        }

        private Verdict unusable(BulkRows.Read read, List<FoundAccount> found) {
            @Nullable RowException problem = read.problem();
            if (problem != null) {
                return Verdict.failed(problem.error(), String.valueOf(problem.getMessage()));
            }
            BulkRow row = Objects.requireNonNull(read.row());
            if (!found.isEmpty()) {
                return Verdict.failed(
                        RowError.ACCOUNT_AMBIGUOUS, "Several accounts are meant. Name this one by its id.");
            }
            return row.action() == BulkAction.UNLINK && row.account().kind() == AccountName.Kind.SUBJECT
                    ? Verdict.unchanged()
                    : Verdict.failed(RowError.ACCOUNT_UNKNOWN, "This realm has no such account.");
        }

        Turn write() {
            if (!options.dryRun()) {
                link();
                expect();
                unlink();
                exempt();
            }
            return this;
        }

        private List<Judged> of(Outcome outcome) {
            return judged.stream()
                    .filter(one -> one.verdict.how() == Verdict.How.TOGETHER && one.verdict.outcome() == outcome)
                    .toList();
        }

        private void link() {
            Map<String, String> subjects = new LinkedHashMap<>();
            Map<String, String> names = new HashMap<>();
            for (Judged one : of(Outcome.LINKED)) {
                String subject = Objects.requireNonNull(one.row().subject());
                subjects.put(one.owner().id(), subject);
                names.put(subject, one.row().upstreamName());
            }
            if (!subjects.isEmpty()) {
                links.link(subjects, names);
            }
        }

        private void expect() {
            List<ExpectedLink> expected = of(Outcome.EXPECTED).stream()
                    .map(one -> new ExpectedLink(
                            one.owner().id(),
                            Objects.requireNonNull(one.row().address()),
                            now,
                            Optional.ofNullable(one.row().until()).orElse(now.plus(ExpectedLink.USUAL))))
                    .toList();
            if (!expected.isEmpty()) {
                expectedLinks.expect(options.issuer(), expected);
            }
        }

        private void unlink() {
            Collection<String> ids = ids(Outcome.UNLINKED);
            if (!ids.isEmpty()) {
                expectedLinks.end(ids);
                links.unlink(ids);
            }
        }

        private void exempt() {
            List<Exemption> granted = of(Outcome.EXEMPTED).stream()
                    .map(one -> RowDecision.exemption(
                            one.owner(),
                            Objects.requireNonNull(one.row().until()),
                            one.row().reason(),
                            options.actor(),
                            now))
                    .toList();
            if (!granted.isEmpty()) {
                exemptions.grantAll(granted);
            }
            Collection<String> ended = ids(Outcome.UNEXEMPTED);
            if (!ended.isEmpty()) {
                exemptions.endAll(ended);
            }
        }

        private List<String> ids(Outcome outcome) {
            return of(outcome).stream().map(one -> one.owner().id()).toList();
        }
    }
}
