package cloud.magento.accounts.evaluation;

import cloud.magento.accounts.registry.AccountLinks;
import cloud.magento.accounts.registry.LinkChange;
import cloud.magento.accounts.upstream.MagentoProvider;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Which change of an account's link was the newest when a sign-in or session began. What began before the newest one
 * has no effect after it: pages, mails and sessions opened before the owner linked, switched or was unlinked are no
 * use to an attacker (pre-hijacking).
 *
 * <p>Changes are told apart by their ids, since the clocks of two nodes need not agree. Only what carries no id, a mail
 * or a session that no sign-in of the realm opened, is judged by its time.
 */
public final class SignInEpoch {
    /** Note of authentication sessions and user sessions: the id of the change that was the newest at the beginning. */
    private static final String NOTE = "magento.link.change";

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
                        || isSingleSignOnBefore(session, authSession))
                .isPresent();
    }

    /** Whether the link of the session's account has changed since the session was opened. */
    public static boolean isOver(KeycloakSession session, UserSessionModel userSession) {
        return newestChange(session, userSession.getRealm(), userSession.getUser())
                .filter(change -> isOverBy(change, userSession))
                .isPresent();
    }

    /** Whether the session was opened before this change of its account's link. */
    public static boolean isOverBy(LinkChange change, UserSessionModel userSession) {
        String begunAt = userSession.getNote(NOTE);
        return begunAt == null
                ? isAfter(change, userSession.getStarted())
                : !change.id().equals(begunAt);
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

    /**
     * Whether the account's link has changed since a mail was written. It is asked when the mail's link is opened:
     * Keycloak's confirmation page has a token of its own, with a time of its own.
     *
     * @param actionToken the signed token that the mail's link carries
     */
    public static boolean isMailedBefore(
            KeycloakSession session, RealmModel realm, UserModel user, String actionToken) {
        return MagentoProvider.in(session, realm).isPresent()
                && newestChange(session, realm, user)
                        .filter(change -> isAfter(change, writtenAt(actionToken)))
                        .isPresent();
    }

    /**
     * Of one and the same second, the change counts as the earlier: whoever provisions an account may link it and mail
     * to it at once, and whoever could have a mail written just before the change could have one written just after it.
     */
    private static boolean isAfter(LinkChange change, long second) {
        return change.at().getEpochSecond() > second;
    }

    private static long writtenAt(String actionToken) {
        try {
            @Nullable
            Long seconds = new JWSInput(actionToken)
                    .readJsonContent(JsonWebToken.class)
                    .getIat();
            return seconds == null ? Long.MIN_VALUE : seconds;
        } catch (JWSInputException e) {
            return Long.MIN_VALUE;
        }
    }
}
