package cloud.magento.accounts.bundle;

import cloud.magento.accounts.bundle.BundleReader.Sink;
import cloud.magento.accounts.bundle.BundleReport.CarriedLedger;
import cloud.magento.accounts.bundle.VerifiedBundle.Whole;
import cloud.magento.accounts.ledger.BundleSignatures;
import cloud.magento.accounts.ledger.BundleSignatures.Signer;
import cloud.magento.accounts.ledger.EarlierLedger;
import cloud.magento.accounts.ledger.EarlierLedgers;
import cloud.magento.accounts.ledger.EarlierLedgers.Signed;
import cloud.magento.accounts.ledger.chain.LedgerRecord;
import cloud.magento.accounts.registry.CohortApproval;
import cloud.magento.accounts.registry.ExpectedLink;
import cloud.magento.accounts.registry.LinkArchive;
import cloud.magento.accounts.registry.LinkArchive.Outcome;
import cloud.magento.accounts.registry.LinkArchive.StoredExemption;
import cloud.magento.accounts.registry.StoredLink;
import cloud.magento.accounts.transaction.OwnTransaction;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;

/**
 * Puts a bundle back into a realm that has its accounts and their links at Keycloak. All of it is verified before
 * anything is written. It is written page by page, each in a transaction of its own: whoever is interrupted, or told
 * that it is not complete yet, calls again and comes to the same end. No session ends and nobody is written to. One
 * run of it.
 */
public final class BundleImport {
    private static final int PAGE = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final MagentoIdentityProviderConfig provider;
    private final boolean dryRun;
    private final BundleTally links = new BundleTally("link");
    private final BundleTally exemptions = new BundleTally("exemption");
    private final BundleTally approvals = new BundleTally("approval");
    private final BundleTally expected = new BundleTally("expected");
    private final BundleTally providers = new BundleTally("provider");
    private long until;

    public BundleImport(
            KeycloakSession session, RealmModel realm, MagentoIdentityProviderConfig provider, boolean dryRun) {
        this.session = session;
        this.realm = realm;
        this.provider = provider;
        this.dryRun = dryRun;
    }

    /**
     * Verifies the bundle, then puts it back.
     *
     * @param lines its lines, from the first on each time they are asked for
     * @param key the fingerprint of the key that must have signed it, or null for one that the realm has
     * @throws BundleException where it is not whole, not as it was made, or not for this realm; nothing was written
     *     then
     */
    public BundleReport run(Supplier<Iterator<String>> lines, @Nullable String key) {
        VerifiedBundle verified = new VerifiedBundle(
                new EarlierLedgers(session, realm), new BundleSignatures(session, realm), key, provider.issuer());
        BundleReader.read(lines.get(), verified);
        until = System.nanoTime() + PATIENCE.toNanos();
        List<CarriedLedger> ledgers = new ArrayList<>();
        List<@Nullable EarlierLedger> places = new ArrayList<>();
        for (Whole whole : verified.whole()) {
            Place place = own(one -> place(one, whole, verified.links()));
            places.add(place.ledger());
            ledgers.add(new CarriedLedger(whole.origin(), whole.entries(), whole.head(), place.state()));
        }
        boolean complete = true;
        try {
            Pages pages = new Pages(places);
            BundleReader.read(lines.get(), pages);
            pages.flush();
        } catch (TookLong tookLong) {
            complete = false;
        }
        List<BundleReport.Left> left = new ArrayList<>();
        for (BundleTally tally : List.of(links, expected, exemptions, approvals, providers)) {
            left.addAll(tally.left());
        }
        Signer signer = verified.signer();
        return new BundleReport(
                dryRun,
                complete,
                verified.realm(),
                new BundleReport.SignedBy(signer.key(), signer.known()),
                links.counts(),
                expected.counts(),
                exemptions.counts(),
                approvals.counts(),
                providers.counts(),
                ledgers,
                left);
    }

    /** Where a ledger of the bundle goes: nowhere where it is the realm's own, or in a dry run. */
    private record Place(@Nullable EarlierLedger ledger, String state) {}

    private Place place(KeycloakSession own, Whole whole, long count) {
        EarlierLedgers here = new EarlierLedgers(own, own.getContext().getRealm());
        if (here.isOwn(whole.origin(), whole.entries(), whole.head())) {
            return new Place(null, "own");
        }
        EarlierLedger known =
                here.of(whole.origin(), whole.entries(), whole.head()).orElse(null);
        if (known != null) {
            return new Place(known, here.size(known.id()) < whole.entries() ? "imported" : "unchanged");
        }
        return new Place(
                dryRun
                        ? null
                        : here.begin(whole.origin(), whole.entries(), whole.head(), Map.of("links", count), session),
                "imported");
    }

