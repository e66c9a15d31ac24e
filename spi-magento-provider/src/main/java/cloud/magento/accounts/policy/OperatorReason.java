package cloud.magento.accounts.policy;

/** Why an operator did something, in the operator's own words: one line that says something. */
public final class OperatorReason {
    public static final int MAX_LENGTH = 500;

    private OperatorReason() {}

    /** @throws IllegalArgumentException for any other text */
    public static void check(String reason) {
        if (reason.isBlank() || reason.length() > MAX_LENGTH || reason.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "A reason is one line of 1 to " + MAX_LENGTH + " characters that says why.");
        }
    }
}
