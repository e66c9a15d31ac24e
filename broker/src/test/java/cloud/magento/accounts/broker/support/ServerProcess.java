package cloud.magento.accounts.broker.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A broker's process. It ends with this one, however that ends: a second small process holds a pipe from here and stops
 * the broker when the pipe breaks.
 */
public final class ServerProcess implements AutoCloseable {
    /** For servers that live for a few minutes beside others: a fifth less work until they serve. */
    static final String SPARING =
            "-XX:-UseG1GC -XX:+UseSerialGC -XX:+UnlockDiagnosticVMOptions" + " -XX:-BytecodeVerificationRemote";

    private static final Duration TIME_TO_START = Duration.ofMinutes(8);
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(30);

    private final Path data;
    private final ServerLog log;
    private final Process broker;
    private final Process guard;

    private ServerProcess(Path data, ServerLog log, Process broker, Process guard) {
        this.data = data;
        this.log = log;
        this.broker = broker;
        this.guard = guard;
    }

    /** Starts it on this data; what it says is kept beside the data. */
    static ServerProcess start(Path script, List<String> arguments, Path data, Map<String, String> environment) {
        try {
            Files.createDirectories(data);
            Path output = data.resolveSibling(data.getFileName() + ".log");
            Process broker = command(script, arguments, environment)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            Process guard = new ProcessBuilder("/bin/sh", "-c", "cat >/dev/null; kill " + broker.pid()).start();
            return new ServerProcess(data, new ServerLog(output), broker, guard);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The script with these variables and none of this process's own that mean something to it. */
    static ProcessBuilder command(Path script, List<String> arguments, Map<String, String> environment) {
        ProcessBuilder command = new ProcessBuilder(
                Stream.concat(Stream.of(script.toString()), arguments.stream()).toList());
        command.environment().keySet().removeIf(name -> name.startsWith("MAGENTO_") || name.startsWith("BROKER_"));
        command.environment().putAll(environment);
        return command;
    }

    public ServerLog log() {
        return log;
    }

    /** Waits until the address answers with 200; fails at once when the process ends before. */
    void awaitAnswer(URI address) {
        await(() -> answers(address));
    }

    /** Waits until it has said this; fails at once when the process ends before. */
    void awaitOutput(String text) {
        await(() -> log.since(0).contains(text));
    }

    private void await(BooleanSupplier condition) {
        Instant latest = Instant.now().plus(TIME_TO_START);
        while (!condition.getAsBoolean()) {
            if (ends(Duration.ofMillis(100)) || Instant.now().isAfter(latest)) {
                close();
                throw new AssertionError("The broker did not start:\n" + log.tail());
            }
        }
    }

    /** Asks the process to end, as Ctrl-C and the system do, leaves its data, and returns what it exits with. */
    public int stop() {
        broker.destroy();
        if (!ends(TIME_TO_STOP)) {
            throw new AssertionError("The broker did not stop:\n" + log.tail());
        }
        guard.destroyForcibly();
        return broker.exitValue();
    }

    /** Ends the process at once, without a word to it, and leaves its data. */
    void kill() {
        guard.destroyForcibly();
        List<ProcessHandle> all = Stream.concat(broker.descendants(), Stream.of(broker.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit()
                .orTimeout(TIME_TO_STOP.toSeconds(), TimeUnit.SECONDS)
                .join());
    }

    @Override
    public void close() {
        guard.destroyForcibly();
        broker.destroy();
        if (!ends(TIME_TO_STOP)) {
            broker.descendants().forEach(ProcessHandle::destroyForcibly);
            broker.destroyForcibly();
        }
        delete(data);
    }

    private static boolean answers(URI address) {
        try {
            return new Http().get(address).status() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private boolean ends(Duration within) {
        try {
            return broker.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Deletes the folder without following the links in it, which lead to the distribution. */
    private static void delete(Path folder) {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
