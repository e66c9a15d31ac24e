package cloud.magento.accounts.broker.support;

import cloud.magento.accounts.broker.ledger.Ran;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./start} as somebody has it in a terminal.
 *
 * @param script where it lies
 * @param data the folder of its data
 * @param variables what it is told by its environment
 */
public record StartCommand(Path script, Path data, Map<String, String> variables) {
    private static final String ADMIN = "admin";
    private static final String PORT = "BROKER_PORT";
    private static final String MANAGEMENT_PORT = "BROKER_MANAGEMENT_PORT";

    public StartCommand {
        variables = Map.copyOf(variables);
    }

    /** The project's own, on free ports. */
    public static StartCommand on(Path data) {
        return new StartCommand(
                Broker.startScript(),
                data,
                Map.of(
                        "BROKER_DATA",
                        data.toString(),
                        PORT,
                        Integer.toString(Ports.free()),
                        MANAGEMENT_PORT,
                        Integer.toString(Ports.free())));
    }

    public StartCommand with(String variable, String value) {
        Map<String, String> more = new HashMap<>(variables);
        more.put(variable, value);
        return new StartCommand(script, data, more);
    }

    /** The same on another port. */
    public StartCommand onAnotherPort() {
        return with(PORT, Integer.toString(Ports.free()));
    }

    /** The same command in another project. */
    public StartCommand of(Path otherScript) {
        return new StartCommand(otherScript, data, variables);
    }

    public int port() {
        return Integer.parseInt(String.valueOf(variables.get(PORT)));
    }

    public int managementPort() {
        return Integer.parseInt(String.valueOf(variables.get(MANAGEMENT_PORT)));
    }

    /** Runs it to its end, which is to come by itself. */
    public Ran run(String... arguments) {
        try {
            Path out = Files.createTempFile("start", ".out");
            Path err = Files.createTempFile("start", ".err");
            Process process = ServerProcess.command(script, List.of(arguments), variables)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            try {
                if (!process.waitFor(1, TimeUnit.MINUTES)) {
                    throw new AssertionError("It runs on: " + Files.readString(out) + Files.readString(err));
                }
                return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                process.destroy();
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs it until it has said that it serves, and all that it says then. */
    public ServerProcess serve(String... arguments) {
        ServerProcess process = ServerProcess.start(script, List.of(arguments), data, variables);
        process.awaitOutput("Ctrl-C stops it.\n");
        return process;
    }

    /** The first administrator, by the password that a first start gives where it is told none. */
    public Admin admin() {
        return new Admin(URI.create("http://localhost:" + port() + "/"), ADMIN, ADMIN);
    }
}
