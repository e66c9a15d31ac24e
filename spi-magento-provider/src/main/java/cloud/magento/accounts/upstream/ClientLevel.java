package cloud.magento.accounts.upstream;

import cloud.magento.accounts.policy.LoginLevels;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.protocol.oidc.utils.AcrUtils;
import org.keycloak.protocol.saml.SamlProtocol;

/** The level of authentication that an application asks of its people: its <em>Minimum ACR</em>. */
public final class ClientLevel {
    private ClientLevel() {}

    /** The level, as Keycloak reads it: a name that nobody has given a level asks for nothing. */
    public static int of(ClientModel client) {
        String minimum = AcrUtils.getMinimumAcrValue(client);
        if (minimum == null || minimum.isBlank()) {
            return LoginLevels.ANY;
        }
        Map<String, Integer> names = SamlProtocol.LOGIN_PROTOCOL.equals(client.getProtocol())
                ? AcrUtils.getUriLoaMap(client)
                : AcrUtils.getAcrLoaMap(client);
        return Optional.ofNullable(names.get(minimum))
                .or(() -> minimum.matches("\\d{1,9}") ? Optional.of(Integer.valueOf(minimum)) : Optional.empty())
                .orElse(LoginLevels.ANY);
    }
}
