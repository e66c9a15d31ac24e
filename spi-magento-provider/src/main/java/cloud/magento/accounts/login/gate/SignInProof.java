package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.policy.LinkProof;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.Details;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * By what a sign-in has proven the account: by a credential of its own, by another identity provider, or by nothing but
 * a link that was mailed to it, as for a forgotten password or from an administrator. It is kept with the session that
 * the sign-in opens, since what a session was opened with decides what it proves later. One that came through a link
 * that is gone, or that an administrator opened by impersonation, proves nothing.
 */
final class SignInProof {
    /** Note of the user session: the proof that opened it. */
    private static final String NOTE = "magento.session.proof";

    private SignInProof() {}

    /** Keeps what this sign-in proves with the session that it leads to; single sign-on proves nothing anew. */
    static void keep(RequiredActionContext context, String alias) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        if (!AuthenticatorUtil.isSSOAuthentication(authSession)) {
            authSession.setUserSessionNote(
                    NOTE, proven(context, alias).map(LinkProof::id).orElse(""));
        }
    }

    /** What ties the account to the person in front of it, or empty where nothing does. */
    static Optional<LinkProof> of(RequiredActionContext context, String alias) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        if (!AuthenticatorUtil.isSSOAuthentication(authSession)) {
            return proven(context, alias);
        }
        @Nullable
        UserSessionModel open = new AuthenticationSessionManager(context.getSession()).getUserSession(authSession);
        return Optional.ofNullable(open)
                .filter(userSession -> userSession.getNote(ImpersonationSessionNote.IMPERSONATOR_ID.toString()) == null)
                .flatMap(userSession -> LinkProof.ofId(userSession.getNote(NOTE)));
    }

    private static Optional<LinkProof> proven(RequiredActionContext context, String alias) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        String provider = authSession.getUserSessionNotes().get(Details.IDENTITY_PROVIDER);
        if (provider != null) {
            return provider.equals(alias) ? Optional.empty() : Optional.of(LinkProof.OTHER_PROVIDER);
        }
        boolean cameByMail =
                context.getUser().getId().equals(authSession.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID));
        return Optional.of(cameByMail && !hasShownACredential(authSession) ? LinkProof.MAIL : LinkProof.LOCAL_LOGIN);
    }

    /** Keycloak lists a password also where it only asks for a new one, in place of a forgotten one. */
    private static boolean hasShownACredential(AuthenticationSessionModel authSession) {
        return AuthenticatorUtil.isPasswordValidated(authSession)
                || AuthenticatorUtil.getAuthnCredentials(authSession).stream()
                        .anyMatch(type -> !type.equals(PasswordCredentialModel.TYPE));
    }
}
