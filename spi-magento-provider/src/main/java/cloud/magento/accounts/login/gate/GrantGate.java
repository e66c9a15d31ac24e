package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.login.step.Step;
import cloud.magento.accounts.policy.EventDetails;
import cloud.magento.accounts.policy.LinkDecision;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.web.OAuthErrors;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowContext;

/**
 * Refuses a password grant that the policy stops, with an error that an application can act on, where the required
 * action alone would say "Account is not fully set up". The refusal is no failed
 * attempt: the credentials were right, so it does not count towards brute-force protection.
 */
final class GrantGate implements Step {
    @Override
    public void authenticate(AuthenticationFlowContext context) {
        Optional<LinkDecision> decision = AccountEvaluation.of(
                        context.getSession(), context.getRealm(), context.getUser())
                .map(evaluation ->
                        evaluation.decideWithoutPage(context.getSession(), context.getAuthenticationSession()));
        decision.ifPresent(made -> GateMetrics.count(context.getSession(), made, "grant"));
        if (decision.isPresent() && !decision.get().passes()) {
            refuse(context, decision.get().reason());
        } else {
            PassiveSignIn.mark(context.getAuthenticationSession());
            context.success();
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        authenticate(context);
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    private static void refuse(AuthenticationFlowContext context, ReasonCode reason) {
        String description = reason.oauthError();
        context.getEvent()
                .user(context.getUser())
                .detail(EventDetails.REASON, reason.id())
                .error(description);
        context.forceChallenge(
                OAuthErrors.of(Response.Status.BAD_REQUEST, OAuthErrorException.INVALID_GRANT, description));
    }
}
