package cloud.magento.accounts.auditpage;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is another in one recorded policy than in the one before it.
 *
 * @param setting its name in {@code docs/configuration.md}, {@code alias} or {@code defaultGroups}; where a cohort's
 *     date is meant, {@code cohorts.} and the group's id
 * @param before null where it was not set
 * @param after null where it is not set any more
 */
record PolicyChange(
        String setting, @Nullable String before, @Nullable String after) {
    /** What the name of a cohort's date begins with. */
    static final String COHORT = "cohorts.";

    private static final String SETTINGS = "policy.";

    /**
     * The differences, by name.
     *
     * @param before the details of the entry before, empty where there is none
     * @param after the details of the entry that tells of the change
     */
    static List<PolicyChange> between(Map<?, ?> before, Map<?, ?> after) {
        Map<String, String> old = flat(before);
        Map<String, String> now = flat(after);
        Collection<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(old.get(name), now.get(name)))
                .map(name -> new PolicyChange(name, old.get(name), now.get(name)))
                .toList();
    }

    private static Map<String, String> flat(Map<?, ?> details) {
        Map<String, String> flat = new TreeMap<>();
        details.forEach((name, value) -> collect(flat, String.valueOf(name), value));
        return flat;
    }

    private static void collect(Map<String, String> flat, String name, @Nullable Object value) {
        if (value instanceof Map<?, ?> members) {
            members.forEach((key, member) -> collect(flat, name + "." + key, member));
        } else if (value instanceof Collection<?> list) {
            flat.put(name, list.stream().map(String::valueOf).collect(Collectors.joining(", ")));
        } else if (value != null) {
            flat.put(name.startsWith(SETTINGS) ? name.substring(SETTINGS.length()) : name, value.toString());
        }
    }
}
