package cloud.magento.accounts.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How strong and how recent a sign-in has to be in a realm.
 *
 * @param levels how upstream's words and this realm's levels belong together
 * @param requiredLevel the level that every sign-in must reach; {@link LoginLevels#ANY} where any will do
 * @param maxAge how long a login at upstream counts before it is asked for again, or null for as long as the session
 */
public record LoginStrength(
        LoginLevels levels, int requiredLevel, @Nullable Duration maxAge) {
    public static final String LEVELS = "upstreamLevels";
    public static final String REQUIRED_LEVEL = "requiredLevel";
    public static final String MAX_AGE = "upstreamMaxAge";

    /** The attribute by which a group asks more of its members than the realm does of everybody. */
    public static final String COHORT_LEVEL = "magento.link.requiredLevel";

    /** Nothing more is asked for than a login. */
    public static final LoginStrength ANY = new LoginStrength(LoginLevels.NONE, LoginLevels.ANY, null);

    /** What no sign-in reaches: for settings that cannot be read, which must not be taken for "any will do". */
    static final LoginStrength UNREACHABLE = new LoginStrength(LoginLevels.NONE, Integer.MAX_VALUE, null);

    /** Less than a minute would ask people again while they are signing in. */
    static final int SHORTEST_AGE_SECONDS = 60;

    static final int LONGEST_AGE_SECONDS = 31_536_000;

    /**
     * Reads the settings from a provider's configuration.
     *
     * @throws InvalidSettingException for a value that is not what its key wants, or a level that nobody can reach
     */
    public static LoginStrength parse(Map<String, ? extends @Nullable String> config) {
        LoginLevels levels = LoginLevels.parse(LEVELS, text(config, LEVELS));
        int requiredLevel = level(text(config, REQUIRED_LEVEL));
        if (requiredLevel > levels.highest()) {
            throw new InvalidSettingException(
                    REQUIRED_LEVEL,
                    REQUIRED_LEVEL + " is " + requiredLevel + ", and no sign-in can reach it: the highest level in "
                            + LEVELS + " is " + levels.highest() + ". Nobody could sign in.");
        }
        String age = text(config, MAX_AGE);
        return new LoginStrength(levels, requiredLevel, age.isEmpty() ? null : age(age));
    }

    /** How far a sign-in falls short of what is wanted. */
    public enum Shortfall {
        /** It is enough. */
        NONE,
        /** Its level is too low. */
        LEVEL,
        /** The login at upstream is too long ago. */
        AGE
    }

    /**
     * What a sign-in or session falls short of.
     *
     * @param reached the level that it has reached
     * @param wanted the level that is wanted of it
     * @param throughUpstream whether a login at upstream opened it, which alone grows old
     * @param signedInAt when the person signed in at upstream, or null where nobody knows
     */
    public Shortfall shortfall(
            int reached, int wanted, boolean throughUpstream, @Nullable Instant signedInAt, Instant now) {
        if (reached < wanted) {
            return Shortfall.LEVEL;
        }
        boolean tooOld = maxAge != null
                && throughUpstream
                && (signedInAt == null || !signedInAt.plus(maxAge).isAfter(now));
        return tooOld ? Shortfall.AGE : Shortfall.NONE;
    }

    private static int level(String text) {
        if (text.isEmpty()) {
            return LoginLevels.ANY;
        }
        if (!text.matches("\\d{1,3}") || !LoginLevels.isLevel(Integer.parseInt(text))) {
            throw new InvalidSettingException(
                    REQUIRED_LEVEL, REQUIRED_LEVEL + " must be a level from 1 to 100, or empty, not \"" + text + "\".");
        }
        return Integer.parseInt(text);
    }

    private static Duration age(String text) {
        int seconds = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        if (seconds < SHORTEST_AGE_SECONDS || seconds > LONGEST_AGE_SECONDS) {
            throw new InvalidSettingException(
                    MAX_AGE,
                    MAX_AGE + " must be a number of seconds from " + SHORTEST_AGE_SECONDS + " to " + LONGEST_AGE_SECONDS
                            + ", or empty for no limit, not \"" + text + "\".");
        }
        return Duration.ofSeconds(seconds);
    }

    private static String text(Map<String, ? extends @Nullable String> config, String key) {
        String value = config.get(key);
        return value == null ? "" : value.strip();
    }
}
