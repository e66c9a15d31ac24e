package cloud.magento.accounts.registry;

import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.policy.UpstreamLogin;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a sign-in through upstream tells of a link: that it is in use, and by which address its person goes there. */
record Sighting(UpstreamIdentity identity, @Nullable String email, boolean emailVerified, Instant at) {
    /** How often it is noted that a link is in use, so that a busy account costs no more than a quiet one. */
    static final Duration NOTED_EVERY = Duration.ofHours(1);

    static Sighting of(UpstreamLogin login, Instant at) {
        return new Sighting(login.identity(), login.email(), login.emailVerified(), at);
    }

    /** Whether it tells more than an earlier one that was noted, or as much after so long. */
    boolean isNewsAfter(@Nullable Sighting noted) {
        return noted == null
                || Duration.between(noted.at(), at).abs().compareTo(NOTED_EVERY) >= 0
                || !identity.equals(noted.identity())
                || !Objects.equals(email, noted.email())
                || emailVerified != noted.emailVerified();
    }
}
