package cloud.magento.accounts.adminapi;

import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads query parameters, and says what is wrong with one that cannot be read. */
final class Parameters {
    private Parameters() {}

    static @Nullable Instant instant(String name, @Nullable String value) {
        try {
            return value == null ? null : OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException e) {
            throw Problem.of(
                    Response.Status.BAD_REQUEST,
                    "\"" + name + "\" must be a date and time with an offset, such as 2027-01-31T00:00:00Z.");
        }
    }

    static long number(String name, String value, long least, long most) {
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below with the same message.
        }
        throw Problem.of(
                Response.Status.BAD_REQUEST,
                "\"" + name + "\" must be a number "
                        + (most == Long.MAX_VALUE
                                ? "of " + least + " or more."
                                : "from " + least + " to " + most + "."));
    }
}
