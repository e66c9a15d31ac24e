package cloud.magento.accounts.ledger.logkey;

import static cloud.magento.accounts.ledger.logkey.LogKeyProperties.ALIAS;
import static cloud.magento.accounts.ledger.logkey.LogKeyProperties.CREATE;
import static cloud.magento.accounts.ledger.logkey.LogKeyProperties.ENTRIES;
import static cloud.magento.accounts.ledger.logkey.LogKeyProperties.FILE;
import static cloud.magento.accounts.ledger.logkey.LogKeyProperties.KEYSTORE;
import static cloud.magento.accounts.ledger.logkey.LogKeyProperties.LOST;
import static cloud.magento.accounts.ledger.logkey.LogKeyProperties.MINUTES;
import static cloud.magento.accounts.ledger.logkey.LogKeyProperties.PASSWORD;
import static cloud.magento.accounts.ledger.logkey.LogKeyProperties.PASSWORD_FILE;
import static cloud.magento.accounts.ledger.logkey.LogKeyProperties.PREVIOUS_ALIAS;
import static cloud.magento.accounts.ledger.logkey.LogKeyProperties.PREVIOUS_FILE;
import static cloud.magento.accounts.ledger.logkey.LogKeyProperties.TYPE;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;

/**
 * The options of the ledger, as they were set. One that cannot work stops the server's start: nothing ever takes the
 * place of a key that was meant and cannot be read.
 *
 * @param key the log key; null where none is set, and the realms' own keys sign
 * @param previous the log key before it, which hands over to it; null where none is set
 * @param lost the id of a log key that is lost, and that the key replaces without its word; empty for none
 * @param created whether the key was made just now, because there was none
 * @param checkpointEvery how old an entry may become before a checkpoint covers it
 * @param checkpointEntries after how many entries there is a checkpoint at the latest
 */
public record LogKeySettings(
        @Nullable LogKey key,
        @Nullable LogKey previous,
        String lost,
        boolean created,
        Duration checkpointEvery,
        long checkpointEntries) {
    /** Where the options are, as every page and message names them. */
    public static final String OPTION = "spi-events-listener--magento-ledger--";

    /** What holds where no option is set. */
    public static final LogKeySettings NONE = new LogKeySettings(
            null,
            null,
            "",
            false,
            Duration.ofMinutes(LogKeyProperties.DEFAULT_MINUTES),
            LogKeyProperties.DEFAULT_ENTRIES);

    /**
     * Reads the options, and the key where they say; makes it where they allow that and there is none.
     *
     * @throws IllegalArgumentException if they cannot work; the message names the option and repeats no secret
     */
    public static LogKeySettings of(Config.Scope config) {
        Duration every = Duration.ofMinutes(number(config, MINUTES, LogKeyProperties.DEFAULT_MINUTES, 1440));
        long entries = number(config, ENTRIES, LogKeyProperties.DEFAULT_ENTRIES, 1_000_000);
        String file = text(config, FILE);
        String keystore = text(config, KEYSTORE);
        require(file.isEmpty() || keystore.isEmpty(), KEYSTORE, "and " + FILE + " are two places for one key.");
        if (file.isEmpty() && keystore.isEmpty()) {
            for (String useless : new String[] {PREVIOUS_FILE, LOST, ALIAS, PREVIOUS_ALIAS, PASSWORD, PASSWORD_FILE}) {
                require(text(config, useless).isEmpty(), useless, "is set, and no log key is.");
            }
            return new LogKeySettings(null, null, "", false, every, entries);
        }
        boolean created =
                !file.isEmpty() && config.getBoolean(CREATE, false) && asked(FILE, () -> LogKeyFile.create(file));
        LogKey key = file.isEmpty() ? stored(config, keystore, ALIAS) : asked(FILE, () -> LogKeyFile.pem(file));
        LogKey previous = previous(config, keystore);
        require(
                previous == null || !previous.kid().equals(key.kid()),
                text(config, PREVIOUS_FILE).isEmpty() ? PREVIOUS_ALIAS : PREVIOUS_FILE,
                "is the log key itself.");
        return new LogKeySettings(key, previous, text(config, LOST), created, every, entries);
    }

    private static @Nullable LogKey previous(Config.Scope config, String keystore) {
        String file = text(config, PREVIOUS_FILE);
        if (!file.isEmpty()) {
            return asked(PREVIOUS_FILE, () -> LogKeyFile.pem(file));
        }
        if (text(config, PREVIOUS_ALIAS).isEmpty()) {
            return null;
        }
        require(!keystore.isEmpty(), PREVIOUS_ALIAS, "is set, and there is no keystore.");
        return stored(config, keystore, PREVIOUS_ALIAS);
    }

    private static LogKey stored(Config.Scope config, String keystore, String aliasOption) {
        String alias = text(config, aliasOption);
        require(!alias.isEmpty(), aliasOption, "is missing: it names the key in the keystore.");
        String type = text(config, TYPE);
        String password = password(config);
        return asked(KEYSTORE, () -> LogKeyFile.keystore(keystore, type.isEmpty() ? null : type, password, alias));
    }

    private static String password(Config.Scope config) {
        String file = text(config, PASSWORD_FILE);
        String password = Optional.ofNullable(config.get(PASSWORD)).orElse("");
        require(file.isEmpty() || password.isEmpty(), PASSWORD, "and " + PASSWORD_FILE + " are two passwords.");
        require(
                !file.isEmpty() || !password.isEmpty(),
                PASSWORD_FILE,
                "is missing: it names a file with the keystore's password.");
        return file.isEmpty() ? password : asked(PASSWORD_FILE, () -> LogKeyFile.password(file));
    }

    private static <T> T asked(String option, Supplier<T> question) {
        try {
            return question.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "What the option " + OPTION + option + " names " + e.getMessage() + ".", e);
        }
    }

    private static long number(Config.Scope config, String option, long otherwise, long most) {
        String text = text(config, option);
        if (text.isEmpty()) {
            return otherwise;
        }
        require(
                text.matches("[1-9][0-9]{0,6}") && Long.parseLong(text) <= most,
                option,
                "is a number from 1 to " + most + ".");
        return Long.parseLong(text);
    }

    private static String text(Config.Scope config, String option) {
        String value = config.get(option);
        return value == null ? "" : value.strip();
    }

    private static void require(boolean holds, String option, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("The option " + OPTION + option + " " + otherwise);
        }
    }
}
