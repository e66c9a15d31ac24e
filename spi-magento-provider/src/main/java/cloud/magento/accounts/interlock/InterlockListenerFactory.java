package cloud.magento.accounts.interlock;

import cloud.magento.accounts.registry.CohortApprovalChanged;
import cloud.magento.accounts.registry.ExemptionChanged;
import cloud.magento.accounts.upstream.ProviderSaved;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Has the policy of a realm compared at the commit of whatever may change it: the provider, groups with their dates,
 * approvals of dates, a realm that is made. What changed, and whether it stops anybody, only the comparison tells. A
 * global listener, so no realm has to name it.
 */
public final class InterlockListenerFactory implements EventListenerProviderFactory {
    private final ProviderEventListener listener = InterlockListenerFactory::onEvent;
    private @Nullable KeycloakSessionFactory factory;

    static void onEvent(ProviderEvent event) {
        if (event instanceof ProviderSaved saved) {
            InterlockCheck.atCommit(saved.session(), saved.realm());
        } else if (event instanceof RealmModel.IdentityProviderUpdatedEvent updated) {
            InterlockCheck.atCommit(updated.getKeycloakSession(), updated.getRealm());
        } else if (event instanceof GroupModel.GroupEvent group && !isMembership(group)) {
            InterlockCheck.atCommit(group.getKeycloakSession(), group.getRealm());
        } else if (event instanceof CohortApprovalChanged changed) {
            InterlockCheck.atCommit(changed.session(), changed.realm());
        } else if (event instanceof ExemptionChanged changed) {
            InterlockCheck.exemptionsChange(changed.session());
        } else if (event instanceof RealmModel.RealmPostCreateEvent created) {
            InterlockCheck.atCommit(created.getKeycloakSession(), created.getCreatedRealm());
        }
    }

    /** Who is in a group is a matter of one person, and no change of a date. */
    private static boolean isMembership(GroupModel.GroupEvent event) {
        return event instanceof GroupModel.GroupMemberJoinEvent || event instanceof GroupModel.GroupMemberLeaveEvent;
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new Silent();
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public String getId() {
        return "magento-interlock";
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory sessions) {
        this.factory = sessions;
        sessions.register(listener);
    }

    @Override
    public void close() {
        if (factory != null) {
            factory.unregister(listener);
        }
    }

    /** What is listened to comes as a provider event. */
    private record Silent() implements EventListenerProvider {
        @Override
        public void onEvent(Event event) {}

        @Override
        public void onEvent(AdminEvent event, boolean includeRepresentation) {}

        @Override
        public void close() {}
    }
}
