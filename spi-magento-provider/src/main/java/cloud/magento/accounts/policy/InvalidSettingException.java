package cloud.magento.accounts.policy;

/** A setting that cannot be what it says. The message is meant for the operator who is just saving it. */
public final class InvalidSettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String key;

    public InvalidSettingException(String key, String message) {
        super(message);
        this.key = key;
    }

    /** The configuration key, for example {@code linkEnforceFrom}. */
    public String key() {
        return key;
    }
}
