package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.evaluation.ProvenPerson;
import cloud.magento.accounts.evaluation.ShownFactors;
import cloud.magento.accounts.evaluation.SignInEpoch;
import cloud.magento.accounts.policy.EventDetails;
import cloud.magento.accounts.policy.LinkDecision;
import cloud.magento.accounts.policy.ReasonCode;
import java.util.Optional;
import java.util.function.Consumer;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Stands between a signed-in account and its session until the policy lets it go on. It is decided anew at every login
 * and single sign-on, not stored on the account, so that dates, exemptions and cohorts hold at once. Cancelling only
 * asks again: the action stays in the way for as long as the policy says so. What it does with a person is told by
 * {@link LinkStep}.
 */
final class MagentoLinkAction implements RequiredActionProvider {
    private final KeycloakSession session;

    MagentoLinkAction(KeycloakSession session) {
        this.session = session;
    }

    /**
     * An application may ask for it; with nothing to do it succeeds. It must never be "not supported": that skips it.
     */
    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        evaluation(context).ifPresent(evaluation -> {
            ProvenPerson.keep(authSession, context.getUser());
            SignInEpoch.keep(authSession);
            ShownFactors.keep(session, authSession);
            SignInProof.keep(context, evaluation.provider().getAlias());
            evaluation.keepStrength(session, authSession);
            SignInDecision decision = SignInDecision.of(session, authSession, evaluation);
            GateMetrics.count(context.getSession(), decision.decision(), "login");
            noteOutage(context, decision.decision());
            if (decision.stops()) {
                authSession.addRequiredAction(MagentoLinkActionFactory.ID);
                PassiveSignIn.refused(context, decision.decision());
            } else {
                authSession.removeRequiredAction(MagentoLinkActionFactory.ID);
            }
        });
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        withStep(context, LinkStep::challenge, InvitedStep::challenge);
    }

    @Override
    public void processAction(RequiredActionContext context) {
        withStep(context, LinkStep::process, InvitedStep::process);
    }

    @Override
    public void close() {}

    /** The sign-in's event tells that nothing but a declared outage let it pass. */
    private static void noteOutage(RequiredActionContext context, LinkDecision decision) {
        if (decision.reason() == ReasonCode.OUTAGE_DECLARED) {
            context.getEvent().detail(EventDetails.REASON, decision.reason().id());
        }
    }

    /**
     * Without a provider of ours there is nothing to do; a sign-in from before the link's last change goes no further;
     * who was invited and is linked is linked anew.
     */
    private void withStep(RequiredActionContext context, Consumer<LinkStep> next, Consumer<InvitedStep> nextInvited) {
        Optional<AccountEvaluation> evaluation = evaluation(context);
        if (evaluation.isEmpty()) {
            context.success();
            return;
        }
        LinkStep step = new LinkStep(context, evaluation.get());
        if (SignInEpoch.isOver(session, context.getAuthenticationSession())) {
            step.refuseOutdatedSignIn();
        } else {
            InvitedStep.of(context, evaluation.get()).ifPresentOrElse(nextInvited, () -> next.accept(step));
        }
    }

    private Optional<AccountEvaluation> evaluation(RequiredActionContext context) {
        return AccountEvaluation.of(session, context.getRealm(), context.getUser());
    }
}
