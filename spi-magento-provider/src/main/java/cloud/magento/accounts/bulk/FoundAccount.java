package cloud.magento.accounts.bulk;

import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.registry.LinkBatch;
import org.jspecify.annotations.Nullable;

/**
 * An account that a row names.
 *
 * @param serviceAccount whether it is a client's
 * @param local whether Keycloak's own tables hold it, and not only a directory; of any other nothing further is known
 * @param open whether it has what a change of its link ends
 * @param atKeycloak the subject that it is linked to by Keycloak's table
 * @param inRegistry the identity that it is linked to by the registry
 */
record FoundAccount(
        String id,
        boolean serviceAccount,
        boolean local,
        boolean open,
        @Nullable String atKeycloak,
        @Nullable UpstreamIdentity inRegistry) {

    static FoundAccount of(LinkBatch.Account account) {
        return new FoundAccount(
                account.id(),
                account.serviceAccount(),
                true,
                account.open(),
                account.atKeycloak(),
                account.inRegistry());
    }

    /** One that only a directory has. */
    static FoundAccount inDirectory(String id) {
        return new FoundAccount(id, false, false, true, null, null);
    }
}
