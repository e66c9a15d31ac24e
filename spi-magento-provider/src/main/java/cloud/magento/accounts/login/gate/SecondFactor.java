package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.evaluation.ShownFactors;
import cloud.magento.accounts.login.step.AccountLockout;
import cloud.magento.accounts.login.step.InvitedSignIn;
import cloud.magento.accounts.policy.EventDetails;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.ReasonCode;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.authenticators.browser.OTPFormAuthenticator;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.services.managers.BruteForceProtector;
import org.keycloak.services.messages.Messages;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The one-time code where no step of a flow asks for it. Of an account that was opened by nothing but a link mailed to
 * it, or by an invitation: a mailbox alone must not tie an account whose owner asks for more. And of one that kept its
 * second factor, where the sign-in came through upstream and nobody has asked for it, as in a realm whose operator
 * brings a flow of their own. Wrong codes count towards Keycloak's brute-force protection.
 */
final class SecondFactor {
    private static final String CODE = "otp";
    private static final String WAIT = "magento.second-factor.wait";
    private final RequiredActionContext context;
    private final UserModel user;
    private final String alias;

    /** @param alias the alias of our provider */
    SecondFactor(RequiredActionContext context, String alias) {
        this.context = context;
        this.alias = alias;
        this.user = context.getUser();
    }

    /** Whether the code is still to be given in this sign-in before a link may be written. */
    boolean isOwed() {
        return (isMailed() || isInvited()) && isAvailable() && !isShown();
    }

    /**
     * Whether the account has a factor that no page of ours can ask for, such as a security key, and was opened by
     * nothing but a mail: its person has to sign in, and is asked for it then.
     */
    boolean isOwedAtSignIn() {
        return isMailed()
                && !isAvailable()
                && ShownFactors.canBeShown(user)
                && ShownFactors.of(context.getSession(), authSession()).isEmpty();
    }

    private boolean isMailed() {
        return SignInProof.of(context, alias).equals(Optional.of(LinkProof.MAIL));
    }

    /** Whether the account has what a code comes from. */
    boolean isAvailable() {
        return user.credentialManager().isConfiguredFor(OTPCredentialModel.TYPE);
    }

    private boolean isShown() {
        return ShownFactors.of(context.getSession(), authSession()).contains(OTPCredentialModel.TYPE);
    }

    /** An invitation stands for the proof at upstream, and never for the second factor that a flow may not ask for. */
    private boolean isInvited() {
        return InvitedSignIn.of(context.getSession(), authSession(), user).isPresent();
    }

    /** Whether the request brings a code. */
    boolean isAnswered() {
        return form().containsKey(CODE) && isToBeGiven();
    }

    /** Keycloak's page for the code, which says what to do without it. */
    Response ask() {
        return ask("magento.prove.second-factor");
    }

    /** The same where the account is linked and has kept it. */
    Response askForKept() {
        return ask("magento.second-factor.kept");
    }

    /** The same where the sign-in has to be stronger than it was. */
    Response askForLevel() {
        return ask("magento.step-up.code");
    }

    /** Whether the account has one that was not shown in this sign-in. */
    boolean isToBeGiven() {
        return isAvailable() && !isShown();
    }

    private Response ask(String why) {
        return context.form().setInfo(why).createLoginTotp();
    }

    /** Takes the code; empty where it is right, else the page that asks again. */
    Optional<Response> take() {
        boolean locked = isLocked();
        if (!locked && user.credentialManager().isValid(given())) {
            ShownFactors.add(context.getSession(), authSession(), OTPCredentialModel.TYPE);
            return Optional.empty();
        }
        RealmModel realm = context.getRealm();
        if (realm.isBruteForceProtected()) {
            protector()
                    .failedLogin(
                            realm,
                            user,
                            context.getConnection(),
                            context.getUriInfo(),
                            Set.of(OTPCredentialModel.TYPE));
        }
        context.getEvent()
                .clone()
                .event(EventType.LOGIN)
                .user(user)
                .detail(EventDetails.REASON, ReasonCode.PROOF_FAILED.id())
                .error(Errors.INVALID_USER_CREDENTIALS);
        LoginFormsProvider form = context.form();
        // Whoever is here has shown who they are, so it tells nothing to say that the code was not even looked at.
        form.addError(new FormMessage("totp", locked || isLocked() ? WAIT : Messages.INVALID_TOTP));
        return Optional.of(form.createLoginTotp());
    }

    private boolean isLocked() {
        return AccountLockout.holds(context.getSession(), context.getRealm(), user);
    }

    private UserCredentialModel given() {
        String code = form().getFirst(CODE);
        String chosen = form().getFirst(OTPFormAuthenticator.SELECTED_OTP_CREDENTIAL_ID);
        String credentialId = chosen == null || chosen.isBlank()
                ? user.credentialManager()
                        .getStoredCredentialsByTypeStream(OTPCredentialModel.TYPE)
                        .findFirst()
                        .map(credential -> credential.getId())
                        .orElse("")
                : chosen;
        return new UserCredentialModel(credentialId, OTPCredentialModel.TYPE, code == null ? "" : code.strip());
    }

    private BruteForceProtector protector() {
        return context.getSession().getProvider(BruteForceProtector.class);
    }

    private MultivaluedMap<String, String> form() {
        return context.getHttpRequest().getDecodedFormParameters();
    }

    private AuthenticationSessionModel authSession() {
        return context.getAuthenticationSession();
    }
}
