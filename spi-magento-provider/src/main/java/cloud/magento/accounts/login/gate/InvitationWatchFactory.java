package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.login.step.InvitedSignIn;
import cloud.magento.accounts.registry.Invitations;
import cloud.magento.accounts.spi.GlobalListenerFactory;
import cloud.magento.accounts.spi.Listener;
import cloud.magento.accounts.transaction.AfterCompletion;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Counts the wrong passwords and codes that are given with an invitation, whichever step asks for them, and ends an
 * invitation whose account has come to have another address or was disabled. That is also asked each time an invitation
 * is used; here it is noted, so that it does not come back to life with the address or the account. A global listener,
 * so no realm has to name it.
 */
public final class InvitationWatchFactory extends GlobalListenerFactory {
    private static final Logger LOG = Logger.getLogger(InvitationWatchFactory.class);

    private static final Set<EventType> CHANGES =
            EnumSet.of(EventType.UPDATE_EMAIL, EventType.UPDATE_PROFILE, EventType.USER_DISABLED_BY_PERMANENT_LOCKOUT);

    private static final Pattern ACCOUNT = Pattern.compile("users/([^/]+)$");

    public InvitationWatchFactory() {
        super("magento-invitation-watch");
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new Watch(session);
    }

    private record Watch(KeycloakSession session) implements Listener {
        @Override
        public void onEvent(Event event) {
            if (CHANGES.contains(event.getType())) {
                check(event.getRealmId(), event.getUserId());
            } else if (event.getType() == EventType.LOGIN_ERROR
                    && Errors.INVALID_USER_CREDENTIALS.equals(event.getError())) {
                invitations(event).forEach(id -> wrongTry(event, id));
            }
        }

        @Override
        public void onEvent(AdminEvent event, boolean includeRepresentation) {
            Matcher path = ACCOUNT.matcher(String.valueOf(event.getResourcePath()));
            if (event.getResourceType() == ResourceType.USER && path.find()) {
                check(event.getRealmId(), path.group(1));
            }
        }

        /** Keycloak tells of errors in a session of its own, which knows of no sign-in but its id. */
        private List<String> invitations(Event event) {
            String signIn =
                    event.getDetails() == null ? null : event.getDetails().get(Details.CODE_ID);
            RealmModel realm = session.realms().getRealm(event.getRealmId());
            return Optional.ofNullable(signIn)
                    .map(id -> session.authenticationSessions().getRootAuthenticationSession(realm, id))
                    .map(browser -> browser.getAuthenticationSessions().values().stream()
                            .flatMap(tab -> InvitedSignIn.id(tab).stream())
                            .distinct()
                            .toList())
                    .orElse(List.of());
        }

        /** Also where the request is rolled back: the guess was made. */
        private void wrongTry(Event event, String id) {
            @Nullable String userId = event.getUserId();
            if (userId == null) {
                return;
            }
            AfterCompletion.run(
                    session,
                    own -> {
                        Invitations invitations =
                                new Invitations(own, own.realms().getRealm(event.getRealmId()));
                        invitations
                                .ofId(id)
                                .filter(found -> found.userId().equals(userId))
                                .ifPresent(found -> invitations.wrongTry(id));
                    },
                    lost -> LOG.errorf(
                            "A wrong try at invitation %s could not be counted: %s",
                            id, lost.getClass().getName()));
        }

        private void check(String realmId, @Nullable String userId) {
            RealmModel realm = session.realms().getRealm(realmId);
            Optional.ofNullable(userId)
                    .map(account -> session.users().getUserById(realm, account))
                    .ifPresent(new Invitations(session, realm)::check);
        }
    }
}
