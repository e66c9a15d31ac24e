package cloud.magento.accounts.ledger.webhook;

import java.util.Locale;

/**
 * What became of a message.
 *
 * @param outcome the kind
 * @param code what exactly, for the operator: {@code http-503}, {@code timeout}
 */
record DeliveryResult(Outcome outcome, String code) {
    enum Outcome {
        /** The receiver has it: any status of 200 to 299. */
        DELIVERED,
        /** The receiver does not want it so: a redirect, which is not followed, or a status of 400 to 499. */
        REFUSED,
        /** The receiver is out of order: any other status. */
        FAILED,
        /** The receiver has not answered in time. */
        TIMEOUT,
        /** The receiver cannot be reached, or its certificate is not trusted. */
        UNREACHABLE;

        /** The outcome's name in metrics. */
        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static DeliveryResult ofStatus(int status) {
        Outcome outcome = switch (status / 100) {
            case 2 -> Outcome.DELIVERED;
            case 3, 4 -> Outcome.REFUSED;
            default -> Outcome.FAILED;
        };
        return new DeliveryResult(outcome, "http-" + status);
    }

    boolean isDelivered() {
        return outcome == Outcome.DELIVERED;
    }
}
