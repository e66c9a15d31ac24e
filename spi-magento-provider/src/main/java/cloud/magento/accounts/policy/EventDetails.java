package cloud.magento.accounts.policy;

/** The details that events of ours have. Metrics, ledger and monitoring of operators read them by these names. */
public final class EventDetails {
    /** The id of a {@link ReasonCode}. */
    public static final String REASON = "magento_reason";

    /** What exactly was wrong with upstream's answer. */
    public static final String FAULT = "magento_fault";

    /** What the person's page showed. */
    public static final String REFERENCE = "magento_reference";

    /** The id of the {@link LinkProof} by which the account was proven. */
    public static final String PROOF = "magento_proof";

    private EventDetails() {}
}
