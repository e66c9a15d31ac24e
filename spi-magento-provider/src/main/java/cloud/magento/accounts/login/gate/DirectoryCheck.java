package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.registry.DirectoryLinks;
import cloud.magento.accounts.upstream.IdentityArrived;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/** Before an identity opens a directory's account, has the directory say whether it is still the same person's. */
final class DirectoryCheck implements ProviderEventListener {
    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof IdentityArrived arrived) {
            new DirectoryLinks(arrived.session(), arrived.realm()).check(arrived.alias(), arrived.subject());
        }
    }
}
