package cloud.magento.accounts.login.authsession;

import cloud.magento.accounts.evaluation.SignInEpoch;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.messages.Messages;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/** A sign-in in one tab that knows since when it is for its account. All else is the stored session's. */
final class CurrentSignIn implements AuthenticationSessionModel {
    /** Session attribute: this request came with a sign-in that is over. */
    private static final String ENDED = "magento.sign-in.ended";

    private final KeycloakSession session;
    private final CurrentBrowser browser;
    private final AuthenticationSessionModel stored;

    CurrentSignIn(KeycloakSession session, CurrentBrowser browser, AuthenticationSessionModel stored) {
        this.session = session;
        this.browser = browser;
        this.stored = stored;
    }

    /** A sign-in of this request was found to be over; the one that begins in its place says why. */
    static void endedIn(KeycloakSession session) {
        session.setAttribute(ENDED, true);
    }

    @Override
    public RootAuthenticationSessionModel getParentSession() {
        return browser;
    }

    /**
     * From now on, and only from now on, what happens to the account's link counts for this sign-in. What was shown of
     * another account before is nothing of this one.
     */
    @Override
    public void setAuthenticatedUser(@Nullable UserModel user) {
        UserModel before = stored.getAuthenticatedUser();
        stored.setAuthenticatedUser(user);
        if (user != null && (before == null || !before.getId().equals(user.getId()))) {
            if (before != null) {
                stored.removeAuthNote(AuthenticationProcessor.AUTHN_CREDENTIALS);
            }
            SignInEpoch.begin(session, this, user);
        }
    }

    /**
     * Has two notes of Keycloak's say what is so. It says of every sign-in that it begins anew that the one before has
     * timed out; and it notes the token of a mail whose link somebody opened, whatever the mail is for, before it acts
     * on it.
     *
     * @throws jakarta.ws.rs.WebApplicationException with the page that refuses, where the mail is older than the
     * account's link
     */
    @Override
    public void setAuthNote(String name, String value) {
        boolean untrue = LoginActionsService.FORWARDED_ERROR_MESSAGE_NOTE.equals(name)
                && Messages.LOGIN_TIMEOUT.equals(value)
                && session.getAttribute(ENDED) != null;
        stored.setAuthNote(name, untrue ? "magento.error.link-changed" : value);
        if (Constants.KEY.equals(name)) {
            OutdatedMail.refuse(session, this, value);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof AuthenticationSessionModel that
                        && that.getTabId().equals(getTabId());
    }

    @Override
    public int hashCode() {
        return getTabId().hashCode();
    }

    @Override
    public String getTabId() {
        return stored.getTabId();
    }

    @Override
    public RealmModel getRealm() {
        return stored.getRealm();
    }

    @Override
    public ClientModel getClient() {
        return stored.getClient();
    }

    @Override
    public String getRedirectUri() {
        return stored.getRedirectUri();
    }

    @Override
    public void setRedirectUri(String uri) {
        stored.setRedirectUri(uri);
    }

    @Override
    public String getAction() {
        return stored.getAction();
    }

    @Override
    public void setAction(String action) {
        stored.setAction(action);
    }

    @Override
    public String getProtocol() {
        return stored.getProtocol();
    }

    @Override
    public void setProtocol(String method) {
        stored.setProtocol(method);
    }

    @Override
    public Map<String, ExecutionStatus> getExecutionStatus() {
        return stored.getExecutionStatus();
    }

    @Override
    public void setExecutionStatus(String authenticator, ExecutionStatus status) {
        stored.setExecutionStatus(authenticator, status);
    }

    @Override
    public void clearExecutionStatus() {
        stored.clearExecutionStatus();
    }

    @Override
    public UserModel getAuthenticatedUser() {
        return stored.getAuthenticatedUser();
    }

    @Override
    public Set<String> getRequiredActions() {
        return stored.getRequiredActions();
    }

    @Override
    public void addRequiredAction(String action) {
        stored.addRequiredAction(action);
    }

    @Override
    public void removeRequiredAction(String action) {
        stored.removeRequiredAction(action);
    }

    @Override
    public void addRequiredAction(UserModel.RequiredAction action) {
        stored.addRequiredAction(action);
    }

    @Override
    public void removeRequiredAction(UserModel.RequiredAction action) {
        stored.removeRequiredAction(action);
    }

    @Override
    public void setUserSessionNote(String name, String value) {
        stored.setUserSessionNote(name, value);
    }

    @Override
    public Map<String, String> getUserSessionNotes() {
        return stored.getUserSessionNotes();
    }

    @Override
    public void clearUserSessionNotes() {
        stored.clearUserSessionNotes();
    }

    @Override
    public String getAuthNote(String name) {
        return stored.getAuthNote(name);
    }

    @Override
    public void removeAuthNote(String name) {
        stored.removeAuthNote(name);
    }

    @Override
    public void clearAuthNotes() {
        stored.clearAuthNotes();
    }

    @Override
    public String getClientNote(String name) {
        return stored.getClientNote(name);
    }

    @Override
    public void setClientNote(String name, String value) {
        stored.setClientNote(name, value);
    }

    @Override
    public void removeClientNote(String name) {
        stored.removeClientNote(name);
    }

    @Override
    public Map<String, String> getClientNotes() {
        return stored.getClientNotes();
    }

    @Override
    public void clearClientNotes() {
        stored.clearClientNotes();
    }

    @Override
    public Set<String> getClientScopes() {
        return stored.getClientScopes();
    }

    @Override
    public void setClientScopes(Set<String> clientScopes) {
        stored.setClientScopes(clientScopes);
    }
}
