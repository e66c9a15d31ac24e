package cloud.magento.accounts.operatepage;

import java.util.List;
import java.util.Map;

/**
 * A message of the page. What it is given are numbers and times; never what a stranger can choose, which would be read
 * as a part of the message.
 */
final class Say {
    private static final String PREFIX = "magento.operate.";

    private Say() {}

    static Map<String, Object> text(String key, Object... values) {
        return Map.of("key", PREFIX + key, "values", List.of(values));
    }

    /** A message that another page has too. */
    static Map<String, Object> shared(String key, Object... values) {
        return Map.of("key", key, "values", List.of(values));
    }
}
