package cloud.magento.accounts.policy;

import java.util.HashMap;
import java.util.Map;

/** Settings for tests: reminders from March 2020, the deadline on 1 April 2020, enforced; and what a test changes. */
final class TestSettings {
    private TestSettings() {}

    static LinkSettings with(String key, String value) {
        return with(Map.of(key, value));
    }

    static LinkSettings with(Map<String, String> changed) {
        Map<String, String> config = new HashMap<>(Map.of(
                LinkSettings.REMIND_FROM, "2020-03-01T00:00:00Z",
                LinkSettings.ENFORCE_FROM, "2020-04-01T00:00:00Z",
                LinkSettings.REPORT_ONLY, "false"));
        config.putAll(changed);
        return LinkSettings.parse(config);
    }
}
