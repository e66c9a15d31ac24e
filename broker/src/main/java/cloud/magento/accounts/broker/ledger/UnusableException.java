package cloud.magento.accounts.broker.ledger;

/** Nothing can be said about the ledger: the command was used wrongly, or what it was given cannot be read. */
final class UnusableException extends Exception {
    /** @param sentence what is the matter, for who ran the command */
    UnusableException(String sentence) {
        super(sentence);
    }
}
