package cloud.magento.accounts.registry;

import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.cache.UserCache;
import org.keycloak.services.ErrorResponse;
import org.keycloak.storage.UserStorageUtil;

/**
 * What becomes of the links of a provider that was removed, decided right before the commit. Keycloak deletes its own
 * links only where the provider is deleted by itself; a partial import removes it, leaves the links and makes it anew.
 * So one that is back by then keeps its links in both tables, one that stays away ends them in both, and one whose
 * place another type took is refused as long as there are links: the same subject would open the same account,
 * whichever provider asserts it (account takeover).
 */
final class ProviderRemoval extends AbstractKeycloakTransaction {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final IdentityProviderModel removed;
    private final LinkRegistry registry;
    private @Nullable Boolean lasting;

    private ProviderRemoval(KeycloakSession session, RealmModel realm, IdentityProviderModel removed) {
        this.session = session;
        this.realm = realm;
        this.removed = removed;
        this.registry = new LinkRegistry(session, realm);
    }

    /**
     * Follows the removal of a provider, of whatever type: Keycloak's user cache goes on finding accounts by the links
     * of one that is gone, so it forgets them.
     */
    static void follow(RealmModel.IdentityProviderRemovedEvent event) {
        KeycloakSession session = event.getKeycloakSession();
        IdentityProviderModel provider = event.getRemovedIdentityProvider();
        forgetAccounts(session, event.getRealm());
        if (!UpstreamIssuer.isUpstream(provider)) {
            return;
        }
        ProviderRemoval removal = new ProviderRemoval(session, event.getRealm(), provider);
        session.getTransactionManager().enlistPrepare(removal);
        session.getKeycloakSessionFactory()
                .publish(new ProviderRemoved(
                        session,
                        event.getRealm(),
                        provider.getAlias(),
                        removal.registry.countOf(provider.getAlias()),
                        removal::isLasting));
    }

    @Override
    protected void commitImpl() {
        lasting = isLasting();
        if (lasting) {
            refuseOtherType();
            AccountLinks.changedAll(session, realm, removed.getAlias());
            session.users().preRemove(realm, removed);
            registry.removeProvider(removed.getAlias());
        }
    }

    @Override
    protected void rollbackImpl() {}

    /** Whether no provider of ours is there by its alias, or will be once the transaction is committed. */
    private boolean isLasting() {
        return lasting != null
                ? lasting
                : inPlace().filter(UpstreamIssuer::isUpstream).isEmpty();
    }

    private void refuseOtherType() {
        if (inPlace().isPresent() && registry.hasLinksAtKeycloak(removed.getAlias())) {
            throw ErrorResponse.error(
                    "A provider's type cannot change while accounts are linked: a link belongs to the issuer it was"
                            + " made with. Delete the provider first, which ends its links.",
                    Response.Status.CONFLICT);
        }
    }

    private Optional<IdentityProviderModel> inPlace() {
        return within(() -> Optional.ofNullable(session.identityProviders().getByAlias(removed.getAlias())));
    }

    private <T> T within(Supplier<T> question) {
        RealmModel current = session.getContext().getRealm();
        session.getContext().setRealm(realm);
        try {
            return question.get();
        } finally {
            session.getContext().setRealm(current);
        }
    }

    private static void forgetAccounts(KeycloakSession session, RealmModel realm) {
        UserCache cache = UserStorageUtil.userCache(session);
        if (cache != null) {
            cache.evict(realm);
        }
    }
}
