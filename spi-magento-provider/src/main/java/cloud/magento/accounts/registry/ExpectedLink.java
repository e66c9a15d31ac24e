package cloud.magento.accounts.registry;

import java.time.Duration;
import java.time.Instant;

/**
 * A pre-association: an operator knows by which email address upstream knows the account's owner, and not yet by which
 * subject. Whoever comes from upstream with this address, verified there, is offered the account.
 *
 * @param userId the account's id
 * @param address the email address at upstream
 * @param since when the operator said so
 * @param until the end, exclusive; an address may be somebody else's after years
 */
public record ExpectedLink(String userId, String address, Instant since, Instant until) {
    /** How long one holds where nobody says otherwise. */
    public static final Duration USUAL = Duration.ofDays(90);

    public static final int MAX_ADDRESS_LENGTH = 255;

    boolean holdsAt(Instant now) {
        return now.isBefore(until);
    }
}
