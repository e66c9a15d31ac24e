package cloud.magento.accounts.reminder;

import java.time.Instant;

/**
 * What decides whether an account is reminded when its turn has come.
 *
 * @param enabled whether it is not disabled
 * @param serviceAccount whether it is a client's and nobody's
 * @param exempt whether it is let through now
 * @param linkable whether its directory, if it has one, tells of its person by more than a name
 * @param deadline from when its person is stopped
 */
record ReminderFacts(
        Instant now,
        boolean enabled,
        boolean serviceAccount,
        boolean linked,
        boolean exempt,
        boolean linkable,
        boolean hasAddress,
        boolean addressVerified,
        Instant deadline) {}
