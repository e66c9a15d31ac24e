package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.login.step.InvitedSignIn;
import cloud.magento.accounts.policy.LinkDecision;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.credential.PasswordCredentialProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * While upstream is primary, a linked account's password is kept but never accepted, in any flow or client, unless an
 * operator declared an outage of upstream. The password is checked all the same, so that the answer takes as long as
 * for everybody else.
 *
 * <p>One form may learn that such a password is right, only to tell the person where to sign in: see {@link
 * #checkingWithoutAccepting}.
 */
final class PasswordGate extends PasswordCredentialProvider {
    private static final String ONLY_TO_TELL = "magento.password.only-to-tell";

    /** Session attribute: the account whose password was right in this request, and opened nothing. */
    private static final String RIGHT = "magento.password.right";

    /** The message that says why a password cannot be changed. */
    private static final String INERT = "magentoPasswordInert";

    private final PasswordCredentialProvider keycloaks;

    PasswordGate(KeycloakSession session, PasswordCredentialProvider keycloaks) {
        super(session, null, false, false, false, false, false);
        this.keycloaks = keycloaks;
    }

    /**
     * Within the given question a linked account's right password counts as right. The caller must not complete a
     * sign-in with the result.
     */
    static boolean checkingWithoutAccepting(KeycloakSession session, Question question) {
        session.setAttribute(ONLY_TO_TELL, true);
        try {
            return question.ask();
        } finally {
            session.removeAttribute(ONLY_TO_TELL);
        }
    }

    /** Whether the password that was just given for the account was right, though it opens nothing. */
    static boolean wasCorrect(KeycloakSession session, UserModel user) {
        return user.getId().equals(session.getAttribute(RIGHT));
    }

    @Override
    public boolean isValid(RealmModel realm, UserModel user, CredentialInput input) {
        session.removeAttribute(RIGHT);
        boolean valid = keycloaks.isValid(realm, user, input);
        if (valid) {
            accept(realm, user);
        }
        if (!valid || session.getAttribute(ONLY_TO_TELL) != null || isInvited(user) || opens(realm, user)) {
            return valid;
        }
        session.setAttribute(RIGHT, user.getId());
        return false;
    }

    /** Offers no change of a password that opens nothing, and says so in its place. */
    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext metadataContext) {
        UserModel user = metadataContext.getUser();
        CredentialTypeMetadata usual = keycloaks.getCredentialTypeMetadata(metadataContext);
        return user == null || opens(session.getContext().getRealm(), user)
                ? usual
                : CredentialTypeMetadata.builder()
                        .type(usual.getType())
                        .category(usual.getCategory())
                        .displayName(usual.getDisplayName())
                        .helpText(INERT)
                        .iconCssClass(usual.getIconCssClass())
                        .removeable(false)
                        .build(session);
    }

    /** It proves the account to the gate, which lets nothing but a new link come of it. */
    private boolean isInvited(UserModel user) {
        return InvitedSignIn.of(session, user).isPresent();
    }

    private boolean opens(RealmModel realm, UserModel user) {
        return AccountEvaluation.of(session, realm, user)
                .filter(evaluation -> evaluation.decideByPassword() instanceof LinkDecision.LoginUpstream)
                .isEmpty();
    }

    private void accept(RealmModel realm, UserModel user) {
        AuthenticationSessionModel authSession = session.getContext().getAuthenticationSession();
        if (authSession != null) {
            AccountEvaluation.of(session, realm, user).ifPresent(evaluation -> evaluation.acceptPassword(authSession));
        }
    }

    @FunctionalInterface
    interface Question {
        boolean ask();
    }
}
