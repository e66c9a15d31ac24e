package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.evaluation.SignInEpoch;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.registry.Caller;
import cloud.magento.accounts.registry.LinkChange;
import cloud.magento.accounts.registry.LinkEnded;
import cloud.magento.accounts.registry.LinkMade;
import cloud.magento.accounts.upstream.DirectoryAccount;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.UserSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Revokes access that a change of an account's link invalidates (against pre-hijacking). When a link is made or
 * replaced: every other session,
 * every offline token, every token still out, a change of email address that waits for its confirmation, and the wish
 * for a new password. Whoever planted one of them before the owner came ("pre-hijacking") loses it here. The password
 * stays, inert. When a link is removed: every session and offline token that came through it, or that was over before.
 *
 * <p>A sign-in that is under way in another browser or on another node is ended by {@link SignInEpoch}; the one in
 * which the link was made goes on.
 */
final class PriorAccess implements ProviderEventListener {
    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof LinkMade made) {
            @Nullable
            AuthenticationSessionModel signIn = made.session().getContext().getAuthenticationSession();
            if (made.link().proof() != LinkProof.NEW_ACCOUNT) {
                end(made.session(), made.realm(), made.user(), signIn);
            }
            goOn(made.session(), made.user(), signIn);
        } else if (event instanceof LinkEnded ended) {
            endThrough(ended);
        }
    }

    /** @param signIn the sign-in that makes the link; an administrator's or an import's request has none */
    private static void end(
            KeycloakSession session, RealmModel realm, UserModel user, @Nullable AuthenticationSessionModel signIn) {
        String current = signIn == null ? null : signIn.getParentSession().getId();
        for (UserSessionModel userSession : sessions(session, realm, user)) {
            if (userSession.getId().equals(current)) {
                SignInEpoch.carryOver(session, userSession);
            } else {
                signOut(session, userSession);
            }
        }
        UserSessionManager offline = new UserSessionManager(session);
        offline.findOfflineSessionsStream(realm, user).toList().forEach(offline::revokeOfflineUserSession);
        endTokens(session, realm, user);
        // A directory that takes neither has not let anybody plant one.
        DirectoryAccount.attempt(user, "Pending address", () -> user.removeAttribute(UserModel.EMAIL_PENDING));
        DirectoryAccount.attempt(
                user, "Wish for a password", () -> user.removeRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD));
        if (signIn != null) {
            signIn.removeRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD);
        }
    }

    /** The sign-in in which the link was made has seen this change: nobody but its owner can have made it. */
    private static void goOn(KeycloakSession session, UserModel user, @Nullable AuthenticationSessionModel signIn) {
        if (signIn == null) {
            return;
        }
        // To end a session Keycloak puts another authentication session into the context and leaves it there.
        session.getContext().setAuthenticationSession(signIn);
        UserModel signingIn = signIn.getAuthenticatedUser();
        if (signingIn != null && signingIn.getId().equals(user.getId())) {
            SignInEpoch.goOn(session, signIn, user);
        }
    }

    /** Ends what came through the link, and what was over before; all else has lost nothing with it. */
    private static void endThrough(LinkEnded ended) {
        KeycloakSession session = ended.session();
        RealmModel realm = ended.realm();
        UserModel user = ended.user();
        boolean somethingStays = false;
        for (UserSessionModel userSession : sessions(session, realm, user)) {
            if (endsWith(ended, userSession)) {
                signOut(session, userSession);
            } else {
                SignInEpoch.carryOver(session, userSession);
                somethingStays = true;
            }
        }
        UserSessionManager offline = new UserSessionManager(session);
        for (UserSessionModel userSession :
                offline.findOfflineSessionsStream(realm, user).toList()) {
            if (endsWith(ended, userSession)) {
                offline.revokeOfflineUserSession(userSession);
            } else {
                SignInEpoch.carryOver(session, userSession);
                somethingStays = true;
            }
        }
        if (!somethingStays) {
            endTokens(session, realm, user);
        }
    }

    /**
     * A session may have come through the link and, later, through another provider: Keycloak's note tells the last
     * one.
     */
    private static boolean endsWith(LinkEnded ended, UserSessionModel userSession) {
        LinkChange before = ended.before();
        return ended.identity().getIdentityProvider().equals(userSession.getNote(Details.IDENTITY_PROVIDER))
                || ended.link().identity().key().equals(userSession.getNote(UpstreamIdentity.NOTE))
                || (before != null && SignInEpoch.isOverBy(before, userSession));
    }

    /** Tells the applications, where a request is there that Keycloak can tell them by. */
    private static void signOut(KeycloakSession session, UserSessionModel userSession) {
        if (Caller.of(session) == Caller.SERVER) {
            session.sessions().removeUserSession(userSession.getRealm(), userSession);
        } else {
            AuthenticationManager.backchannelLogout(session, userSession, true);
        }
    }

    private static List<UserSessionModel> sessions(KeycloakSession session, RealmModel realm, UserModel user) {
        return session.sessions().getUserSessionsStream(realm, user).toList();
    }

    private static void endTokens(KeycloakSession session, RealmModel realm, UserModel user) {
        session.users().setNotBeforeForUser(realm, user, Math.toIntExact(Time.currentTimeSeconds()));
    }
}
