package cloud.magento.accounts.registry;

import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.UpstreamIdentity;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A link with everything that the registry knows of it, to be carried elsewhere.
 *
 * @param linkedAt in milliseconds since the epoch
 * @param proof the proof's public form
 * @param lastSeen in milliseconds since the epoch; null before the first sign-in through upstream
 * @param upstreamEmail as upstream gave it at the last sign-in there
 * @param directoryEntry of an account that a directory holds: see {@link DirectoryEntry}
 * @param secondFactors kinds of credentials, one space between two: see {@link Link#secondFactors}; null for none
 */
public record StoredLink(
        String userId,
        String issuer,
        String subject,
        long linkedAt,
        String proof,
        @Nullable Long lastSeen,
        @Nullable String upstreamEmail,
        @Nullable String directoryEntry,
        @Nullable String secondFactors) {
    public StoredLink {
        if (userId.isEmpty()
                || userId.length() > 255
                || !UpstreamIdentity.isSubject(subject)
                || issuer.isBlank()
                || (secondFactors != null && secondFactors.length() > 255)
                || Arrays.stream(LinkProof.values())
                        .noneMatch(known -> known.id().equals(proof))) {
            throw new IllegalArgumentException("A link in it is none that there can be");
        }
    }

    UpstreamIdentity identity() {
        return new UpstreamIdentity(issuer, subject);
    }

    static StoredLink of(LinkEntity row) {
        return new StoredLink(
                row.userId,
                row.issuer,
                row.subject,
                row.linkedAt,
                row.proof,
                row.lastSeen,
                row.upstreamEmail,
                row.directoryEntry,
                row.secondFactors);
    }
}
