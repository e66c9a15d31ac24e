package cloud.magento.accounts.broker.support;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * The identity provider's settings that a story begins with. Stories move dates, not clocks. Whatever is not named is
 * as the realm's template has it: enforced since 2020, upstream required.
 */
public record Policy(Map<String, String> settings) {
    /** After the deadline. */
    public static final Policy DUE = new Policy(Map.ofEntries(
            Map.entry("linkEnforceFrom", "2020-04-01T00:00:00Z"),
            Map.entry("linkRemindFrom", ""),
            Map.entry("linkMaxSkips", ""),
            Map.entry("linkReportOnly", "false"),
            Map.entry("primaryLogin", "required"),
            Map.entry("secondFactor", "kept"),
            Map.entry("secondFactorAcr", ""),
            Map.entry("upstreamLevels", ""),
            Map.entry("requiredLevel", ""),
            Map.entry("upstreamMaxAge", ""),
            Map.entry("selfUnlink", "false"),
            Map.entry("newAccounts", "true"),
            Map.entry("trustVerifiedEmail", "false"),
            Map.entry("allowImpersonation", "false")));

    /** Reminders have begun; the deadline comes after this time. */
    public static Policy remindingFor(Duration left) {
        return before(left).with("linkRemindFrom", instant(Duration.ofDays(-1)));
    }

    /** Neither reminders nor the deadline have come. */
    public static Policy before(Duration left) {
        return DUE.with("linkEnforceFrom", instant(left));
    }

    public Policy with(String key, String value) {
        Map<String, String> changed = new HashMap<>(settings);
        changed.put(key, value);
        return new Policy(Map.copyOf(changed));
    }

    private static String instant(Duration fromNow) {
        return Instant.now().plus(fromNow).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