    private <T> T own(Function<KeycloakSession, T> work) {
        try {
            return OwnTransaction.run(session, "magento-bundle", work);
        } catch (PersistenceException | ModelException e) {
            throw new BundleException(
                    BundleException.Kind.CONFLICT,
                    "Somebody else changed the same at this moment. Call again; what is done is passed over.",
                    e);
        }
    }

    /** It is time to answer. */
    private static final class TookLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TookLong() {
            super("It is time to answer", null, false, false);
        }
    }

    /** Writes what the lines say, many of them in one transaction. */
    private final class Pages implements Sink {
        private final Iterator<@Nullable EarlierLedger> places;
        private final List<StoredLink> linkPage = new ArrayList<>();
        private final List<ExpectedLink> expectedPage = new ArrayList<>();
        private final List<StoredExemption> exemptionPage = new ArrayList<>();
        private final List<LedgerRecord> entryPage = new ArrayList<>();
        private final List<Signed> checkpoints = new ArrayList<>();
        private @Nullable EarlierLedger place;
        private long present;

        Pages(List<@Nullable EarlierLedger> places) {
            this.places = places.iterator();
        }

        @Override
        public void link(StoredLink link) {
            linkPage.add(link);
            if (linkPage.size() == PAGE) {
                flush();
            }
        }

        @Override
        public void formerProvider(String settings) {
            Outcome outcome = own(one -> new LinkArchive(one, one.getContext().getRealm())
                    .restoreFormerProvider(provider.getAlias(), settings, dryRun));
            providers.add(List.of(provider.getAlias()), List.of(outcome), alias -> alias);
        }

        @Override
        public void expected(ExpectedLink link) {
            expectedPage.add(link);
            if (expectedPage.size() == PAGE) {
                flush();
            }
        }

        @Override
        public void exemption(StoredExemption exemption) {
            exemptionPage.add(exemption);
            if (exemptionPage.size() == PAGE) {
                flush();
            }
        }

        @Override
        public void approval(CohortApproval approval) {
            Outcome outcome =
                    own(one -> new LinkArchive(one, one.getContext().getRealm()).restoreApproval(approval, dryRun));
            approvals.add(List.of(approval), List.of(outcome), CohortApproval::groupId);
        }

        @Override
        public void ledger(String origin) {
            flush();
            place = places.next();
            EarlierLedger here = place;
            present = here == null
                    ? 0
                    : own(one -> new EarlierLedgers(one, one.getContext().getRealm()).size(here.id()));
        }

        @Override
        public void checkpoint(Signed checkpoint) {
            checkpoints.add(checkpoint);
        }

        @Override
        public void entry(LedgerRecord record) {
            if (place != null && present < seq(record)) {
                entryPage.add(record);
                if (entryPage.size() == PAGE) {
                    flush();
                }
            }
        }

        @Override
        public void ledgerEnd(long entries, String head) {
            flush();
            EarlierLedger here = place;
            if (here != null && !dryRun) {
                own(one -> {
                    new EarlierLedgers(one, one.getContext().getRealm())
                            .addCheckpoints(here.id(), here.origin(), checkpoints);
                    return true;
                });
            }
            checkpoints.clear();
        }

        private long seq(LedgerRecord record) {
            return record.entry().get("seq") instanceof Number number ? number.longValue() : 0;
        }

        void flush() {
            if (!dryRun && System.nanoTime() > until) {
                throw new TookLong();
            }
            if (!linkPage.isEmpty()) {
                links.add(
                        linkPage,
                        own(one -> new LinkArchive(one, one.getContext().getRealm())
                                .restore(linkPage, provider.getAlias(), dryRun, session)),
                        StoredLink::userId);
                linkPage.clear();
            }
            if (!expectedPage.isEmpty()) {
                expected.add(
                        expectedPage,
                        own(one -> new LinkArchive(one, one.getContext().getRealm())
                                .restoreExpected(expectedPage, provider.getAlias(), provider.issuer(), dryRun)),
                        ExpectedLink::userId);
                expectedPage.clear();
            }
            if (!exemptionPage.isEmpty()) {
                exemptions.add(
                        exemptionPage,
                        own(one -> new LinkArchive(one, one.getContext().getRealm())
                                .restoreExemptions(exemptionPage, dryRun)),
                        StoredExemption::userId);
                exemptionPage.clear();
            }
            EarlierLedger here = place;
            if (!entryPage.isEmpty() && here != null && !dryRun) {
                own(one -> {
                    new EarlierLedgers(one, one.getContext().getRealm()).add(here.id(), entryPage);
                    return true;
                });
            }
            entryPage.clear();
        }
    }
}
