package cloud.magento.accounts.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One account and what it is tied to.
 *
 * @param userId the account's id
 * @param username the account's name
 * @param email the account's address, if it has one
 * @param enabled whether the account may be used at all
 * @param state what it is to the policy, never {@link IdentityState#UNLINKED}
 * @param deadline from when it is stopped while it is not linked: its cohorts' earliest date, else the realm's
 * @param exemptUntil until when (exclusive) it is let through, where that is still to come
 * @param issuer upstream's issuer; null without a link
 * @param subject upstream's subject; null without a link
 * @param upstreamName what upstream called the person when the link was made
 * @param upstreamEmail the address that upstream asserted at the last sign-in through it
 * @param emailDrift whether that address is another than the account's; the case of A to Z aside
 * @param linkedAt since when it is tied
 * @param proof by what the account was proven, as {@code LinkProof.id()}
 * @param lastSeen the last sign-in through upstream since the link was made
 */
public record IdentityRow(
        String userId,
        String username,
        @Nullable String email,
        boolean enabled,
        IdentityState state,
        Instant deadline,
        @Nullable Instant exemptUntil,
        @Nullable String issuer,
        @Nullable String subject,
        @Nullable String upstreamName,
        @Nullable String upstreamEmail,
        boolean emailDrift,
        @Nullable Instant linkedAt,
        @Nullable String proof,
        @Nullable Instant lastSeen) {}
