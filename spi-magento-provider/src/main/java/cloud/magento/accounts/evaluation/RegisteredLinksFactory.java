package cloud.magento.accounts.evaluation;

import cloud.magento.accounts.upstream.KnownLinks;
import cloud.magento.accounts.upstream.KnownLinksFactory;
import org.keycloak.models.KeycloakSession;

/** Registers what upstream asks of the links. */
public final class RegisteredLinksFactory implements KnownLinksFactory {
    @Override
    public KnownLinks create(KeycloakSession session) {
        return new RegisteredLinks(session);
    }

    @Override
    public String getId() {
        return "magento-registry";
    }
}
