package cloud.magento.accounts.registry;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/**
 * An account was invited, or its invitation ended without a link, in the transaction that is still open. One that runs
 * out changes nothing and is not told of; one that is used is told of by the link.
 *
 * @param invitation as it is now
 */
public record InvitationChanged(KeycloakSession session, RealmModel realm, Invitation invitation)
        implements ProviderEvent {}
