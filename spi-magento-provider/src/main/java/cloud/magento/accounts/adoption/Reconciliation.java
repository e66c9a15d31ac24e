package cloud.magento.accounts.adoption;

import cloud.magento.accounts.adoption.ReconciliationReport.Example;
import cloud.magento.accounts.adoption.ReconciliationReport.Group;
import cloud.magento.accounts.ledger.LedgerGap;
import cloud.magento.accounts.ledger.LedgerGaps;
import cloud.magento.accounts.registry.AdoptableLink;
import cloud.magento.accounts.registry.DeletedAccountSweep;
import cloud.magento.accounts.registry.Exemptions;
import cloud.magento.accounts.registry.LinkAdoption;
import cloud.magento.accounts.registry.LinkAdoption.Source;
import cloud.magento.accounts.registry.UnbackedLink;
import cloud.magento.accounts.registry.UnbackedLinks;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import cloud.magento.accounts.upstream.MagentoProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Names everything on which Keycloak's table of links, the registry and the ledger disagree, and mends what is certain.
 * Keycloak opens accounts by its table, so what only Keycloak has is taken into the registry, and what only the
 * registry has is ended; what the ledger does not tell, or tells of what is not, gets an entry. Where both tables have
 * a link and differ, somebody has to decide. No session ends and nobody is written to. One run of it.
 */
public final class Reconciliation {
    private static final int PAGE = 500;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final OwnTransactions transactions;
    private final @Nullable MagentoIdentityProviderConfig provider;
    private final LeftLinks.Collector undecided;
    private final Certain ended = new Certain("end");
    private final Certain adopted = new Certain("adopt");
    private final Certain renamed = new Certain("rename");
    private final Certain exemptionsOfNobody = new Certain("end");
    private final Map<LedgerGap.Kind, Certain> gaps = new EnumMap<>(LedgerGap.Kind.class);
    private boolean dryRun;

    public Reconciliation(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.transactions = new OwnTransactions(session);
        this.provider = MagentoProvider.in(session, realm).orElse(null);
        this.undecided = new LeftLinks.Collector(realm.getName(), alias());
        for (LedgerGap.Kind kind : LedgerGap.Kind.values()) {
            gaps.put(kind, new Certain("record"));
        }
    }

    /**
     * Looks at every link and exemption, and mends those that are certain.
     *
     * @param onlyName only name them
     * @throws AdoptionException where somebody else changed the same links at this moment
     */
    public ReconciliationReport reconcile(boolean onlyName) {
        this.dryRun = onlyName;
        boolean complete = each(this::end)
                && adopt()
                && each(this::withoutProvider)
                && each(this::exemptionsOfNobody)
                && gaps.keySet().stream().allMatch(kind -> each((own, after) -> gaps(own, kind, after)));
        return new ReconciliationReport(
                dryRun,
                complete,
                adopted.group(),
                ended.group(),
                renamed.group(),
                group(LedgerGap.Kind.LINK_WITHOUT_ENTRY),
                group(LedgerGap.Kind.ENTRY_WITHOUT_LINK),
                group(LedgerGap.Kind.EXEMPTION_WITHOUT_ENTRY),
                group(LedgerGap.Kind.ENTRY_WITHOUT_EXEMPTION),
                exemptionsOfNobody.group(),
                undecided.all());
    }

    private Group group(LedgerGap.Kind kind) {
        return certain(kind).group();
    }

    private Certain certain(LedgerGap.Kind kind) {
        return gaps.computeIfAbsent(kind, unused -> new Certain("record"));
    }

    private String alias() {
        return provider == null ? "" : provider.getAlias();
    }

    /**
     * Has this done page by page, each in a transaction of its own; a page is given the place to begin after, and gives
     * back that of the next, or the empty text. Whether it came to the end.
     */
    private boolean each(BiFunction<KeycloakSession, String, String> page) {
        String after = "";
        do {
            if (transactions.tookLong()) {
                return false;
            }
            String from = after;
            after = dryRun
                    ? transactions.run(own -> page.apply(own, from))
                    : transactions.write(own -> page.apply(own, from));
        } while (!after.isEmpty());
        return true;
    }

