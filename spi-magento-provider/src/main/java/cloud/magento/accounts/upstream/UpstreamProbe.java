package cloud.magento.accounts.upstream;

import cloud.magento.accounts.policy.ReasonCode;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Asks upstream for its keys by settings that are not saved yet, as the first sign-in with them would. */
public final class UpstreamProbe {
    private UpstreamProbe() {}

    /**
     * What goes wrong.
     *
     * @param fault its public form, such as {@code address-not-allowed}
     * @param ofSettings whether it lies in the settings, so that asking again does not help
     */
    public record Trouble(String fault, boolean ofSettings) {}

    /** What goes wrong, or empty where upstream can be asked and its keys can be read. */
    public static Optional<Trouble> of(
            KeycloakSession session, RealmModel realm, MagentoIdentityProviderConfig settings) {
        UpstreamClient client = UpstreamClient.of(session, realm, settings);
        return client.metadata()
                .flatMap(client::ready)
                .fold(
                        keys -> Optional.empty(),
                        failure -> Optional.of(new Trouble(
                                failure.fault().id(), failure.fault().reason() != ReasonCode.UPSTREAM_UNAVAILABLE)));
    }
}
