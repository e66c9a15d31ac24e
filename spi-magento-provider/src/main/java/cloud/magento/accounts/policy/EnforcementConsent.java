package cloud.magento.accounts.policy;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says along with a change that stops people: how many they know to be stopped, and why it is to be done
 * although something speaks against it. It belongs to that change, and is never stored with the policy.
 *
 * @param acknowledged how many accounts they know to be stopped at once; empty where they say nothing, or no number
 * @param override why it is to be done all the same, or null
 */
public record EnforcementConsent(
        OptionalLong acknowledged, @Nullable String override) {
    /** How many accounts are known to be stopped at once. */
    public static final String ACKNOWLEDGED = "linkEnforceAcknowledged";

    /** Why to go on although a condition is missing. */
    public static final String OVERRIDE = "linkEnforceOverride";

    public static final EnforcementConsent NONE = new EnforcementConsent(OptionalLong.empty(), null);

    private static final int LONGEST_REASON = 500;

    /** Reads both; what is neither a number nor a reason says nothing. */
    public static EnforcementConsent read(@Nullable String acknowledged, @Nullable String override) {
        return new EnforcementConsent(
                Optional.ofNullable(acknowledged)
                        .map(String::strip)
                        .filter(EnforcementConsent::isNumber)
                        .map(text -> OptionalLong.of(Long.parseLong(text)))
                        .orElse(OptionalLong.empty()),
                Optional.ofNullable(override)
                        .map(String::strip)
                        .filter(EnforcementConsent::isReason)
                        .orElse(null));
    }

    /** This, with what the other says where this says nothing. */
    public EnforcementConsent or(EnforcementConsent other) {
        return new EnforcementConsent(
                acknowledged.isPresent() ? acknowledged : other.acknowledged,
                override == null ? other.override : override);
    }

    public static boolean isNumber(String text) {
        return text.matches("\\d{1,12}");
    }

    /** One line of 1 to 500 characters. */
    public static boolean isReason(String text) {
        return !text.isBlank()
                && text.length() <= LONGEST_REASON
                && text.chars().noneMatch(letter -> letter < ' ' || letter == 0x7f);
    }
}
