package cloud.magento.accounts.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.Operator;
import cloud.magento.accounts.broker.support.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The script of docs/siem.md, as it stands there, takes the whole ledger away, piece by piece and over failures. */
class SiemIT {
    private static final Path GUIDE = Path.of("..", "docs", "siem.md");

    @RegisterExtension
    final Stage stage = new Stage();

    @TempDir
    Path folder = Path.of("");

    private Operator.Credentials siem = new Operator.Credentials("", "");

    @BeforeEach
    void registerTheClient() {
        siem = Operator.register(stage.broker(), Broker.REALM, "view-magento-links");
    }

    @Test
    void fetchesEveryEntryOnce() throws Exception {
        // given
        stage.linkedAccount(stage.person("Poll"));
        assertThat(poll(siem.secret())).isZero();
        int first = spooled().size();
        stage.linkedAccount(stage.person("Poll"));

        // when
        assertThat(poll(siem.secret())).isZero();
        assertThat(poll(siem.secret())).isZero();

        // then
        assertThat(first).isPositive();
        assertThat(spooled()).hasSizeGreaterThan(first).isEqualTo(ledger());
    }

    @Test
    void keepsCursorAfterFailedPoll() throws Exception {
        // given
        stage.linkedAccount(stage.person("Poll"));

        // when
        int failed = poll("another secret");

        // then
        assertThat(failed).isNotZero();
        assertThat(spooled()).isEmpty();
        assertThat(poll(siem.secret())).isZero();
        assertThat(spooled()).isEqualTo(ledger());
    }

    @Test
    void refetchesEntriesAfterCrashBeforeCursorMoved() throws Exception {
        // given
        stage.linkedAccount(stage.person("Poll"));
        poll(siem.secret());
        Files.delete(folder.resolve("spool/.cursor"));

        // when
        stage.linkedAccount(stage.person("Poll"));
        poll(siem.secret());

        // then
        assertThat(spooled()).isEqualTo(ledger());
    }

    private List<String> ledger() {
        return new Ledger(stage.broker())
                .entries(Map.of()).stream().map(SiemIT::hash).toList();
    }

    /** The hashes of what lies in the spool, in the order of the files. */
    private List<String> spooled() throws IOException {
        Path spool = folder.resolve("spool");
        if (!Files.exists(spool)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(spool)) {
            return files.filter(file -> file.toString().endsWith(".ndjson"))
                    .sorted()
                    .flatMap(SiemIT::hashes)
                    .toList();
        }
    }

    private int poll(String secret) throws Exception {
        Path script = Files.writeString(folder.resolve("siem-poll.sh"), script());
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment()
                .putAll(Map.of(
                        "KC", stage.broker().url("").toString(),
                        "REALM", Broker.REALM,
                        "CLIENT_ID", siem.clientId(),
                        "CLIENT_SECRET", secret,
                        "SPOOL", folder.resolve("spool").toString()));
        return builder.start().waitFor();
    }

    private static String script() throws IOException {
        String guide = Files.readString(GUIDE);
        int begin = guide.indexOf("```sh\n") + "```sh\n".length();
        return guide.substring(begin, guide.indexOf("```", begin));
    }

    private static Stream<String> hashes(Path file) {
        try {
            return Files.readString(file, UTF_8).lines().map(SiemIT::hash).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(JsonNode record) {
        return record.get("hash").asText();
    }

    private static String hash(String line) {
        try {
            return hash(Http.JSON.readTree(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
