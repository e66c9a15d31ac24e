package cloud.magento.accounts.registry;

import cloud.magento.accounts.flowstate.Note;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.UpstreamIdentity;
import java.util.Optional;
import java.util.Set;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A person's proven wish for one link, kept in the authentication session in which it was proven. In a browser a link
 * is written only if it is exactly the one that is intended here: a flow that was detoured, or another feature of
 * Keycloak's that writes links, has no intent and is refused.
 *
 * @param userId the account
 * @param identity as whom the person arrived: of the issuer of that moment, whatever the provider's is by now
 * @param proof by what the account was proven
 * @param secondFactors which kinds of credentials the account keeps as a second factor: see {@link Link#secondFactors}
 */
public record LinkIntent(String userId, UpstreamIdentity identity, LinkProof proof, Set<String> secondFactors) {
    private static final Note<LinkIntent> NOTE = Note.named("magento.link.intent", LinkIntent.class);

    public LinkIntent {
        secondFactors = Set.copyOf(secondFactors);
    }

    /** Keeps the intent, in place of any before. */
    public void save(AuthenticationSessionModel authSession) {
        NOTE.keep(authSession, this);
    }

    /** Forgets any intent. */
    public static void clear(AuthenticationSessionModel authSession) {
        NOTE.forget(authSession);
    }

    static Optional<LinkIntent> in(AuthenticationSessionModel authSession) {
        return NOTE.kept(authSession);
    }
}
