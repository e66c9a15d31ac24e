package cloud.magento.accounts.broker.links;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.magento.accounts.broker.ledger.Ran;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A shell in which the command is run in this process: with a home, variables and a clock of its own. */
public final class TestTerminal {
    private static final Instant BEGIN = Instant.parse("2027-01-01T00:00:00Z");

    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final Terminal.Interruption interruption = new Terminal.Interruption();
    private Terminal.Pause pause = time -> {};
    private boolean screen;
    private Optional<String> typed = Optional.empty();
    private String in = "";
    private Duration later = Duration.ZERO;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    public TestTerminal(Path home) {
        this.home = home;
    }

    public TestTerminal with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Somebody looks at what it says. */
    public TestTerminal onScreen() {
        screen = true;
        return this;
    }

    /** Somebody types this when asked for what is not shown. */
    public TestTerminal typing(String secret) {
        typed = Optional.of(secret);
        return this;
    }

    /** It waits as long as it would in a shell, for a server that measures that; the rest happens before. */
    public TestTerminal waitingIndeed(Runnable rest) {
        pause = time -> {
            rest.run();
            Thread.sleep(time.toMillis());
        };
        return this;
    }

    TestTerminal reading(String standardInput) {
        in = standardInput;
        return this;
    }

    /** What happens instead of waiting. */
    TestTerminal meanwhile(Runnable rest) {
        pause = time -> rest.run();
        return this;
    }

    /** From now on it is so much later; by itself its clock stands still. */
    public void pass(Duration time) {
        later = later.plus(time);
    }

    /** How long it would have waited, each time. */
    public List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    /** What it has said so far on the standard error. */
    public String messages() {
        return err.toString(UTF_8);
    }

    /** What it would say at Ctrl-C just now. */
    String wordsAtInterruption() {
        return interruption.words();
    }

    /** Where the sign-in is kept. */
    Path configuration() {
        return ConfigurationFile.usual(home);
    }

    Terminal terminal() {
        return new Terminal(
                new ByteArrayInputStream(in.getBytes(UTF_8)),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                environment,
                home,
                screen,
                unused -> typed,
                time -> {
                    pauses.add(time);
                    pass(time);
                    pause.of(time);
                },
                () -> BEGIN.plus(later),
                interruption);
    }

    /** Runs the command to its end. */
    public Ran run(String... arguments) {
        out.reset();
        err.reset();
        int code = LinksCommand.run(terminal(), arguments);
        return new Ran(code, out.toString(UTF_8), err.toString(UTF_8));
    }
}
