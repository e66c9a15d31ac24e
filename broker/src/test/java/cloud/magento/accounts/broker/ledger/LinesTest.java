package cloud.magento.accounts.broker.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinesTest {
    private static final String LONGEST = "x".repeat(Lines.LONGEST);

    @Test
    void readsLinesOfEveryAllowedLength() throws Exception {
        List<String> lines = new ArrayList<>(List.of("", "a", "\u00e9\ud83d\ude00\ufffd", LONGEST));
        for (int i = 1; i < 3000; i++) {
            lines.add("y".repeat(i));
        }

        assertThat(read(stream(String.join("\n", lines) + "\n"))).isEqualTo(lines);
    }

    @Test
    void readsWholeLinesFromSlowStream() throws Exception {
        InputStream drop = new ByteArrayInputStream("\ufeffab\r\n\u00e9\n".getBytes(UTF_8)) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(1, length));
            }
        };

        assertThat(read(drop)).containsExactly("ab", "\u00e9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\r\nb\r\n", "\ufeffa\nb\n"})
    void notesByteOrderMarkCarriageReturnsAndUnfinishedEnd(String text) throws Exception {
        Lines lines = new Lines(stream(text));

        assertThat(read(lines)).containsExactly("a", "b");
        assertThat(lines.endedUnfinished()).isEqualTo(!text.endsWith("\n"));
        assertThat(lines.hadCarriageReturns()).isEqualTo(text.contains("\r"));
        assertThat(lines.hadByteOrderMark()).isEqualTo(text.startsWith("\ufeff"));
    }

    @Test
    void keepsByteOrderMarkInsideFile() throws Exception {
        assertThat(read(stream("\ufeff\ufeffa\n\ufeffb\n"))).containsExactly("\ufeffa", "\ufeffb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\ufeff"})
    void readsNoLineFromEmptyStream(String text) throws Exception {
        Lines lines = new Lines(stream(text));

        assertThat(lines.next()).isNull();
        assertThat(lines.next()).isNull();
        assertThat(lines.endedUnfinished()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    void rejectsOversizedLine(String end) {
        assertThatExceptionOfType(Lines.BadLineException.class)
                .isThrownBy(() -> read(stream(LONGEST + "xx" + end)))
                .withMessageContaining("1 MiB");
    }

    @Test
    void rejectsEndlessLineBeforeItFillsMemory() {
        InputStream endless = new InputStream() {
            private long given;

            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                given += length;
                if (given > 4L * Lines.LONGEST) {
                    throw new AssertionError("It was read on and on");
                }
                Arrays.fill(buffer, offset, offset + length, (byte) 'x');
                return length;
            }
        };

        assertThatExceptionOfType(Lines.BadLineException.class).isThrownBy(() -> read(endless));
    }

    @Test
    void rejectsInvalidUtf8() {
        for (byte[] bytes : List.of(
                new byte[] {'a', (byte) 0xff, '\n'},
                new byte[] {(byte) 0xc3, '\n'},
                new byte[] {(byte) 0xc0, (byte) 0x80, '\n'},
                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0xbd, '\n'})) {
            assertThatExceptionOfType(Lines.BadLineException.class)
                    .isThrownBy(() -> read(new ByteArrayInputStream(bytes)))
                    .withMessageContaining("UTF-8");
        }
    }

    @Test
    void failsOnBrokenStream() {
        InputStream broken = new SequenceInputStream(stream("a\nb"), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        });

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(broken));
    }

    private static List<String> read(InputStream in) throws Exception {
        return read(new Lines(in));
    }

    private static List<String> read(Lines lines) throws Exception {
        List<String> read = new ArrayList<>();
        for (String line = lines.next(); line != null; line = lines.next()) {
            read.add(line);
        }
        return read;
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }
}
