package cloud.magento.accounts.web;

import java.util.Map;
import java.util.Optional;
import org.keycloak.broker.provider.IdentityProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Where a realm's people find support, as the operator has set it. Whoever keeps the setting implements this; pages ask
 * for it here, since they know no provider.
 */
public interface SupportAddress {
    /** The address of {@code realm}'s support, {@code https:} or {@code mailto:}; empty where none was set. */
    Optional<String> supportAddress(KeycloakSession session, RealmModel realm);

    /** Has a page lead there, if there is such an address. */
    static void show(KeycloakSession session, Map<String, Object> data) {
        session.getKeycloakSessionFactory()
                .getProviderFactoriesStream(IdentityProvider.class)
                .filter(SupportAddress.class::isInstance)
                .findFirst()
                .flatMap(keeper -> ((SupportAddress) keeper)
                        .supportAddress(session, session.getContext().getRealm()))
                .ifPresent(address -> data.put("supportUrl", address));
    }
}
