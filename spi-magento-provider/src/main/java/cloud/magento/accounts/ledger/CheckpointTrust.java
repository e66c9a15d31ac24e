package cloud.magento.accounts.ledger;

/** What can be said of who signed a kept checkpoint. */
enum CheckpointTrust {
    /** The log key that lies beside it. Whether that is the ledger's, its entries say. */
    LOG_KEY,
    /** A key that the realm publishes, active or passive. */
    PUBLISHED,
    /**
     * A key that the realm does not publish any more: disabled, or deleted and kept beside the checkpoint. Whoever can
     * write the table could have put both there.
     */
    RETIRED,
    /** A key that is gone, and was not kept: nothing can be said. */
    UNKNOWN_KEY,
    /** The key is known and did not sign this, or the columns beside it say something else. */
    FORGED
}
