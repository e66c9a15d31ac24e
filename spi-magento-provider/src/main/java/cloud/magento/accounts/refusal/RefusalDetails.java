package cloud.magento.accounts.refusal;

/** The details that our events have. */
public final class RefusalDetails {
    /** A reason code. */
    public static final String REASON = "magento_reason";

    /** What exactly was wrong with upstream's answer. */
    public static final String FAULT = "magento_fault";

    /** What the person's page showed. */
    public static final String REFERENCE = "magento_reference";

    private RefusalDetails() {}
}
