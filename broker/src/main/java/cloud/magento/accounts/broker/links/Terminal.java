package cloud.magento.accounts.broker.links;

import cloud.magento.accounts.ledger.chain.HiddenLetters;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where a command was started, and what it says there.
 *
 * @param environment the variables of the shell
 * @param home where the person's files lie
 * @param isScreen whether messages are read by somebody as they come, so that progress may be drawn
 * @param hidden asks for something that is not shown while it is typed; nothing where nobody types
 * @param pause waits
 * @param clock what time it is
 * @param interrupted what has to be said if the command is broken off by Ctrl-C, while that is not empty
 */
record Terminal(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Path home,
        boolean isScreen,
        Function<String, Optional<String>> hidden,
        Pause pause,
        InstantSource clock,
        Interruption interrupted) {
    private static final String NAME = "magento-links: ";

    /** Waits, unless somebody has a reason not to. */
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    /** Keeps what is to be said at Ctrl-C. */
    static final class Interruption {
        private volatile Supplier<String> words = () -> "";

        void says(Supplier<String> now) {
            words = now;
        }

        void saysNothing() {
            words = () -> "";
        }

        String words() {
            return words.get();
        }
    }

    Terminal {
        environment = Map.copyOf(environment);
    }

    /** One line of the answer. */
    void answer(String line) {
        out.println(HiddenLetters.masked(line));
    }

    /** One line beside the answer. */
    void message(String line) {
        err.println(HiddenLetters.masked(line));
    }

    /** What went wrong, in one line. */
    void error(String sentence) {
        message(NAME + sentence.strip().replaceAll("\\R\\s*", " "));
    }

    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    void pause(Duration time) {
        try {
            pause.of(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.unreachable("Interrupted.");
        }
    }
}
