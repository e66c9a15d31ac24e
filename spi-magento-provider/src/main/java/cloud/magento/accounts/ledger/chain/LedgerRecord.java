package cloud.magento.accounts.ledger.chain;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of an exported ledger: an entry, its hash, and the personal parts that were not erased. Nothing in it has
 * been checked against anything: that is {@link ChainCheck}'s.
 *
 * @param entry the members of the entry, as docs/ledger.md lists them
 * @param hash what the record gives as the entry's hash
 * @param account of the account that the entry is about, where there is one
 * @param actor of the administrator who acted, where there is one
 */
public record LedgerRecord(
        Map<String, Object> entry,
        String hash,
        @Nullable PersonalPart account,
        @Nullable PersonalPart actor) {
    private static final Set<String> MEMBERS = Set.of("entry", "hash", "account", "actor");
    private static final Set<String> PART_MEMBERS = Set.of("data", "salt");

    public LedgerRecord {
        entry = Frozen.object(entry);
    }

    /**
     * Reads one line of an export.
     *
     * @throws IllegalArgumentException if the line is no record; the message says why, in a clause that follows "it"
     */
    public static LedgerRecord parse(String line) {
        Map<String, Object> record = StrictJson.object(line);
        onlyMembers(record, MEMBERS, "the record");
        return new LedgerRecord(
                object(record, "entry"), text(record, "hash"), part(record, "account"), part(record, "actor"));
    }

    /** The record as one line of an export, without the line break. */
    public String line() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("entry", entry);
        members.put("hash", hash);
        if (account != null) {
            members.put("account", Map.of("data", account.data(), "salt", account.salt()));
        }
        if (actor != null) {
            members.put("actor", Map.of("data", actor.data(), "salt", actor.salt()));
        }
        return CanonicalJson.of(members);
    }

    private static @Nullable PersonalPart part(Map<String, Object> record, String name) {
        if (!record.containsKey(name)) {
            return null;
        }
        Map<String, Object> part = object(record, name);
        onlyMembers(part, PART_MEMBERS, "\"" + name + "\"");
        return new PersonalPart(object(part, "data"), text(part, "salt"));
    }

    private static void onlyMembers(Map<String, Object> object, Set<String> known, String where) {
        for (String name : object.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(where + " has a member that the format does not know");
            }
        }
    }

    @SuppressWarnings("unchecked") // StrictJson makes no other maps
    private static Map<String, Object> object(Map<String, Object> in, String name) {
        if (in.get(name) instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new IllegalArgumentException("\"" + name + "\" is no object");
    }

    private static String text(Map<String, Object> in, String name) {
        if (in.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("\"" + name + "\" is no text");
    }
}
