package cloud.magento.accounts.standing;

import cloud.magento.accounts.registry.AccountLinks;
import cloud.magento.accounts.registry.LinkChange;
import cloud.magento.accounts.upstream.MagentoProvider;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Which change of an account's link was the newest when a sign-in or session began. What began before the newest one has no
 * effect after it: whoever waits on a page, with a mail or with a session for the owner to link, switch or be unlinked,
 * waits for nothing.
 *
 * <p>Changes are told apart by their ids, since the clocks of two nodes need not agree. Only what carries no id, a mail or a
 * session that no sign-in of the realm opened, is judged by its time.
 */
public final class SignInEpoch {
    /** Note of authentication sessions and user sessions: the id of the change that was the newest at the beginning. */
    private static final String NOTE = "magento.link.change";

    /** Note of an authentication session: the id of the change that this very sign-in made. */
    private static final String MADE = "magento.link.change-made";

    /** What the note says where no link of the account had ever changed. */
    private static final String NONE = "none";

    private SignInEpoch() {}

    /** The sign-in begins now, for this account. */
    public static void begin(KeycloakSession session, AuthenticationSessionModel authSession, UserModel user) {
        RealmModel realm = authSession.getRealm();
        if (MagentoProvider.in(session, realm).isPresent()) {
            authSession.setAuthNote(
                    NOTE, newestChange(session, realm, user).map(LinkChange::id).orElse(NONE));
        }
    }

    /** The session that the sign-in leads to began with it; one that it finds open by single sign-on began earlier. */
    public static void keep(AuthenticationSessionModel authSession) {
        String begunAt = authSession.getAuthNote(NOTE);
        if (begunAt != null && !AuthenticatorUtil.isSSOAuthentication(authSession)) {
            authSession.setUserSessionNote(NOTE, begunAt);
        }
    }

    /** The sign-in has made the change itself, so it goes on, and so does the session that it may have found open. */
    public static void goOn(KeycloakSession session, AuthenticationSessionModel authSession, UserModel user) {
        begin(session, authSession, user);
        String now = authSession.getAuthNote(NOTE);
        if (now != null) {
            authSession.setAuthNote(MADE, now);
            authSession.setUserSessionNote(NOTE, now);
        }
    }

    /** The session was there when its account's link changed, and may go on. */
    public static void carryOver(KeycloakSession session, UserSessionModel userSession) {
        newestChange(session, userSession.getRealm(), userSession.getUser())
                .ifPresent(change -> userSession.setNote(NOTE, change.id()));
    }

    /** Whether the link of the sign-in's account has changed since the sign-in, or the session it goes on in, began. */
    public static boolean isOver(KeycloakSession session, AuthenticationSessionModel authSession) {
        @Nullable UserModel user = authSession.getAuthenticatedUser();
        if (user == null || MagentoProvider.in(session, authSession.getRealm()).isEmpty()) {
            return false;
        }
        return newestChange(session, authSession.getRealm(), user)
                .filter(change -> !change.id().equals(authSession.getAuthNote(NOTE))
                        || mailedBefore(change, authSession)
                        || isSingleSignOnBefore(session, authSession))
                .isPresent();
    }

    /** Whether the link of the session's account has changed since the session was opened. */
    public static boolean isOver(KeycloakSession session, UserSessionModel userSession) {
        String begunAt = userSession.getNote(NOTE);
        return newestChange(session, userSession.getRealm(), userSession.getUser())
                .filter(change -> begunAt == null
                        ? !change.at().isBefore(Instant.ofEpochSecond(userSession.getStarted()))
                        : !change.id().equals(begunAt))
                .isPresent();
    }

    private static boolean isSingleSignOnBefore(KeycloakSession session, AuthenticationSessionModel authSession) {
        return AuthenticatorUtil.isSSOAuthentication(authSession)
                && Optional.ofNullable(new AuthenticationSessionManager(session).getUserSession(authSession))
                        .filter(userSession -> isOver(session, userSession))
                        .isPresent();
    }

    private static Optional<LinkChange> newestChange(KeycloakSession session, RealmModel realm, UserModel user) {
        return new AccountLinks(session, realm, user).newestChange();
    }

    /** A sign-in by a mailed link began when the mail was written, to the second. */
    private static boolean mailedBefore(LinkChange change, AuthenticationSessionModel authSession) {
        String token = authSession.getAuthNote(Constants.KEY);
        if (token == null || change.id().equals(authSession.getAuthNote(MADE))) {
            return false;
        }
        try {
            @Nullable
            Long writtenAt =
                    new JWSInput(token).readJsonContent(JsonWebToken.class).getIat();
            return writtenAt == null || !change.at().isBefore(Instant.ofEpochSecond(writtenAt));
        } catch (JWSInputException impossible) {
            return true;
        }
    }
}
