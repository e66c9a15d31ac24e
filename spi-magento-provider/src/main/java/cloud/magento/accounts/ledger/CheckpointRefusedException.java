package cloud.magento.accounts.ledger;

/**
 * No checkpoint is signed, because none would be worth anything: the ledger has a log key, and this server has not that
 * one. The message says so to an operator, and names ids of keys only.
 */
public final class CheckpointRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CheckpointRefusedException(String sentence) {
        super(sentence);
    }
}
