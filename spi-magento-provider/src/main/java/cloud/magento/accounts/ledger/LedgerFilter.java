package cloud.magento.accounts.ledger;

import cloud.magento.accounts.policy.StoredTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted; null wants all.
 *
 * @param userId of this account, as the one it tells of or as the administrator who acted
 * @param type of this type
 * @param from written at this instant or later
 * @param to written before this instant
 * @param after the sequence to go on from, exclusive
 * @param newestFirst whether the newest come first and {@code after} counts down
 */
public record LedgerFilter(
        @Nullable String userId,
        @Nullable EntryType type,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Long after,
        boolean newestFirst) {

    /** The newest entries of these types or of any. */
    public static LedgerFilter newest(@Nullable EntryType type) {
        return new LedgerFilter(null, type, null, null, null, true);
    }

    List<String> conditions(Map<String, Object> parameters) {
        List<String> conditions = new ArrayList<>();
        if (userId != null) {
            conditions.add("exists (select 1 from LedgerPersonEntity p"
                    + " where p.realmId = e.realmId and p.seq = e.seq and p.personId = :userId)");
            parameters.put("userId", userId);
        }
        if (type != null) {
            conditions.add("e.type = :type");
            parameters.put("type", type.id());
        }
        if (from != null) {
            conditions.add("e.createdAt >= :from");
            parameters.put("from", StoredTime.millis(from));
        }
        if (to != null) {
            conditions.add("e.createdAt < :to");
            parameters.put("to", StoredTime.millis(to));
        }
        if (after != null) {
            conditions.add(newestFirst ? "e.seq < :after" : "e.seq > :after");
            parameters.put("after", after);
        }
        return conditions;
    }
}
