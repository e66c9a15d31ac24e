package cloud.magento.accounts.setup;

/**
 * One thing that the set-up of a realm needs.
 *
 * @param kind what it is, in kebab-case: {@code flow}, {@code flow-binding}, {@code required-action}, ...
 * @param name which one
 * @param outcome whether anything had to be done; in a dry run, would have to be
 */
public record SetupStep(String kind, String name, Outcome outcome) {
    public enum Outcome {
        /** It was there and as it has to be; what an operator may change of it was left as it was. */
        PRESENT,
        /** It belongs to the operator and was left unchanged. The guide says what it lacks. */
        KEPT,
        /** It was missing, and was made. */
        CHANGED,
        /** It was there and not as it has to be, and was made so again. */
        REPAIRED
    }
}
