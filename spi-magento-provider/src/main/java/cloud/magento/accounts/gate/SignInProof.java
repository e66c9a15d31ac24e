package cloud.magento.accounts.gate;

import cloud.magento.accounts.linking.LinkProof;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * By what a sign-in under way has proven the account: by a credential or a session of its own, or by nothing but a link
 * that was mailed to it, as for a forgotten password or from an administrator.
 */
final class SignInProof {
    private SignInProof() {}

    static LinkProof of(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        boolean cameByMail =
                context.getUser().getId().equals(authSession.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID));
        return cameByMail && !hasShownACredential(authSession) ? LinkProof.MAIL : LinkProof.LOCAL_LOGIN;
    }

    /** Keycloak lists a password also where it only asks for a new one, in place of a forgotten one. */
    private static boolean hasShownACredential(AuthenticationSessionModel authSession) {
        return AuthenticatorUtil.isPasswordValidated(authSession)
                || AuthenticatorUtil.getAuthnCredentials(authSession).stream()
                        .anyMatch(type -> !type.equals(PasswordCredentialModel.TYPE));
    }
}
