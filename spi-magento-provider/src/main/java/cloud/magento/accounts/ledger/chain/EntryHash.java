package cloud.magento.accounts.ledger.chain;

/**
 * The hash of an entry: SHA-256 over the UTF-8 bytes of its canonical JSON, as 64 lower-case hexadecimal digits. The
 * entry names the hash of the one before it, so a hash stands for the whole ledger up to its entry.
 */
public final class EntryHash {
    /** What the first entry names as the hash before it, and the head of an empty ledger. */
    public static final String GENESIS = "0".repeat(64);

    private EntryHash() {}

    /** The hash of an entry whose canonical JSON, by {@link CanonicalJson#of}, this is. */
    public static String of(String canonicalEntry) {
        return Sha256.hex(canonicalEntry);
    }
}
