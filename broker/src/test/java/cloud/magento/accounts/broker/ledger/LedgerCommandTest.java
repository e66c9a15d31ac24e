package cloud.magento.accounts.broker.ledger;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.ledger.chain.CanonicalJson;
import cloud.magento.accounts.ledger.chain.EntryHash;
import cloud.magento.accounts.ledger.chain.LedgerRecord;
import cloud.magento.accounts.ledger.chain.StrictJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The command without checkpoints: what it reads, says and exits with. */
class LedgerCommandTest {
    private static final int ENTRIES = 250;

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();
    private String head = "";

    @BeforeEach
    void makeALedger() {
        head = GeneratedLedger.make(ENTRIES, record -> lines.add(record.line()));
    }

    @Test
    void describesWholeLedgerInSentences() throws IOException {
        Ran ran = Ran.command("verify", ledger());

        assertThat(ran.code()).isEqualTo(LedgerCommand.WHOLE);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out())
                .startsWith(
                        "Whole: 250 entries of realm " + GeneratedLedger.REALM + ", from 2020-04-01T00:00:01.237Z to ")
                .contains("Head: " + head)
                .contains("Erased: 2 personal parts.")
                .contains("Checkpoints: none given.")
                .doesNotContain("Note:");
    }

    @Test
    void describesWholeLedgerAsJson() throws IOException {
        Ran ran = Ran.command("verify", ledger(), "--json");

        assertThat(ran.out()).endsWith("}\n").hasLineCount(1);
        assertThat(StrictJson.object(ran.out()))
                .isEqualTo(Map.of(
                        "result",
                        "whole",
                        "realm",
                        GeneratedLedger.REALM,
                        "entries",
                        250L,
                        "head",
                        head,
                        "erased",
                        2L,
                        "checkpoints",
                        0L,
                        "unchecked",
                        0L,
                        "covered",
                        0L,
                        "notes",
                        List.of()));
    }

    @Test
    void reportsFirstBadEntryOfBrokenLedger() throws IOException {
        lines.set(41, lines.get(41).replace("storefront", "backdoor"));
        lines.remove(99);

        Ran ran = Ran.command("verify", ledger());
        Ran json = Ran.command("verify", "--json", ledger());

        assertThat(ran.code()).isEqualTo(LedgerCommand.BROKEN);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .startsWith("Broken at entry 42 (line 42), entry-changed: ")
                .hasLineCount(1);
        assertThat(json.code()).isEqualTo(LedgerCommand.BROKEN);
        assertThat(json.err()).isEqualTo(ran.err());
        assertThat(StrictJson.object(json.out()))
                .containsEntry("result", "broken")
                .containsEntry("entry", 42L)
                .containsEntry("line", 42L)
                .containsEntry("fault", "entry-changed")
                .containsKey("message");
    }

    @Test
    void namesNoPersonInAnyOutput() throws IOException {
        Ran whole = Ran.command("verify", ledger());
        lines.set(41, lines.get(41).replace("example.com", "example.org"));
        Ran broken = Ran.command("verify", ledger());
        lines.set(41, lines.get(41) + lines.get(42));
        Ran unreadable = Ran.command("verify", ledger());

        assertThat(broken.err()).contains("part-changed");
        assertThat(unreadable.err()).contains("entry 42").contains("unreadable");
        assertThat(whole.out() + broken.err() + unreadable.err())
                .doesNotContain("@")
                .doesNotContain("example");
    }

    @Test
    void readsStandardInputAndGzipUnderAnyName() throws IOException {
        Path packed = folder.resolve("ledger.ndjson");
        Files.write(packed, gzip(text()));

        assertThat(Ran.command("verify", packed.toString()).code()).isEqualTo(LedgerCommand.WHOLE);
        assertThat(Ran.command(stream(text()), "verify", "-").code()).isEqualTo(LedgerCommand.WHOLE);
        assertThat(Ran.command(new ByteArrayInputStream(gzip(text())), "verify", "-")
                        .code())
                .isEqualTo(LedgerCommand.WHOLE);
    }

    @Test
    void readsConcatenatedGzipFromSlowPipe() throws IOException {
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        for (String line : lines) {
            parts.write(gzip(line + "\n"));
        }
        InputStream slow = new ByteArrayInputStream(parts.toByteArray()) {
            @Override
            public synchronized int available() {
                return 0;
            }

            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(7, length));
            }
        };

        assertThat(Ran.command(slow, "verify", "-").out()).startsWith("Whole: 250 entries");
    }

    @Test
    void notesByteOrderMarkAndLineEndings() throws IOException {
        Ran ran = Ran.command(stream("\ufeff" + String.join("\r\n", lines)), "verify", "-");

        assertThat(ran.code()).isEqualTo(LedgerCommand.WHOLE);
        assertThat(ran.out())
                .contains("Note: The file has a byte order mark or carriage returns")
                .contains("Note: The last line has no line break");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badLines")
    void rejectsMalformedLineByNumber(String what, byte[] line) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write((String.join("\n", lines.subList(0, 5)) + "\n").getBytes(UTF_8));
        bytes.write(line);
        bytes.write(("\n" + String.join("\n", lines.subList(5, 9)) + "\n").getBytes(UTF_8));

        Ran ran = Ran.command(new ByteArrayInputStream(bytes.toByteArray()), "verify", "-");

        assertThat(ran.code()).isEqualTo(LedgerCommand.BROKEN);
        assertThat(ran.err())
                .startsWith("Broken at entry 6 (line 6), unreadable: ")
                .hasLineCount(1);
    }

    static Stream<Object[]> badLines() {
        return Stream.of(
                badLine("an empty line", ""),
                badLine("a blank line", " \t"),
                badLine("no JSON", "<html>"),
                badLine("a list", "[]"),
                badLine("no record", "{\"error\":\"unauthorized\"}"),
                badLine("a name twice", "{\"entry\":{},\"hash\":\"a\",\"hash\":\"b\"}"),
                badLine("a byte order mark", "\ufeff{\"entry\":{},\"hash\":\"a\"}"),
                badLine("a carriage return within", "{\"entry\":{\"a\":\"\rb\"},\"hash\":\"a\"}"),
                badLine("null", "{\"entry\":{\"a\":null},\"hash\":\"a\"}"),
                badLine("an over-long line", "{\"entry\":{\"a\":\"" + "x".repeat(1 << 20) + "\"},\"hash\":\"a\"}"),
                new Object[] {"no UTF-8", new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}},
                new Object[] {"UTF-16", "{}".getBytes(UTF_16)});
    }

    @Test
    void neutralizesTerminalInjectionFromLedger() {
        Map<String, Object> entry = Map.of(
                "v",
                1,
                "realm",
                "\u001b[2J\u202erealm",
                "seq",
                1,
                "time",
                "2020-04-01T00:00:00.000Z",
                "type",
                "refused",
                "by",
                "system",
                "previous",
                EntryHash.GENESIS);
        LedgerRecord record = new LedgerRecord(entry, EntryHash.of(CanonicalJson.of(entry)), null, null);

        Ran ran = Ran.command(stream(record.line() + "\n"), "verify", "-");

        assertThat(ran.out()).startsWith("Whole: 1 entry of realm ?[2J?realm, ");
    }

    @Test
    void distinguishesUnreadableInputFromBrokenLedger() throws IOException {
        byte[] packed = gzip(text());
        Path cut = folder.resolve("cut.gz");
        Files.write(cut, Arrays.copyOf(packed, packed.length / 2));
        Path empty = Files.createFile(folder.resolve("empty"));

        assertUnusable(Ran.command("verify", cut.toString()), "cannot be read to its end");
        assertUnusable(Ran.command("verify", folder.resolve("none").toString()), "no file");
        assertUnusable(Ran.command("verify", folder.toString()), "is a folder");
        assertUnusable(Ran.command("verify", empty.toString()), "nothing to verify");
        assertUnusable(Ran.command("verify", "-"), "nothing to verify");
    }

    @ParameterizedTest
    @MethodSource("wrongUses")
    void explainsInvalidArguments(String[] arguments, String sentence) {
        assertUnusable(Ran.command(arguments), sentence);
    }

    static Stream<Object[]> wrongUses() {
        return Stream.of(
                new Object[] {arguments(), "The command is"},
                new Object[] {arguments("check", "x"), "The command is"},
                new Object[] {arguments("verify"), "Which ledger"},
                new Object[] {arguments("verify", "a", "b"), "One ledger"},
                new Object[] {arguments("verify", "a", "--force"), "no option --force"},
                new Object[] {arguments("verify", "a", "--checkpoint"), "goes a file"},
                new Object[] {arguments("verify", "a", "--keys"), "goes a file"},
                new Object[] {
                    arguments("verify", "a", "--checkpoint", "c"), "Without --key, or --keys for an older ledger"
                });
    }

    @Test
    void printsHelpWhereverRequested() {
        assertThat(Ran.command("--help").out()).startsWith("Usage: magento-ledger verify LEDGER");
        assertThat(Ran.command("verify", "--help").code()).isEqualTo(LedgerCommand.WHOLE);
    }

    private static void assertUnusable(Ran ran, String sentence) {
        assertThat(ran.code()).isEqualTo(LedgerCommand.UNUSABLE);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("magento-ledger: ").contains(sentence).hasLineCount(1);
    }

    private static String[] arguments(String... arguments) {
        return arguments;
    }

    private static Object[] badLine(String what, String line) {
        return new Object[] {what, line.getBytes(UTF_8)};
    }

    private String ledger() throws IOException {
        return Files.writeString(folder.resolve("export.ndjson"), text()).toString();
    }

    private String text() {
        return String.join("\n", lines) + "\n";
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream packed = new GZIPOutputStream(bytes)) {
            packed.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
