package cloud.magento.accounts.refusal;

import cloud.magento.accounts.policy.UpstreamLogin;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Event;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderEvent;

/**
 * Somebody is refused on a page that shows a reference. Keycloak's event has been written, if the realm keeps any.
 *
 * @param session of the request, whose transaction may be rolled back
 * @param event with reason and reference among its {@link EventDetails}
 * @param login who came from upstream; null where nobody did
 */
public record Refused(
        KeycloakSession session, Event event, @Nullable UpstreamLogin login) implements ProviderEvent {}
