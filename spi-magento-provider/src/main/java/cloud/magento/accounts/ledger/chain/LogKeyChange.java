package cloud.magento.accounts.ledger.chain;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an entry of the type {@value #TYPE} says: from it on, checkpoints are signed by this log key and no other.
 *
 * @param key the log key from now on
 * @param previous the one before it; null for a ledger's first
 * @param handover what the one before signed about it, a compact JWS; null where that was not at hand
 */
public record LogKeyChange(
        LogPublicKey key,
        @Nullable LogPublicKey previous,
        @Nullable String handover) {
    /** The type of such an entry. */
    public static final String TYPE = "log-key-changed";

    /** The type of a handover's JWS. */
    public static final String HANDOVER_TYPE = "magento-log-key+jwt";

    private static final String KID = "kid";
    private static final String KEY = "key";
    private static final String PREVIOUS_KID = "previousKid";
    private static final String PREVIOUS_KEY = "previousKey";
    private static final String HANDOVER = "handover";

    /**
     * What the entry says; empty for an entry of another type.
     *
     * @throws IllegalArgumentException if it is of the type and does not say it; the message is a clause
     */
    public static Optional<LogKeyChange> of(Map<String, Object> entry) {
        if (!TYPE.equals(entry.get("type"))) {
            return Optional.empty();
        }
        Map<?, ?> details = entry.get("details") instanceof Map<?, ?> map ? map : Map.of();
        LogPublicKey previous = details.containsKey(PREVIOUS_KID) || details.containsKey(PREVIOUS_KEY)
                ? key(details, PREVIOUS_KEY, PREVIOUS_KID)
                : null;
        return Optional.of(new LogKeyChange(
                key(details, KEY, KID), previous, details.get(HANDOVER) instanceof String text ? text : null));
    }

    /** The details of the entry. */
    public Map<String, Object> details() {
        Map<String, Object> details = new TreeMap<>(Map.of(KID, key.kid(), KEY, key.x()));
        if (previous != null) {
            details.put(PREVIOUS_KID, previous.kid());
            details.put(PREVIOUS_KEY, previous.x());
        }
        if (handover != null) {
            details.put(HANDOVER, handover);
        }
        return details;
    }

    /** What the key before signs, so that whoever trusts it can trust this one in this realm's ledger. */
    public static Map<String, Object> handoverClaims(String realm, LogPublicKey next) {
        return new TreeMap<>(Map.of("realm", realm, KID, next.kid(), KEY, next.x()));
    }

    /** Whether the key before says itself that this one takes its place in the ledger of this realm. */
    boolean isVouchedFor(String realm) {
        if (previous == null || handover == null) {
            return false;
        }
        try {
            CompactJws token = CompactJws.parse(handover);
            return token.isBy(previous, HANDOVER_TYPE) && token.claims().equals(handoverClaims(realm, key));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static LogPublicKey key(Map<?, ?> details, String name, String kid) {
        return LogPublicKey.ofX(details.get(name))
                .filter(key -> key.kid().equals(details.get(kid)))
                .orElseThrow(
                        () -> new IllegalArgumentException("its \"" + name + "\" is no key with its \"" + kid + "\""));
    }
}
