package cloud.magento.accounts.login.step;

import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.registry.Invitation;
import cloud.magento.accounts.registry.Invitations;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A sign-in that somebody began by opening an invitation. It may be proven by what its account has of its own, although
 * the account is linked; it comes to nothing but a new link, for as long as the invitation holds. Whether that is so is
 * asked of the database each time.
 */
public final class InvitedSignIn {
    /** A client note, since authentication notes do not outlive a restart. It holds the id, which opens nothing. */
    private static final String NOTE = "magento.invitation";

    private InvitedSignIn() {}

    /**
     * The sign-in is by this invitation, and runs an action once the person is in.
     *
     * @param action the id of the required action that links
     */
    public static void begin(AuthenticationSessionModel authSession, Invitation invitation, String action) {
        authSession.setClientNote(NOTE, invitation.id());
        authSession.setClientNote(Constants.KC_ACTION, action);
        SignInNotice.INVITED.store(authSession);
    }

    /** The id of the invitation by which this sign-in began, whether or not it still holds. */
    public static Optional<String> id(@Nullable AuthenticationSessionModel authSession) {
        return Optional.ofNullable(authSession).map(signIn -> signIn.getClientNote(NOTE));
    }

    /** The invitation of this account by which the request's sign-in began, if it holds now. */
    public static Optional<Invitation> of(KeycloakSession session, UserModel user) {
        return of(session, session.getContext().getAuthenticationSession(), user);
    }

    /** The same of another sign-in than the request's. */
    public static Optional<Invitation> of(
            KeycloakSession session, @Nullable AuthenticationSessionModel authSession, UserModel user) {
        return id(authSession)
                .flatMap(id -> new Invitations(session, session.getContext().getRealm()).ofId(id))
                .filter(found -> found.userId().equals(user.getId()))
                .filter(found -> found.opensAt(Instant.ofEpochMilli(Time.currentTimeMillis())))
                .filter(found -> Invitations.misfit(found, user).isEmpty());
    }

    /** It has come to its end. */
    public static void forget(AuthenticationSessionModel authSession) {
        authSession.removeClientNote(NOTE);
        SignInNotice.forget(authSession);
    }

    /**
     * What is proven by the invitation together with what the sign-in has proven of the account. A mail alone is as
     * much as the invitation says it is.
     *
     * @param shown what the sign-in has proven
     */
    public static LinkProof proof(Invitation invitation, LinkProof shown) {
        return switch (shown) {
            case LOCAL_LOGIN, OTHER_PROVIDER -> LinkProof.INVITATION;
            case MAIL -> invitation.mailAlone() ? LinkProof.INVITATION_MAIL : LinkProof.MAIL;
            default -> shown;
        };
    }
}
