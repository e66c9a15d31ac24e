package cloud.magento.accounts.report;

/** An invalid filter. The message is written for the caller. */
public final class InvalidFilterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidFilterException(String message) {
        super(message);
    }
}
