package cloud.magento.accounts.registry;

import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.UpstreamIdentity;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One account tied to one upstream identity.
 *
 * @param userId the account's id
 * @param identity who it belongs to at upstream
 * @param linkedAt since when
 * @param proof by what the account was proven
 * @param secondFactors which kinds of credentials the person showed as a second factor when the link was made, as
 *     Keycloak names them, such as {@code otp}; empty where none was shown
 */
public record Link(
        String userId, UpstreamIdentity identity, Instant linkedAt, LinkProof proof, Set<String> secondFactors) {
    private static final int MAX_LENGTH = 255;

    public Link {
        secondFactors = Set.copyOf(secondFactors);
    }

    /** A link that no second factor was shown for. */
    public Link(String userId, UpstreamIdentity identity, Instant linkedAt, LinkProof proof) {
        this(userId, identity, linkedAt, proof, Set.of());
    }

    /** The kinds as they are stored; null for none. */
    static @Nullable String stored(Collection<String> secondFactors) {
        String stored = String.join(" ", new TreeSet<>(secondFactors));
        return stored.isEmpty() || stored.length() > MAX_LENGTH ? null : stored;
    }

    static Set<String> read(@Nullable String stored) {
        return stored == null || stored.isBlank()
                ? Set.of()
                : Arrays.stream(stored.strip().split(" +")).collect(Collectors.toUnmodifiableSet());
    }
}
