package cloud.magento.accounts.policy;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How operators invite people.
 *
 * @param lifetime how long an invitation can be used; an operator may give one a shorter time
 * @param anHour how many the realm sends in an hour at most
 */
public record InvitationSettings(Duration lifetime, int anHour) {
    public static final String HOURS = "invitationHours";
    public static final String AN_HOUR = "invitationsPerHour";

    /** Long enough for a weekend, short enough for a mailbox that is read by somebody else later. */
    public static final int DEFAULT_HOURS = 72;

    public static final int DEFAULT_AN_HOUR = 1_000;
    public static final int MAX_HOURS = 720;
    public static final int MAX_AN_HOUR = 100_000;

    /** Reads the settings from a provider's configuration; what is absent or no number of its range has the default. */
    public static InvitationSettings parse(Map<String, ? extends @Nullable String> config) {
        return new InvitationSettings(
                Duration.ofHours(number(config.get(HOURS), MAX_HOURS, DEFAULT_HOURS)),
                number(config.get(AN_HOUR), MAX_AN_HOUR, DEFAULT_AN_HOUR));
    }

    private static int number(@Nullable String text, int most, int whenAbsent) {
        if (text == null || !text.strip().matches("\\d{1,6}")) {
            return whenAbsent;
        }
        int number = Integer.parseInt(text.strip());
        return number < 1 || number > most ? whenAbsent : number;
    }
}
