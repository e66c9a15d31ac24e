package cloud.magento.accounts.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How upstream's words on a login ({@code acr}) and this realm's levels of authentication belong together. Levels are
 * Keycloak's: whole numbers, of which a realm gives some a name of its own (<em>ACR to LoA mapping</em>). A login of
 * which nothing is known has reached {@link #ANY}.
 *
 * @param entries the table; of several that fit a login, the highest level counts
 */
public record LoginLevels(List<Entry> entries) {
    /** The level of any login, as Keycloak has it. */
    public static final int ANY = 1;

    /** Stands in the table for a login by more than one factor, whoever asked for the second. */
    public static final String SECOND_FACTOR = "second-factor";

    /** A table that says nothing. */
    public static final LoginLevels NONE = new LoginLevels(List.of());

    private static final int MOST = 100;

    /**
     * @param level which level it is
     * @param acr what upstream calls it
     */
    public record Entry(int level, String acr) {}

    public LoginLevels {
        entries = List.copyOf(entries);
    }

    /**
     * Reads {@code level=acr}, white space between two, such as {@code 1=password 2=second-factor 3=urn:example:key}.
     *
     * @throws InvalidSettingException naming the key, for anything else
     */
    public static LoginLevels parse(String key, String text) {
        List<Entry> entries = new ArrayList<>();
        for (String entry : text.strip().split("\\s+")) {
            if (entry.isEmpty()) {
                continue;
            }
            int sign = entry.indexOf('=');
            String level = sign < 0 ? "" : entry.substring(0, sign);
            if (!level.matches("\\d{1,3}") || !isLevel(Integer.parseInt(level)) || sign == entry.length() - 1) {
                throw new InvalidSettingException(
                        key,
                        key + " must be a list of level=acr such as \"2=second-factor 3=urn:example:key\", with levels"
                                + " from " + ANY + " to " + MOST + ", not \"" + entry + "\".");
            }
            entries.add(new Entry(Integer.parseInt(level), entry.substring(sign + 1)));
        }
        return new LoginLevels(entries);
    }

    /** Whether a sign-in can be of this level. */
    static boolean isLevel(int level) {
        return level >= ANY && level <= MOST;
    }

    /**
     * The level that a login has reached.
     *
     * @param acr upstream's {@code acr}, or null where it told none
     * @param severalFactors whether it was one by more than one factor, shown here or told by upstream
     */
    public int reached(@Nullable String acr, boolean severalFactors) {
        return entries.stream()
                .filter(entry -> entry.acr().equals(SECOND_FACTOR)
                        ? severalFactors
                        : entry.acr().equals(acr))
                .mapToInt(Entry::level)
                .reduce(ANY, Math::max);
    }

    /** The level of a login by more than one factor of which nothing else is known. */
    public int bySecondFactor() {
        return reached(null, true);
    }

    /** The highest level that any login can reach. */
    public int highest() {
        return entries.stream().mapToInt(Entry::level).reduce(ANY, Math::max);
    }

    /** What to ask upstream for where at least this level is wanted: the least that is enough first. */
    public List<String> acrValues(int level) {
        return level <= ANY
                ? List.of()
                : entries.stream()
                        .filter(entry -> entry.level() >= level && !entry.acr().equals(SECOND_FACTOR))
                        .sorted(Comparator.comparingInt(Entry::level))
                        .map(Entry::acr)
                        .distinct()
                        .toList();
    }

    /** The table as it is written in the provider's configuration. */
    public String text() {
        return String.join(
                " ",
                entries.stream().map(entry -> entry.level() + "=" + entry.acr()).toList());
    }
}
