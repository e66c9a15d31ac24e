package cloud.magento.accounts.login.step;

import cloud.magento.accounts.web.FaultGuard;
import java.util.List;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** A step whose faults end on a page of ours: see {@link FaultGuard}. */
public final class GuardedStep implements Authenticator {
    private final Authenticator step;
    private final FaultGuard guard;

    public GuardedStep(Authenticator step, FaultGuard guard) {
        this.step = step;
        this.guard = guard;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        guard.run(() -> step.authenticate(context));
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        guard.run(() -> step.action(context));
    }

    @Override
    public boolean requiresUser() {
        return step.requiresUser();
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return step.configuredFor(session, realm, user);
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        step.setRequiredActions(session, realm, user);
    }

    @Override
    public List<RequiredActionFactory> getRequiredActions(KeycloakSession session) {
        return step.getRequiredActions(session);
    }

    @Override
    public boolean areRequiredActionsEnabled(KeycloakSession session, RealmModel realm) {
        return step.areRequiredActionsEnabled(session, realm);
    }

    @Override
    public void close() {
        step.close();
    }
}
