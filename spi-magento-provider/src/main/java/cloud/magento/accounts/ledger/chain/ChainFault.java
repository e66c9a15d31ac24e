package cloud.magento.accounts.ledger.chain;

/** What can be wrong with a ledger. The id stands in the verifier's machine-readable answer and never changes. */
public enum ChainFault {
    /** A line is not a record: not JSON, a name twice, a member missing or of another type. */
    UNREADABLE("unreadable"),
    /** The entry has its hash, and says something that the format does not allow. */
    MALFORMED("malformed"),
    /** The entry was edited after it was hashed. */
    ENTRY_CHANGED("entry-changed"),
    /** The hash beside the entry was edited. */
    HASH_CHANGED("hash-changed"),
    /** The entry was replaced by another with a hash of its own: the next one does not name that. */
    REPLACED("replaced"),
    /** The ledger does not begin with entry 1, or that one does not begin a ledger. */
    BEGINNING_MISSING("beginning-missing"),
    /** Entries are missing in between. */
    DELETED("deleted"),
    /** An entry stands later than its place. */
    REORDERED("reordered"),
    /** The same entry stands twice. */
    DUPLICATED("duplicated"),
    /** Two different entries have one number. */
    INSERTED("inserted"),
    /** Entries at the end are missing that a checkpoint, or the expected end, knows. */
    TRUNCATED("truncated"),
    /** There are more entries than the expected end knows. */
    EXTENDED("extended"),
    /** All hashes agree with each other, and not with a checkpoint: the history before it was made anew. */
    REWRITTEN("rewritten"),
    /** An entry belongs to another realm's ledger. */
    OTHER_REALM("other-realm"),
    /** A personal part is not the one that the entry commits to. */
    PART_CHANGED("part-changed"),
    /** A personal part is missing, and no later entry says that it was erased. */
    PART_MISSING("part-missing"),
    /** A personal part stands beside an entry that commits to none. */
    PART_UNCOMMITTED("part-uncommitted"),
    /** A checkpoint names a log key that did not sign it. */
    CHECKPOINT_FORGED("checkpoint-forged"),
    /** A key of the realm signed a checkpoint though the ledger had a log key by then. */
    REALM_KEY("realm-key"),
    /** A log key signed a checkpoint though another had taken its place by then. */
    SUPERSEDED_KEY("superseded-key"),
    /** A key signed a checkpoint that is no log key of the ledger, or one that nobody who is trusted vouches for. */
    FOREIGN_KEY("foreign-key"),
    /** No checkpoint is signed by a log key that is known from elsewhere. */
    UNVOUCHED("unvouched");

    private final String id;

    ChainFault(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
