package cloud.magento.accounts.login.firstlogin;

import cloud.magento.accounts.evaluation.UpstreamOwner;
import cloud.magento.accounts.login.step.AccountLockout;
import cloud.magento.accounts.login.step.Step;
import cloud.magento.accounts.policy.ReasonCode;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Decides which account an unknown upstream identity may be for: the one that an operator expects its verified email
 * address for (pre-association), else the one that has this address, or none yet. Refuses here, before anything is
 * asked of the person, what no proof could make right: an account that is tied to another upstream identity, disabled
 * or locked, and new accounts where they are closed. An account that has the address, was never verified to, and is
 * another identity's is nobody's match: its holder gives the address up to its owner.
 */
final class MatchAccount implements Step {
    private final KeycloakSession session;

    MatchAccount(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        FirstLogin.step(context, login -> match(context, login));
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        authenticate(context);
    }

    @Override
    public boolean requiresUser() {
        return false;
    }

    private void match(AuthenticationFlowContext context, FirstLogin login) {
        RealmModel realm = context.getRealm();
        Optional<UserModel> owner = new UpstreamOwner(session, realm, login.provider())
                .of(login.identity().getId());
        if (owner.isPresent()) {
            login.refuse(ReasonCode.ALREADY_LINKED, owner.get());
            return;
        }
        Optional<UserModel> account = accountOf(realm, login);
        if (account.isEmpty()) {
            matchNobody(context, login);
        } else if (!login.isExpected(account.get()) && !login.holders().reserves(account.get())) {
            matchNobody(context, login);
        } else if (isUnavailable(realm, account.get())) {
            login.refuse(ReasonCode.ACCOUNT_UNAVAILABLE, account.get());
        } else if (login.holders().isLinked(account.get())) {
            login.refuse(ReasonCode.ACCOUNT_ALREADY_LINKED, account.get());
        } else {
            login.match(account.get());
            context.success();
        }
    }

    private static void matchNobody(AuthenticationFlowContext context, FirstLogin login) {
        if (login.settings().newAccounts()) {
            login.matchNobody();
            context.success();
        } else {
            login.refuse(ReasonCode.NEW_ACCOUNTS_CLOSED);
        }
    }

    private static Optional<UserModel> accountOf(RealmModel realm, FirstLogin login) {
        Optional<UserModel> expected = login.expected();
        if (expected.isPresent()) {
            return expected;
        }
        String email = login.email();
        if (email == null || !login.emailVerified() || realm.isDuplicateEmailsAllowed()) {
            return Optional.empty();
        }
        return login.holders().only(email);
    }

    private boolean isUnavailable(RealmModel realm, UserModel account) {
        return !account.isEnabled() || AccountLockout.holds(session, realm, account);
    }
}
