package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.ledger.GeneratedLedger;
import cloud.magento.accounts.broker.ledger.Ran;
import cloud.magento.accounts.broker.ledger.ShippedCommand;
import cloud.magento.accounts.broker.ledger.TestSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verifier as it is shipped: the script, started like any other command. */
class MagentoLedgerIT {
    private static final Path SHIPPED = ShippedCommand.DISTRIBUTION;
    private static final Path SCRIPT = ShippedCommand.SCRIPT;
    private static final int ENTRIES = 500;
    private static final int MANY_ENTRIES = 60_000;
    private static final String SMALL_HEAP = "-Xmx16m";

    @TempDir
    Path folder;

    @Test
    void verifiesWholeLedgerWithCheckpoint() throws Exception {
        // given
        Path ledger = folder.resolve("ledger.ndjson");
        String head = GeneratedLedger.write(ledger, ENTRIES);
        TestSigner signer = TestSigner.of("RS256");
        Path keys = Files.writeString(folder.resolve("keys.json"), signer.keys());
        Path checkpoint =
                Files.writeString(folder.resolve("kept"), signer.checkpoint(GeneratedLedger.REALM, ENTRIES, head));

        // when
        Ran ran = run("", "verify", ledger, "--checkpoint", checkpoint, "--keys", keys);

        // then
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .startsWith("Whole: 500 entries of realm " + GeneratedLedger.REALM)
                .contains("signed by " + TestSigner.ISSUER)
                .contains("covers 500 entries.");
    }

    @Test
    void reportsBrokenLedgerAsTextAndJson() throws Exception {
        // given
        Path ledger = folder.resolve("ledger.ndjson");
        GeneratedLedger.write(ledger, ENTRIES);
        List<String> lines = new ArrayList<>(Files.readAllLines(ledger));
        lines.remove(122);
        Files.write(ledger, lines);

        // when
        Ran ran = run("", "verify", ledger, "--json");

        // then
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .isEqualTo("Broken at entry 123 (line 123), deleted:"
                        + " After entry 122 comes entry 124: entry 123 is missing.\n");
        assertThat(ran.out())
                .startsWith("{\"entry\":123,\"fault\":\"deleted\",")
                .hasLineCount(1);
    }

    @Test
    void runsThroughSymbolicLinkAndReadsStandardInput() throws Exception {
        // given
        Path ledger = folder.resolve("ledger.ndjson");
        GeneratedLedger.write(ledger, ENTRIES);
        Path inner = Files.createSymbolicLink(folder.resolve("inner"), SCRIPT);
        Path link = Files.createSymbolicLink(
                Files.createDirectory(folder.resolve("on the path")).resolve("verify-ledger"),
                Path.of("..").resolve(inner.getFileName()));

        // when
        Ran ran = start(link, "", ledger, "verify", "-");

        // then
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).startsWith("Whole: 500 entries");
    }

    @Test
    void distinguishesWrongUseFromBrokenLedgerByExitCode() throws Exception {
        Ran help = run("", "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).startsWith("Usage: magento-ledger ");
        assertThat(run("").code()).isEqualTo(2);
        assertThat(run("", "verify", folder.resolve("none")).code()).isEqualTo(2);
        assertThat(run("-XX:+NoSuchOption", "--help").code()).isEqualTo(2);
    }

    @Test
    void runsWithoutKeycloak() throws Exception {
        // given
        Path ledger = folder.resolve("ledger.ndjson");
        String head = GeneratedLedger.write(ledger, ENTRIES);
        TestSigner signer = TestSigner.of("ES256");
        Path keys = Files.writeString(folder.resolve("keys.json"), signer.keys());
        Path checkpoint =
                Files.writeString(folder.resolve("kept"), signer.checkpoint(GeneratedLedger.REALM, ENTRIES, head));
        Path tool = copy(SHIPPED.resolve("tools"), folder.resolve("elsewhere"));
        Path script = copy(SCRIPT, folder.resolve("elsewhere"));
        Path loaded = folder.resolve("loaded");

        // when
        Ran ran = start(
                script,
                "-Xlog:class+load:file=" + loaded,
                null,
                "verify",
                ledger,
                "--checkpoint",
                checkpoint,
                "--keys",
                keys);

        // then
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(Files.readAllLines(loaded))
                .anyMatch(line -> line.contains("cloud.magento.accounts.ledger.chain.ChainCheck"))
                .noneMatch(line -> line.contains("org.keycloak") || line.contains("io.quarkus"));
        try (Stream<Path> jars = Files.list(tool.resolve("ledger"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .containsExactlyInAnyOrder("magento-ledger.jar", "nimbus-jose-jwt.jar");
        }
    }

    /** The file is several times as large as the memory, so a reader that kept it could not come to its end. */
    @Test
    void verifiesLargeLedgerInSmallHeap() throws Exception {
        // given
        Path ledger = folder.resolve("ledger.ndjson");
        GeneratedLedger.write(ledger, MANY_ENTRIES);
        assertThat(Files.size(ledger)).isGreaterThan(48L << 20);

        // when
        Ran ran = run(SMALL_HEAP, "verify", ledger);

        // then
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).startsWith("Whole: 60000 entries");
    }

    private Ran run(String options, Object... arguments) throws Exception {
        return start(SCRIPT, options, null, arguments);
    }

    private Ran start(Path script, String options, @Nullable Path in, Object... arguments) throws Exception {
        return new ShippedCommand(folder, script, options).run(in, arguments);
    }

    /** Copies a file of the distribution, or all that is in a folder of it, to its place under another home. */
    private static Path copy(Path from, Path home) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path to = home.resolve(SHIPPED.relativize(file));
                Files.createDirectories(Files.isDirectory(file) ? to : to.getParent());
                if (!Files.isDirectory(file)) {
                    Files.copy(file, to);
                }
            }
        }
        return home.resolve(SHIPPED.relativize(from));
    }
}