    private String end(KeycloakSession own, String after) {
        UnbackedLinks links = new UnbackedLinks(own, own.getContext().getRealm());
        List<UnbackedLink> found = provider == null
                ? links.read(after, PAGE)
                : links.readBut(provider.getAlias(), provider.issuer(), after, PAGE);
        if (!dryRun) {
            links.end(found, session);
        }
        found.forEach(ended::add);
        return next(found);
    }

    private boolean adopt() {
        if (provider == null) {
            return true;
        }
        LinkAdoptionPages pages = new LinkAdoptionPages(provider.getAlias(), provider.issuer());
        return each((own, after) -> pages.page(own, Source.LOCAL, after))
                && each((own, after) -> pages.page(own, Source.DIRECTORY, after));
    }

    private String withoutProvider(KeycloakSession own, String after) {
        List<UnbackedLink> found = new UnbackedLinks(own, own.getContext().getRealm()).readWithoutProvider(after, PAGE);
        found.forEach(undecided::add);
        return next(found);
    }

    private String exemptionsOfNobody(KeycloakSession own, String after) {
        RealmModel ownRealm = own.getContext().getRealm();
        List<String> found = new Exemptions(own, ownRealm).accountsThatAreGone(after, PAGE);
        if (!dryRun) {
            DeletedAccountSweep.end(own, ownRealm, found);
        }
        found.forEach(userId -> exemptionsOfNobody.add(new Example(userId, null, null, null)));
        return found.size() < PAGE ? "" : found.get(found.size() - 1);
    }

    private String gaps(KeycloakSession own, LedgerGap.Kind kind, String after) {
        LedgerGaps all = new LedgerGaps(own, own.getContext().getRealm(), alias());
        LedgerGaps.Page page = all.read(kind, after, PAGE);
        if (!dryRun) {
            all.mend(kind, page.gaps(), session);
        }
        page.gaps().forEach(certain(kind)::add);
        return page.next() == null ? "" : page.next();
    }

    private static String next(List<UnbackedLink> page) {
        return page.size() < PAGE ? "" : page.get(page.size() - 1).id();
    }

    /** Reads Keycloak's links of one provider, and adopts those that are certain. */
    private final class LinkAdoptionPages {
        private final String alias;
        private final String issuer;

        LinkAdoptionPages(String alias, String issuer) {
            this.alias = alias;
            this.issuer = issuer;
        }

        String page(KeycloakSession own, Source source, String after) {
            LinkAdoption links = new LinkAdoption(own, own.getContext().getRealm(), alias, issuer);
            LinkAdoption.Page found = links.read(source, after, PAGE);
            if (!dryRun) {
                links.adopt(found.links(), session);
            }
            found.links().forEach(this::sort);
            return found.last() == null ? "" : found.last();
        }

        private void sort(AdoptableLink link) {
            if (link.obstacle() != null) {
                undecided.add(link);
            } else if (link.formerAlias() != null) {
                renamed.add(link);
            } else {
                adopted.add(link);
            }
        }
    }

    /** Counts what has one mend, and keeps the first of them. */
    private static final class Certain {
        private static final int SHOWN = 100;

        private final String mend;
        private final List<Example> examples = new ArrayList<>();
        private int count;

        Certain(String mend) {
            this.mend = mend;
        }

        void add(UnbackedLink link) {
            String since = link.link().linkedAt().toString();
            add(new Example(link.link().userId(), link.link().identity().subject(), since, since));
        }

        void add(AdoptableLink link) {
            Instant since = link.since();
            String text = since == null ? null : since.toString();
            add(new Example(link.userId(), link.subject(), text, text));
        }

        void add(LedgerGap gap) {
            add(new Example(gap.userId(), gap.subject(), null, gap.since().toString()));
        }

        void add(Example example) {
            count++;
            if (examples.size() < SHOWN) {
                examples.add(example);
            }
        }

        Group group() {
            return new Group(count, mend, List.copyOf(examples));
        }
    }
}
