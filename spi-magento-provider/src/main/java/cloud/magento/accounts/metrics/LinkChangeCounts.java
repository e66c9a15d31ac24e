package cloud.magento.accounts.metrics;

import cloud.magento.accounts.ledger.EntryType;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.registry.AccountDeleted;
import cloud.magento.accounts.registry.LinkEnded;
import cloud.magento.accounts.registry.LinkMade;
import cloud.magento.accounts.registry.LinksImported;
import cloud.magento.accounts.registry.LinksUnlinked;
import cloud.magento.accounts.registry.ProviderRemoved;
import cloud.magento.accounts.transaction.AfterCommit;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.util.function.IntSupplier;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/** Counts links that were made, switched or ended, once that is committed. */
final class LinkChangeCounts implements ProviderEventListener {
    /** Ending a link needs no proof. */
    private static final String NO_PROOF = "none";

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof LinkMade made) {
            EntryType type = made.replaced() == null ? EntryType.LINK_MADE : EntryType.LINK_SWITCHED;
            count(made.session(), made.realm(), type, made.link().proof().id(), 1);
        } else if (event instanceof LinkEnded ended) {
            count(ended.session(), ended.realm(), EntryType.LINK_ENDED, NO_PROOF, 1);
        } else if (event instanceof LinksImported imported) {
            count(
                    imported.session(),
                    imported.realm(),
                    EntryType.LINK_MADE,
                    LinkProof.ADMINISTRATOR.id(),
                    imported.links().size());
        } else if (event instanceof LinksUnlinked ended) {
            count(
                    ended.session(),
                    ended.realm(),
                    EntryType.LINK_ENDED,
                    NO_PROOF,
                    ended.links().size());
        } else if (event instanceof AccountDeleted gone) {
            count(
                    gone.session(),
                    gone.realm(),
                    EntryType.LINK_ENDED,
                    NO_PROOF,
                    gone.links().size());
        } else if (event instanceof ProviderRemoved gone) {
            count(
                    gone.session(),
                    gone.realm(),
                    EntryType.LINK_ENDED,
                    NO_PROOF,
                    () -> gone.lasting().getAsBoolean() ? gone.links() : 0);
        }
    }

    private static void count(KeycloakSession session, RealmModel realm, EntryType type, String proof, int links) {
        count(session, realm, type, proof, () -> links);
    }

    /** Asks how many there were once the transaction is committed. */
    private static void count(
            KeycloakSession session, RealmModel realm, EntryType type, String proof, IntSupplier links) {
        String name = realm.getName();
        AfterCommit.run(session, () -> {
            int changed = links.getAsInt();
            if (changed > 0) {
                Counter.builder("magento_link_changes")
                        .description("Links that were made, switched or ended.")
                        .tag("realm", name)
                        .tag("type", type.id())
                        .tag("proof", proof)
                        .register(Metrics.globalRegistry)
                        .increment(changed);
            }
        });
    }
}
