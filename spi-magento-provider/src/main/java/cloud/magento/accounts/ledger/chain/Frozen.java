package cloud.magento.accounts.ledger.chain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies of maps and lists, all the way down, which nobody can change. Whole numbers become {@link Long}, as they are
 * read.
 */
final class Frozen {
    private Frozen() {}

    static Map<String, Object> object(Map<String, Object> map) {
        Map<String, Object> copy = new LinkedHashMap<>(map);
        copy.replaceAll((name, value) -> value(value));
        return Collections.unmodifiableMap(copy);
    }

    private static Object value(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((name, member) -> copy.put((String) name, value(member)));
            return Collections.unmodifiableMap(copy);
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            list.forEach(element -> copy.add(value(element)));
            return Collections.unmodifiableList(copy);
        }
        if (value instanceof Integer number) {
            return number.longValue();
        }
        return value;
    }
}
