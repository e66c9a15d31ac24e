package cloud.magento.accounts.ledger;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this server signed last of each realm's ledger, since its start. It lies outside the database: a ledger that is
 * made anew while the server runs is not signed.
 */
final class SignedHeads {
    private final Map<String, Head> heads = new ConcurrentHashMap<>();

    /** So many entries, and the hash of the last of them. */
    record Head(long entries, String hash) {}

    /** The longest that was signed of this realm's ledger. */
    Optional<Head> of(String realmId) {
        return Optional.ofNullable(heads.get(realmId));
    }

    /** The realm's ledger is gone, and one under its id begins anew. */
    void forget(String realmId) {
        heads.remove(realmId);
    }

    void add(String realmId, Head head) {
        heads.merge(realmId, head, (one, other) -> one.entries() >= other.entries() ? one : other);
    }
}
