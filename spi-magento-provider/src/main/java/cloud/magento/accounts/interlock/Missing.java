package cloud.magento.accounts.interlock;

/**
 * A condition that does not hold.
 *
 * @param condition which, in kebab-case
 * @param message what is missing, and what to do
 */
public record Missing(String condition, String message) {
    static Missing of(Condition condition, String message) {
        return new Missing(condition.id(), message);
    }
}
