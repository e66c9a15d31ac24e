package cloud.magento.accounts.ledger;

import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.policy.UpstreamIdentity;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a reference leads to. Only {@code reference}, {@code reason} and {@code at} may be told to who merely has the
 * reference; everything else names somebody, or somebody's application.
 *
 * @param reference as the page showed it, whatever was typed
 * @param reason why, the id of a {@link ReasonCode} of this version or another
 * @param at when
 * @param event what was being done, the type of Keycloak's event in lower case; empty where the record does not say
 * @param fault what exactly was wrong with upstream's answer; null where that was not it
 * @param client the id of the client it was done through; null where there was none
 * @param userId the account concerned; null where there is none, or it was erased
 * @param identity who came from upstream; null where nobody did, or it was erased
 * @param entry the ledger's entry; null where nobody was known, and then neither account nor identity is told
 */
public record FoundReference(
        String reference,
        String reason,
        Instant at,
        String event,
        @Nullable String fault,
        @Nullable String client,
        @Nullable String userId,
        @Nullable UpstreamIdentity identity,
        @Nullable StoredEntry entry) {

    /** The reason, if this version knows it. */
    public Optional<ReasonCode> reasonCode() {
        return ReasonCode.ofId(reason);
    }
}
