package cloud.magento.accounts.login.step;

import cloud.magento.accounts.web.FaultGuard;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/** A required action whose faults end on a page of ours: see {@link FaultGuard}. */
public final class GuardedAction implements RequiredActionProvider {
    private final RequiredActionProvider action;
    private final FaultGuard guard;

    public GuardedAction(RequiredActionProvider action, FaultGuard guard) {
        this.action = action;
        this.guard = guard;
    }

    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return action.initiatedActionSupport();
    }

    @Override
    public void initiatedActionCanceled(KeycloakSession session, AuthenticationSessionModel authSession) {
        guard.run(() -> action.initiatedActionCanceled(session, authSession));
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        guard.run(() -> action.evaluateTriggers(context));
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        guard.run(() -> action.requiredActionChallenge(context));
    }

    @Override
    public void processAction(RequiredActionContext context) {
        guard.run(() -> action.processAction(context));
    }

    @Override
    public int getMaxAuthAge(KeycloakSession session) {
        return action.getMaxAuthAge(session);
    }

    @Override
    public void close() {
        action.close();
    }
}
