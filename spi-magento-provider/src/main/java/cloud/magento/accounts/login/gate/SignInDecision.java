package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.policy.LinkDecision;
import cloud.magento.accounts.policy.ReasonCode;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What the policy says of a sign-in that is under way, and what that means for it.
 *
 * @param decision what the policy says; of an administrator who may act as the account, that it passes
 * @param isSnoozed whether it is a reminder that was put off a while ago
 */
record SignInDecision(LinkDecision decision, boolean isSnoozed) {
    static SignInDecision of(
            KeycloakSession session, AuthenticationSessionModel authSession, AccountEvaluation evaluation) {
        return new SignInDecision(
                decide(session, authSession, evaluation), ReminderSnooze.holds(evaluation, session, authSession));
    }

    /** Whether the person has to see a page of ours before they go on. */
    boolean stops() {
        return !decision.passes() && !isSnoozed;
    }

    private static LinkDecision decide(
            KeycloakSession session, AuthenticationSessionModel authSession, AccountEvaluation evaluation) {
        if (Impersonation.isAllowed(evaluation, session, authSession)) {
            return new LinkDecision.Pass(ReasonCode.NOT_DUE);
        }
        return PassiveSignIn.is(authSession)
                ? evaluation.decideWithoutPage(session, authSession)
                : evaluation.decide(session, authSession);
    }
}
