package cloud.magento.accounts.report;

/** A question that cannot be asked. The message is meant for whoever asked it. */
public final class InvalidFilterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidFilterException(String message) {
        super(message);
    }
}
