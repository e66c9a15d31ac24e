package cloud.magento.accounts.login.firstlogin;

import cloud.magento.accounts.login.step.SignInNotice;
import cloud.magento.accounts.login.step.Step;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.web.PreviewPage;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.KeycloakSession;

/**
 * Offers an account to an upstream identity that matches nobody, showing what is about to happen; the person may
 * instead say that there is an account, and signs in to it to connect it. The account itself is made by {@link
 * ConfirmLink}, with its link, so that none is left of who goes away in between. With a match it steps aside.
 */
final class CreateAccount implements Step {
    private final KeycloakSession session;

    CreateAccount(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        FirstLogin.step(context, login -> {
            if (login.isMatched()) {
                context.attempted();
            } else {
                show(context, login);
            }
        });
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        FirstLogin.step(context, login -> {
            String action = context.getHttpRequest().getDecodedFormParameters().getFirst("action");
            switch (action == null ? "" : action) {
                case "connect" -> create(context, login);
                case "other" -> login.useAnother();
                case "existing" -> login.startOver(SignInNotice.EXISTING_ACCOUNT);
                case "cancel" -> login.startOver(SignInNotice.CANCELLED);
                default -> show(context, login);
            }
        });
    }

    @Override
    public boolean requiresUser() {
        return false;
    }

    private void show(AuthenticationFlowContext context, FirstLogin login) {
        NewUser newUser = NewUser.of(login, session, context.getRealm());
        newUser.rejectionReason()
                .ifPresentOrElse(
                        login::refuse,
                        () -> context.challenge(new PreviewPage("create")
                                .newAccount(newUser.username(), newUser.takesAddress())
                                .upstream(login.upstreamName(), login.email(), login.emailVerified())
                                .render(session, context.form())));
    }

    private void create(AuthenticationFlowContext context, FirstLogin login) {
        if (login.isMatched()) {
            login.refuse(ReasonCode.ACCOUNT_NAME_TAKEN);
        } else {
            NewUser.of(login, session, context.getRealm())
                    .rejectionReason()
                    .ifPresentOrElse(login::refuse, login::wantNewAccount);
        }
    }
}
