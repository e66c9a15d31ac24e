package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A reminder that a person has put off. It is snoozed for {@link #HOLDS} in that session, so that signing in to three
 * applications in a row asks once and costs one skip; a session that is kept for weeks is reminded again. Only a
 * reminder can be
 * put off: once the deadline has come this means nothing.
 */
final class ReminderSnooze {
    static final Duration HOLDS = Duration.ofHours(12);

    /** Note of the session: until when the reminder rests, in seconds since the epoch. */
    private static final String NOTE = "magento.link.put-off";

    private ReminderSnooze() {}

    /** Puts the reminder off in the session that this sign-in leads to. */
    static void from(Instant now, AuthenticationSessionModel authSession) {
        authSession.setUserSessionNote(NOTE, Long.toString(now.plus(HOLDS).getEpochSecond()));
    }

    /** Whether the account's reminder rests in this sign-in. */
    static boolean holds(
            AccountEvaluation evaluation, KeycloakSession session, AuthenticationSessionModel authSession) {
        boolean reminding = evaluation.link().isEmpty() && evaluation.now().isBefore(evaluation.deadline());
        return reminding
                && Stream.of(
                                Optional.ofNullable(
                                        authSession.getUserSessionNotes().get(NOTE)),
                                openSession(session, authSession).map(open -> open.getNote(NOTE)))
                        .flatMap(Optional::stream)
                        .anyMatch(until -> evaluation.now().isBefore(Instant.ofEpochSecond(Long.parseLong(until))));
    }

    private static Optional<UserSessionModel> openSession(
            KeycloakSession session, AuthenticationSessionModel authSession) {
        @Nullable
        UserSessionModel open = AuthenticatorUtil.isSSOAuthentication(authSession)
                ? new AuthenticationSessionManager(session).getUserSession(authSession)
                : null;
        return Optional.ofNullable(open);
    }
}
