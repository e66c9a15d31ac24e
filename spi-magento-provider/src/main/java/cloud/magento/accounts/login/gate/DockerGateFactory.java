package cloud.magento.accounts.login.gate;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.docker.DockerAuthV2ProtocolFactory;

/**
 * Replaces Keycloak's Docker protocol, under its own id and by a higher order, with one that adds the gate: see {@link
 * DockerGate}. Where Keycloak's feature {@code docker} is off, there is neither.
 */
public final class DockerGateFactory extends DockerAuthV2ProtocolFactory {
    private static final int BEFORE_KEYCLOAKS_OWN = 100;

    @Override
    public LoginProtocol create(KeycloakSession session) {
        return new DockerGate(session);
    }

    @Override
    public int order() {
        return BEFORE_KEYCLOAKS_OWN;
    }
}
