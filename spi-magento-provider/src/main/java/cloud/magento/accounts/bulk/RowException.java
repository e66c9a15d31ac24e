package cloud.magento.accounts.bulk;

/** A row cannot be done: by which rule, and what to do. */
final class RowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RowError error;

    RowException(RowError error, String message) {
        super(message);
        this.error = error;
    }

    RowError error() {
        return error;
    }
}
