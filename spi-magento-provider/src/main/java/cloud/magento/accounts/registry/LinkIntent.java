package cloud.magento.accounts.registry;

import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.UpstreamIdentity;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A person's proven wish for one link, kept in the authentication session in which it was proven. In a browser a link is
 * written only if it is exactly the one that is intended here: a flow that was detoured, or another feature of
 * Keycloak's that writes links, has no intent and is refused.
 *
 * @param userId the account
 * @param identity as whom the person arrived: of the issuer of that moment, whatever the provider's is by now
 * @param proof by what the account was proven
 */
public record LinkIntent(String userId, UpstreamIdentity identity, LinkProof proof) {
    private static final String NOTE = "magento.link.intent";

    /** Keeps the intent, in place of any before. */
    public void save(AuthenticationSessionModel authSession) {
        authSession.setAuthNote(NOTE, proof.id() + " " + userId + " " + identity.issuer() + " " + identity.subject());
    }

    /** Forgets any intent. */
    public static void clear(AuthenticationSessionModel authSession) {
        authSession.removeAuthNote(NOTE);
    }

    static Optional<LinkIntent> in(AuthenticationSessionModel authSession) {
        return Optional.ofNullable(authSession.getAuthNote(NOTE)).map(LinkIntent::parse);
    }

    private static LinkIntent parse(String note) {
        String[] parts = note.split(" ", 4);
        LinkProof proof = Arrays.stream(LinkProof.values())
                .filter(value -> value.id().equals(parts[0].toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow();
        return new LinkIntent(parts[1], new UpstreamIdentity(parts[2], parts[3]), proof);
    }
}
