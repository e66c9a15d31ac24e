package cloud.magento.accounts.broker.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A command as the distribution has it, in a process of its own and with the Java that runs the tests.
 *
 * @param folder where it is started, and what it says is kept
 * @param variables further variables of its shell
 */
public record ShippedCommand(Path folder, Path script, Map<String, String> variables) {
    public static final Path DISTRIBUTION = Path.of("target", "magento-broker").toAbsolutePath();
    public static final Path SCRIPT = DISTRIBUTION.resolve("bin/magento-ledger");

    public ShippedCommand {
        variables = Map.copyOf(variables);
    }

    public ShippedCommand(Path folder) {
        this(folder, SCRIPT, "");
    }

    /** The verifier with further options for its Java, in words. */
    public ShippedCommand(Path folder, Path script, String javaOptions) {
        this(folder, script, Map.of("MAGENTO_LEDGER_OPTS", javaOptions));
    }

    /**
     * Runs it to its end.
     *
     * @param in what it reads as the standard input, or null for nothing
     */
    public Ran run(@Nullable Path in, Object... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(in == null ? new File("/dev/null") : in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
