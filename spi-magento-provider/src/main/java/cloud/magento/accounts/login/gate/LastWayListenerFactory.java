package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.spi.GlobalListenerFactory;
import cloud.magento.accounts.spi.Listener;
import cloud.magento.accounts.upstream.LoginWay;
import cloud.magento.accounts.upstream.MagentoProvider;
import java.util.Optional;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;

/** Has the browser remember by which way a sign-in has succeeded. A global listener, so no realm has to name it. */
public final class LastWayListenerFactory extends GlobalListenerFactory {
    public LastWayListenerFactory() {
        super("magento-last-way");
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new Watch(session);
    }

    /** Single sign-on, a grant without a browser and another provider's button tell nothing of the page's two ways. */
    static Optional<LastWay> of(LoginWay way) {
        return switch (way) {
            case LOCAL -> Optional.of(LastWay.PASSWORD);
            case UPSTREAM -> Optional.of(LastWay.MAGENTO);
            case OTHER_PROVIDER, GRANT, SINGLE_SIGN_ON -> Optional.empty();
        };
    }

    private record Watch(KeycloakSession session) implements Listener {
        @Override
        public void onEvent(Event event) {
            if (event.getType() == EventType.LOGIN) {
                MagentoProvider.in(session, session.getContext().getRealm())
                        .flatMap(provider -> of(LoginWay.of(event, session, provider.getAlias())))
                        .ifPresent(way -> way.remember(session));
            }
        }
    }
}
