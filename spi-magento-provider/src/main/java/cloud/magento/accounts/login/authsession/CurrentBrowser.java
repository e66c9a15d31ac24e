package cloud.magento.accounts.login.authsession;

import cloud.magento.accounts.evaluation.SignInEpoch;
import cloud.magento.accounts.policy.EventDetails;
import cloud.magento.accounts.policy.ReasonCode;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * The sign-ins of one browser, a tab each, without those that are over. A tab that is over is removed when it is asked
 * for, and leaves an event; Keycloak then begins the sign-in again, as with one that has timed out.
 */
final class CurrentBrowser implements RootAuthenticationSessionModel {
    private final KeycloakSession session;
    private final RootAuthenticationSessionModel stored;

    CurrentBrowser(KeycloakSession session, RootAuthenticationSessionModel stored) {
        this.session = session;
        this.stored = stored;
    }

    static RootAuthenticationSessionModel stored(RootAuthenticationSessionModel root) {
        return root instanceof CurrentBrowser browser ? browser.stored : root;
    }

    @Override
    public String getId() {
        return stored.getId();
    }

    @Override
    public RealmModel getRealm() {
        return stored.getRealm();
    }

    @Override
    public int getTimestamp() {
        return stored.getTimestamp();
    }

    @Override
    public void setTimestamp(int timestamp) {
        stored.setTimestamp(timestamp);
    }

    @Override
    public Map<String, AuthenticationSessionModel> getAuthenticationSessions() {
        return stored.getAuthenticationSessions().entrySet().stream()
                .filter(tab -> !SignInEpoch.isOver(session, tab.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, tab -> new CurrentSignIn(session, this, tab.getValue())));
    }

    @Override
    @SuppressWarnings("NullAway") // Keycloak's interface is not annotated; null says "there is none"
    public @Nullable AuthenticationSessionModel getAuthenticationSession(ClientModel client, String tabId) {
        AuthenticationSessionModel tab = stored.getAuthenticationSession(client, tabId);
        if (tab == null) {
            return null;
        }
        if (SignInEpoch.isOver(session, tab)) {
            end(tab);
            return null;
        }
        return inContext(tab);
    }

    @Override
    public AuthenticationSessionModel createAuthenticationSession(ClientModel client) {
        return inContext(stored.createAuthenticationSession(client));
    }

    @Override
    public void removeAuthenticationSessionByTabId(String tabId) {
        stored.removeAuthenticationSessionByTabId(tabId);
    }

    @Override
    public void restartSession(RealmModel realm) {
        stored.restartSession(realm);
    }

    private AuthenticationSessionModel inContext(AuthenticationSessionModel tab) {
        CurrentSignIn signIn = new CurrentSignIn(session, this, tab);
        session.getContext().setAuthenticationSession(signIn);
        return signIn;
    }

    private void end(AuthenticationSessionModel tab) {
        session.getContext().setAuthenticationSession(null);
        new EventBuilder(stored.getRealm(), session, session.getContext().getConnection())
                .event(EventType.LOGIN)
                .client(tab.getClient())
                .user(tab.getAuthenticatedUser())
                .detail(EventDetails.REASON, ReasonCode.LINK_CHANGED.id())
                .error(ReasonCode.LINK_CHANGED.error());
        stored.removeAuthenticationSessionByTabId(tab.getTabId());
        CurrentSignIn.endedIn(session);
    }
}
