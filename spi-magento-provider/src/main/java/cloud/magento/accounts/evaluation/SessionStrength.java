package cloud.magento.accounts.evaluation;

import cloud.magento.accounts.policy.LoginLevels;
import cloud.magento.accounts.policy.LoginStrength;
import cloud.magento.accounts.policy.LoginStrength.Shortfall;
import cloud.magento.accounts.upstream.LoginNotes;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.util.AcrStore;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * How strong and how recent a sign-in or a session is. What upstream told of its login is kept with the session that it
 * opens; a second factor that was shown here counts beside it, and so does the level that steps of the realm's own
 * flows reached.
 */
public final class SessionStrength {
    /** Note of the user session: the level that it has reached. */
    private static final String LEVEL = "magento.session.level";

    private final LoginStrength strength;

    SessionStrength(LoginStrength strength) {
        this.strength = strength;
    }

    /** How a sign-in under way falls short. */
    Shortfall of(KeycloakSession session, AuthenticationSessionModel authSession, AccountEvaluation evaluation) {
        return strength.shortfall(
                reached(session, authSession),
                WantedLevel.of(strength, authSession, evaluation.user()),
                UpstreamSession.isThroughUpstream(session, authSession, evaluation),
                signedInAt(session, authSession),
                evaluation.now());
    }

    /** How an open session falls short for one application. */
    Shortfall of(AuthenticatedClientSessionModel clientSession, AccountEvaluation evaluation) {
        return of(
                clientSession.getUserSession(), WantedLevel.of(strength, clientSession, evaluation.user()), evaluation);
    }

    /** How an open session falls short, whatever the application. */
    Shortfall of(UserSessionModel userSession, AccountEvaluation evaluation) {
        return of(userSession, WantedLevel.ofEverybody(strength, evaluation.user()), evaluation);
    }

    private Shortfall of(UserSessionModel userSession, int wanted, AccountEvaluation evaluation) {
        return strength.shortfall(
                levelOf(userSession),
                wanted,
                UpstreamSession.isThroughUpstream(userSession, evaluation),
                LoginNotes.signedInAt(userSession::getNote),
                evaluation.now());
    }

    /**
     * Keeps the level with the session that the sign-in leads to, and has this realm's tokens tell of it ({@code acr}).
     * Without a table the level is Keycloak's own, and stays as it is.
     */
    void keep(KeycloakSession session, AuthenticationSessionModel authSession) {
        int reached = reached(session, authSession);
        authSession.setUserSessionNote(LEVEL, Integer.toString(reached));
        LoginNotes.forgetTimeUnlessThrough(authSession);
        WantedLevel.settle(authSession);
        if (!strength.levels().entries().isEmpty()) {
            AcrStore levels = new AcrStore(session, authSession);
            if (levels.getLevelOfAuthenticationFromCurrentAuthentication() != reached) {
                levels.setLevelAuthenticatedToCurrentRequest(reached);
            }
        }
    }

    /** Whether a second factor would lift a sign-in to this level that does not reach it without. */
    boolean isReachedBySecondFactor(int wanted) {
        return strength.levels().bySecondFactor() >= wanted;
    }

    /** The level that a sign-in has reached by now. */
    int reached(KeycloakSession session, AuthenticationSessionModel authSession) {
        boolean severalFactors = !ShownFactors.of(session, authSession).isEmpty();
        int here = Math.max(
                severalFactors ? strength.levels().bySecondFactor() : LoginLevels.ANY,
                new AcrStore(session, authSession).getLevelOfAuthenticationFromCurrentAuthentication());
        int atUpstream = LoginNotes.level(authSession.getUserSessionNotes()::get);
        return Math.max(
                Math.max(here, atUpstream),
                singleSignOn(session, authSession)
                        .flatMap(userSession -> level(userSession::getNote))
                        .orElse(LoginLevels.ANY));
    }

    /** The level that an open session has reached. */
    public static int levelOf(UserSessionModel userSession) {
        return level(userSession::getNote).orElse(LoginLevels.ANY);
    }

    private static @Nullable Instant signedInAt(KeycloakSession session, AuthenticationSessionModel authSession) {
        Instant now = LoginNotes.signedInAt(authSession.getUserSessionNotes()::get);
        return now != null
                ? now
                : singleSignOn(session, authSession)
                        .map(userSession -> LoginNotes.signedInAt(userSession::getNote))
                        .orElse(null);
    }

    private static Optional<UserSessionModel> singleSignOn(
            KeycloakSession session, AuthenticationSessionModel authSession) {
        return AuthenticatorUtil.isSSOAuthentication(authSession)
                ? Optional.ofNullable(new AuthenticationSessionManager(session).getUserSession(authSession))
                : Optional.empty();
    }

    private static Optional<Integer> level(UnaryOperator<@Nullable String> note) {
        return Optional.ofNullable(note.apply(LEVEL))
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Integer::valueOf);
    }
}
