package cloud.magento.accounts.campaign;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/**
 * A campaign was started, stopped, resumed, or came to its end, and the transaction is still open.
 *
 * @param campaign as it is now
 * @param resumed whether it runs again after it was stopped
 * @param counts how many reminders it has in each state
 */
public record CampaignChanged(
        KeycloakSession session, RealmModel realm, Campaign campaign, boolean resumed, MailCounts counts)
        implements ProviderEvent {}
