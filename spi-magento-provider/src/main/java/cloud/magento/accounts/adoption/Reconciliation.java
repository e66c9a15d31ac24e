package cloud.magento.accounts.adoption;

import cloud.magento.accounts.adoption.ReconciliationReport.Example;
import cloud.magento.accounts.adoption.ReconciliationReport.Group;
import cloud.magento.accounts.registry.AdoptableLink;
import cloud.magento.accounts.registry.LinkAdoption;
import cloud.magento.accounts.registry.LinkAdoption.Page;
import cloud.magento.accounts.registry.LinkAdoption.Source;
import cloud.magento.accounts.registry.UnbackedLink;
import cloud.magento.accounts.registry.UnbackedLinks;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import cloud.magento.accounts.upstream.MagentoProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Names every link on which Keycloak's table and the registry disagree, and mends what is certain: Keycloak opens
 * accounts by its table, so what only Keycloak has is taken into the registry, and what only the registry has is ended.
 * Where both say something else, somebody has to decide. No session ends and nobody is written to.
 */
public final class Reconciliation {
    private static final int PAGE = 500;
    private static final int SHOWN = 100;

    private final KeycloakSession session;
    private final RealmModel realm;

    public Reconciliation(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /**
     * Looks at every link, and mends those that are certain.
     *
     * @param dryRun only name them
     * @throws AdoptionException where somebody else changed the same links at this moment
     */
    public ReconciliationReport reconcile(boolean dryRun) {
        OwnTransactions transactions = new OwnTransactions(session);
        Certain ended = new Certain("end");
        Certain adopted = new Certain("adopt");
        @Nullable
        MagentoIdentityProviderConfig provider =
                MagentoProvider.in(session, realm).orElse(null);
        LeftLinks.Collector undecided =
                new LeftLinks.Collector(realm.getName(), provider == null ? "" : provider.getAlias());
        boolean complete = end(transactions, dryRun, ended)
                && (provider == null || adopt(transactions, dryRun, provider, adopted, undecided));
        return new ReconciliationReport(dryRun, complete, adopted.group(), ended.group(), undecided.all());
    }

    private boolean end(OwnTransactions transactions, boolean dryRun, Certain ended) {
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
            if (!dryRun && transactions.tookLong()) {
                return false;
            }
            String from = after.get();
            List<UnbackedLink> page = transactions.run(own -> {
                UnbackedLinks links = new UnbackedLinks(own, own.getContext().getRealm());
                List<UnbackedLink> found = links.read(from, PAGE);
                if (!dryRun) {
                    links.end(found, session);
                }
                return found;
            });
            page.forEach(ended::add);
            after = page.size() < PAGE
                    ? Optional.empty()
                    : Optional.of(page.get(page.size() - 1).id());
        }
        return true;
    }

    private boolean adopt(
            OwnTransactions transactions,
            boolean dryRun,
            MagentoIdentityProviderConfig provider,
            Certain adopted,
            LeftLinks.Collector undecided) {
        for (Source source : Source.values()) {
            @Nullable String after = "";
            while (after != null) {
                if (!dryRun && transactions.tookLong()) {
                    return false;
                }
                String from = after;
                Page page = transactions.run(own -> {
                    LinkAdoption links =
                            new LinkAdoption(own, own.getContext().getRealm(), provider.getAlias(), provider.issuer());
                    Page found = links.read(source, from, PAGE);
                    if (!dryRun) {
                        links.adopt(found.links(), session);
                    }
                    return found;
                });
                page.links().stream().filter(link -> link.obstacle() == null).forEach(adopted::add);
                page.links().forEach(undecided::add);
                after = page.last();
            }
        }
        return true;
    }

    /** Counts links with one mend, and keeps the first of them. */
    private static final class Certain {
        private final String mend;
        private final List<Example> examples = new ArrayList<>();
        private int count;

        Certain(String mend) {
            this.mend = mend;
        }

        void add(UnbackedLink link) {
            add(new Example(
                    link.link().userId(),
                    link.link().identity().subject(),
                    link.link().linkedAt().toString()));
        }

        void add(AdoptableLink link) {
            add(new Example(link.userId(), link.subject(), null));
        }

        private void add(Example example) {
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
