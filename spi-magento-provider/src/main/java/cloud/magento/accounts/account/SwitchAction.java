package cloud.magento.accounts.account;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import java.util.Optional;
import java.util.function.Consumer;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;

/**
 * Moves a linked account to another upstream identity, where the person asks for it; what it does is told by {@link
 * SwitchStep}.
 */
final class SwitchAction implements RequiredActionProvider {
    private final KeycloakSession session;

    SwitchAction(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    /** Never by itself: only where the person asked for it. */
    @Override
    public void evaluateTriggers(RequiredActionContext context) {}

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        withStep(context, SwitchStep::challenge);
    }

    @Override
    public void processAction(RequiredActionContext context) {
        withStep(context, SwitchStep::process);
    }

    @Override
    public void close() {}

    /** Without a link there is nothing to switch: connecting is another action's. */
    private void withStep(RequiredActionContext context, Consumer<SwitchStep> next) {
        Optional<AccountEvaluation> evaluation = AccountEvaluation.of(session, context.getRealm(), context.getUser());
        Optional<FederatedIdentityModel> link = evaluation.flatMap(AccountEvaluation::link);
        if (evaluation.isEmpty() || link.isEmpty()) {
            context.success();
        } else {
            next.accept(new SwitchStep(context, evaluation.get(), link.get()));
        }
    }
}
