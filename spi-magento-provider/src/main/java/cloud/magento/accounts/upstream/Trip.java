package cloud.magento.accounts.upstream;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserModel;

/**
 * One trip of a browser to upstream and back, inside an authentication session. It either signs in, as the button on
 * the sign-in page does, or comes back to a required action, which decides what to do with who arrived.
 *
 * @param requiredAction the required action to come back to, or null to sign in
 * @param expectedSubject the only subject that may come back, or null for any
 * @param accountId the account that the trip is to open, for the record; null where that is the signed-in one, or none
 * yet
 * @param prompt upstream's {@code prompt} for this trip, for example {@code login}, or null for the configured one
 * @param loginHint upstream's {@code login_hint}, or null for what the application sent
 * @param fresh whether the person must sign in at upstream anew, whatever session there is
 */
public record Trip(
        @Nullable String requiredAction,
        @Nullable String expectedSubject,
        @Nullable String accountId,
        @Nullable String prompt,
        @Nullable String loginHint,
        boolean fresh) {

    public static Trip signIn() {
        return new Trip(null, null, null, null, null, false);
    }

    public static Trip backTo(String requiredActionId) {
        return new Trip(requiredActionId, null, null, null, null, false);
    }

    /** Another subject is refused with {@code upstream-identity-mismatch}, and nothing of the answer is kept. */
    public Trip expecting(String subject) {
        return new Trip(requiredAction, subject, accountId, prompt, loginHint, fresh);
    }

    /** Whose sign-in this is, where the account's owner has shown a credential and yet nobody is signed in. */
    public Trip opening(UserModel account) {
        return new Trip(requiredAction, expectedSubject, account.getId(), prompt, loginHint, fresh);
    }

    public Trip prompting(String prompt) {
        return new Trip(requiredAction, expectedSubject, accountId, prompt, loginHint, fresh);
    }

    public Trip hinting(String loginHint) {
        return new Trip(requiredAction, expectedSubject, accountId, prompt, loginHint, fresh);
    }

    /**
     * The person must sign in at upstream anew: {@code prompt=login} and {@code max_age=0} are sent, and an ID token
     * that does not tell of a login since ({@code auth_time}) is refused. Where the provider does not pass {@code
     * max_age}, only the prompt is sent.
     */
    public Trip afresh() {
        return new Trip(requiredAction, expectedSubject, accountId, "login", loginHint, true);
    }
}
