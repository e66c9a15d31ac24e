package cloud.magento.accounts.registry;

/** Why an operator did something, in the operator's own words: one line that says something. */
final class OperatorReason {
    static final int MAX_LENGTH = 500;

    private OperatorReason() {}

    /** @throws IllegalArgumentException for any other text */
    static void check(String reason) {
        if (reason.isBlank() || reason.length() > MAX_LENGTH || reason.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "A reason is one line of 1 to " + MAX_LENGTH + " characters that says why.");
        }
    }
}
