package cloud.magento.accounts.broker.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the image runs: its start, with secrets by file, and its health check. */
class ContainerScriptsTest {
    @TempDir
    Path home;

    /** What a script did. */
    record Ran(int code, String said) {}

    @BeforeEach
    void serverThatTellsWhatItIsGiven() throws IOException {
        Path server = Files.createDirectory(home.resolve("bin")).resolve("kc.sh");
        Files.writeString(server, """
                #!/usr/bin/env bash
                echo "$@"
                echo "password=$KC_DB_PASSWORD"
                compgen -e | grep -E '^(KC|MAGENTO)_.*_FILE' || true
                """);
        Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void startsServerWithItsArguments() {
        assertThat(start(Map.of("KC_DB_PASSWORD", "by variable"), "start", "--optimized"))
                .isEqualTo(new Ran(0, "start --optimized\npassword=by variable\n"));
    }

    @ParameterizedTest
    @CsvSource({"'secret'", "'secret\n'", "'with  two spaces and $signs'"})
    void takesSecretFromFileAsItIs(String content) throws IOException {
        Path file = Files.writeString(home.resolve("password"), content);

        assertThat(start(Map.of("KC_DB_PASSWORD_FILE", file.toString()), "start"))
                .isEqualTo(new Ran(0, "start\npassword=" + content.stripTrailing() + "\n"));
    }

    @Test
    void leavesKeycloaksOwnOptionsThatEndSo() {
        assertThat(start(Map.of("KC_DB_PASSWORD", "x", "KC_LOG_FILE", "/tmp/broker.log"), "start")
                        .said())
                .contains("KC_LOG_FILE");
    }

    @Test
    void refusesSecretGivenTwice() throws IOException {
        Path file = Files.writeString(home.resolve("password"), "one");

        Ran ran = start(Map.of("KC_DB_PASSWORD_FILE", file.toString(), "KC_DB_PASSWORD", "another"), "start");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.said())
                .contains("KC_DB_PASSWORD and KC_DB_PASSWORD_FILE are both set")
                .doesNotContain("another");
    }

    @Test
    void refusesFileThatIsNotThereOrEmpty() throws IOException {
        Path empty = Files.writeString(home.resolve("empty"), "\n");

        Ran missing = start(
                Map.of("MAGENTO_CLIENT_SECRET_FILE", home.resolve("nowhere").toString()), "start");
        Ran nothing = start(Map.of("MAGENTO_CLIENT_SECRET_FILE", empty.toString()), "start");

        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.said()).contains("MAGENTO_CLIENT_SECRET_FILE").contains("cannot be read");
        assertThat(nothing.code()).isEqualTo(2);
        assertThat(nothing.said()).contains("is empty");
    }

    @ParameterizedTest
    @CsvSource({"200, 0", "503, 1", "404, 1"})
    void isReadyWhereTheManagementSaysSo(int status, int code) throws IOException {
        HttpServer management = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        management.createContext("/health/ready", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        management.start();
        try {
            assertThat(ready(management.getAddress().getPort()).code()).isEqualTo(code);
        } finally {
            management.stop(0);
        }
    }

    @Test
    void isNotReadyWhereNobodyAnswers() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        assertThat(ready(port).code()).isNotZero();
    }

    private Ran start(Map<String, String> environment, String... arguments) {
        return run("entrypoint", environment, arguments);
    }

    private Ran ready(int port) {
        return run("ready", Map.of("KC_HTTP_MANAGEMENT_PORT", "" + port));
    }

    private Ran run(String script, Map<String, String> environment, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder()
                .command(Manifests.FOLDER
                        .resolve(script)
                        .toAbsolutePath()
                        .normalize()
                        .toString())
                .redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
        builder.environment().keySet().removeIf(name -> name.startsWith("KC_") || name.startsWith("MAGENTO_"));
        builder.environment().put("BROKER_HOME", home.toString());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Ran(process.waitFor(), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
