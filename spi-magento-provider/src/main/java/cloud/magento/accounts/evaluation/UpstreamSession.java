package cloud.magento.accounts.evaluation;

import cloud.magento.accounts.policy.SecondFactorRule;
import cloud.magento.accounts.policy.UpstreamIdentity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.events.Details;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Whether a session was opened by a login at upstream, as the identity that the account is linked to at this moment:
 * issuer and subject, whatever has become of the link or the provider meanwhile. The note of an earlier user session
 * counts only for single sign-on: who types a password into a browser that still holds such a session has not come
 * through upstream.
 */
public final class UpstreamSession {
    private UpstreamSession() {}

    /** For a sign-in that is under way. */
    public static boolean isThroughUpstream(
            KeycloakSession session, AuthenticationSessionModel authSession, AccountEvaluation evaluation) {
        if (isLinked(authSession.getUserSessionNotes().get(UpstreamIdentity.NOTE), evaluation)) {
            return true;
        }
        return AuthenticatorUtil.isSSOAuthentication(authSession)
                && Optional.ofNullable(new AuthenticationSessionManager(session).getUserSession(authSession))
                        .filter(userSession -> isThroughUpstream(userSession, evaluation))
                        .isPresent();
    }

    /** For a session that is open. */
    public static boolean isThroughUpstream(UserSessionModel userSession, AccountEvaluation evaluation) {
        return isLinked(userSession.getNote(UpstreamIdentity.NOTE), evaluation);
    }

    /** Whether a login at upstream opened it, as whomever. */
    static boolean isOpenedThroughUpstream(UserSessionModel userSession) {
        return userSession.getNote(UpstreamIdentity.NOTE) != null;
    }

    /** Whether what opened this session at upstream was not enough: the account keeps a second factor. */
    static boolean lacksSecondFactor(KeycloakSession session, AuthenticationSessionModel authSession) {
        String noted = authSession.getUserSessionNotes().get(SecondFactorRule.MISSING_NOTE);
        if (noted != null || !AuthenticatorUtil.isSSOAuthentication(authSession)) {
            return Boolean.parseBoolean(noted);
        }
        return Optional.ofNullable(new AuthenticationSessionManager(session).getUserSession(authSession))
                .filter(UpstreamSession::lacksSecondFactor)
                .isPresent();
    }

    /** The same of a session that is open. */
    static boolean lacksSecondFactor(UserSessionModel userSession) {
        return Boolean.parseBoolean(userSession.getNote(SecondFactorRule.MISSING_NOTE));
    }

    /**
     * The sign-in under way now counts as come through upstream, with all that upstream's own sign-in would have left.
     */
    public static void open(AuthenticationSessionModel authSession, BrokeredIdentityContext identity) {
        authSession.setAuthNote(AuthenticationProcessor.BROKER_SESSION_ID, identity.getBrokerSessionId());
        authSession.setAuthNote(AuthenticationProcessor.BROKER_USER_ID, identity.getBrokerUserId());
        identity.getIdp().authenticationFinished(authSession, identity);
        authSession.setUserSessionNote(
                Details.IDENTITY_PROVIDER, identity.getIdpConfig().getAlias());
        authSession.setUserSessionNote(Details.IDENTITY_PROVIDER_USERNAME, identity.getUsername());
    }

    /** What the login at upstream was lacking has been shown since. */
    public static void secondFactorShown(AuthenticationSessionModel authSession) {
        authSession.setUserSessionNote(SecondFactorRule.MISSING_NOTE, Boolean.FALSE.toString());
    }

    private static boolean isLinked(@Nullable String key, AccountEvaluation evaluation) {
        return key != null
                && evaluation
                        .upstreamIdentity()
                        .filter(linked -> linked.key().equals(key))
                        .isPresent();
    }
}
