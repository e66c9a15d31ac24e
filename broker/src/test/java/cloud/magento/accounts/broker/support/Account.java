package cloud.magento.accounts.broker.support;

import java.util.Locale;
import java.util.UUID;

/**
 * A user of the broker's realm, with a password.
 *
 * @param id empty until the account is made
 */
public record Account(String id, String username, String email, String firstName, String lastName, String password) {

    /** An account nobody else in this run can be mistaken for: the given first name starts all that is readable. */
    public static Account called(String firstName) {
        String username = firstName.toLowerCase(Locale.ROOT) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        return new Account("", username, username + "@local.example", firstName, "Local", "Pass word of " + firstName);
    }

    public Account withId(String newId) {
        return new Account(newId, username, email, firstName, lastName, password);
    }

    public Account withPassword(String newPassword) {
        return new Account(id, username, email, firstName, lastName, newPassword);
    }

    public Account withEmail(String newEmail) {
        return new Account(id, username, newEmail, firstName, lastName, password);
    }
}
