package cloud.magento.accounts.firstlogin;

import cloud.magento.accounts.flow.Step;
import cloud.magento.accounts.linking.LinkProof;
import cloud.magento.accounts.linking.ReasonCode;
import cloud.magento.accounts.pages.PreviewPage;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.broker.provider.AbstractIdentityProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.UserModel;

/**
 * Creates an account for an upstream identity that matches nobody, after showing what is about to happen; the person may
 * instead say that he has an account, and signs in to it to connect it. With a match it steps aside.
 */
final class CreateAccount implements Step {
    private final KeycloakSession session;

    CreateAccount(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        FirstLogin.in(context).ifPresent(login -> {
            if (login.isMatched()) {
                context.attempted();
            } else {
                show(context, login);
            }
        });
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        FirstLogin.in(context).ifPresent(login -> {
            String action = context.getHttpRequest().getDecodedFormParameters().getFirst("action");
            switch (action == null ? "" : action) {
                case "connect" -> create(context, login);
                case "other" -> login.useAnother();
                case "existing", "cancel" -> login.startOver();
                default -> show(context, login);
            }
        });
    }

    @Override
    public boolean requiresUser() {
        return false;
    }

    private void show(AuthenticationFlowContext context, FirstLogin login) {
        newUser(context, login)
                .ifPresentOrElse(
                        newUser -> context.challenge(new PreviewPage("create")
                                .newAccount(newUser.username())
                                .upstream(login.upstreamName(), login.email(), login.emailVerified())
                                .render(context.form())),
                        () -> login.refuse(ReasonCode.ACCOUNT_NAME_TAKEN));
    }

    private void create(AuthenticationFlowContext context, FirstLogin login) {
        Optional<NewUser> newUser = login.isMatched() ? Optional.empty() : newUser(context, login);
        if (newUser.isEmpty()) {
            login.refuse(ReasonCode.ACCOUNT_NAME_TAKEN);
            return;
        }
        UserModel user;
        try {
            user = newUser.get().create(login.identity());
        } catch (ModelDuplicateException taken) {
            session.getTransactionManager().setRollbackOnly();
            login.refuse(ReasonCode.ACCOUNT_NAME_TAKEN);
            return;
        }
        context.getAuthenticationSession().setAuthNote(AbstractIdentityProvider.BROKER_REGISTERED_NEW_USER, "true");
        login.proven(user, LinkProof.NEW_ACCOUNT);
    }

    private Optional<NewUser> newUser(AuthenticationFlowContext context, FirstLogin login) {
        return NewUser.of(session, context.getRealm(), login);
    }
}
