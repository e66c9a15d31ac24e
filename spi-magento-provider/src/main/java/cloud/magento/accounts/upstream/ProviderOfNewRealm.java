package cloud.magento.accounts.upstream;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * A provider of ours is about to be read from the file of a realm that is being created. Keycloak looks for the flow
 * that the file names before it tells anybody of the provider, and before the realm has its attributes.
 */
public record ProviderOfNewRealm(KeycloakSession session, RealmModel realm) implements ProviderEvent {
    private static final String NEW_REALM = "magento.realm.new";

    static void begun(RealmModel.RealmCreationEvent event) {
        event.getKeycloakSession().setAttribute(NEW_REALM, event.getCreatedRealm());
    }

    static void ended(RealmModel.RealmPostCreateEvent event) {
        event.getKeycloakSession().removeAttribute(NEW_REALM);
    }

    /** Tells of it where a realm is being created; a provider of a realm that is there is nobody's news. */
    static void tell() {
        @Nullable KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
        if (session != null && session.getAttribute(NEW_REALM) instanceof RealmModel realm) {
            session.getKeycloakSessionFactory().publish(new ProviderOfNewRealm(session, realm));
        }
    }
}
