package cloud.magento.accounts.registry;

import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.policy.UpstreamIdentity;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * The registry refused a link, or the end of one, that came past the pages of ours. The transaction is about to be
 * rolled back.
 *
 * @param identity the upstream identity that the link would have been to, or is to
 */
public record LinkRefused(
        KeycloakSession session, RealmModel realm, UserModel user, UpstreamIdentity identity, ReasonCode reason)
        implements ProviderEvent {}
