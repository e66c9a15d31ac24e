package cloud.magento.accounts.ledger.chain;

/** Who signed a checkpoint, as far as that can be said before the ledger was read. */
public interface CheckpointSignature {
    /** The id of the key that it names. */
    String kid();

    /** Whether a key of the realm, known to whoever asks, signed it. */
    boolean isOfRealm();

    /** Whether this log key signed it. */
    boolean isOf(LogPublicKey key);
}
