package cloud.magento.accounts.rollout;

/** A document that cannot be what is wanted. The message begins with the JSON path of what is wrong. */
public final class RolloutException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RolloutException(String path, String message) {
        super(path + ": " + message);
    }
}
