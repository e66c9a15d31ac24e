package cloud.magento.accounts.upstream;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.broker.provider.util.IdentityBrokerState;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.services.managers.ClientSessionCode;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keycloak's {@code state}: a one-time code of the authentication session, its tab and its client. Together with the
 * session's cookie it ties an answer to the browser and tab that asked.
 */
final class BrokerState {
    /** Some upstreams cut what is longer. */
    static final int LONGEST = 255;

    private static final Pattern SHAPE = Pattern.compile("[\\w-]+\\.[\\w-]+\\.([\\w-]+)(\\..*)?");

    private BrokerState() {}

    /**
     * A state for this session. Where it is short enough it also tells Keycloak where the application is, so that a
     * person who comes back after the session has ended is led there; else it is without that, and such a person reads
     * a page that says to start again. A session that signs in is made to wait for an answer; one that is to come back
     * to a required action stays there until the answer comes ({@link #awaitAnswer}), so that Back finds the action's
     * page.
     */
    static String of(KeycloakSession session, AuthenticationSessionModel authSession, Trip trip) {
        ClientSessionCode<AuthenticationSessionModel> code =
                new ClientSessionCode<>(session, authSession.getRealm(), authSession);
        if (trip.requiredAction() == null) {
            code.setAction(AuthenticationSessionModel.Action.AUTHENTICATE.name());
        }
        String whole = encoded(code, authSession, AuthenticationProcessor.getClientData(session, authSession));
        return whole.length() <= LONGEST ? whole : encoded(code, authSession, null);
    }

    private static String encoded(
            ClientSessionCode<AuthenticationSessionModel> code,
            AuthenticationSessionModel authSession,
            @Nullable String clientData) {
        return IdentityBrokerState.decoded(
                        code.getOrGenerateCode(),
                        authSession.getClient().getId(),
                        authSession.getClient().getClientId(),
                        authSession.getTabId(),
                        clientData)
                .getEncoded();
    }

    /**
     * Has a session that is away from a required action wait for this very answer, as Keycloak's check of it wants; so
     * one whose action's page comes back by itself. Any other session is left as it is.
     *
     * @return the session that waits now
     */
    static Optional<AuthenticationSessionModel> awaitAnswer(KeycloakSession session, RealmModel realm, String state) {
        IdentityBrokerState parts = IdentityBrokerState.encoded(state, realm);
        ClientModel client = parts.getClientId() == null ? null : realm.getClientByClientId(parts.getClientId());
        if (client == null || parts.getTabId() == null) {
            return Optional.empty();
        }
        Optional<AuthenticationSessionModel> away = Optional.ofNullable(new AuthenticationSessionManager(session)
                        .getCurrentAuthenticationSession(realm, client, parts.getTabId()))
                .filter(authSession -> TripNotes.isAwayFromAction(authSession, state));
        away.ifPresent(authSession -> authSession.setAction(AuthenticationSessionModel.Action.AUTHENTICATE.name()));
        return away;
    }

    /** Keycloak rejected the response, or the page only came back by itself: the session is at the action again. */
    static void stopWaiting(AuthenticationSessionModel authSession) {
        authSession.setAction(AuthenticationSessionModel.Action.REQUIRED_ACTIONS.name());
    }

    /** Whether Keycloak can take the text apart at all; it fails with an internal error where it cannot. */
    static boolean isReadable(String state) {
        Matcher matcher = SHAPE.matcher(state);
        if (!matcher.matches()) {
            return false;
        }
        try {
            return Base64.getUrlDecoder().decode(matcher.group(1)).length > 0;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
