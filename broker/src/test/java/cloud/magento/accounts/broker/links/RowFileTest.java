package cloud.magento.accounts.broker.links;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.broker.links.RowFile.Part;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file in parts: where it is split, and which line of the file a line of a part is. */
class RowFileTest {
    private static final String HEADER = "username,subject\r\n";

    @Test
    void repeatsHeaderInEachPartAndSplitsBetweenRows() {
        List<String> bodies = bodies(HEADER + "ada,1\r\nbo,2\r\ncy,3\r\n", HEADER.length() + 14);

        assertThat(bodies).containsExactly(HEADER + "ada,1\r\nbo,2\r\n", HEADER + "cy,3\r\n");
    }

    @Test
    void keepsQuotedLineBreaksInOneRow() {
        String row = "\"a\nb\",\"say \"\"hi\"\"\n,\"\r\n";

        List<Part> parts = parts(HEADER + row + "bo,2\r\n" + row, 40);

        assertThat(parts.stream().map(part -> text(part.body(0))))
                .containsExactly(HEADER + row, HEADER + "bo,2\r\n", HEADER + row);
        assertThat(parts.get(1).rows().get(0).line()).isEqualTo(5);
        assertThat(parts.get(2).rows().get(0).line()).isEqualTo(6);
    }

    /** A quote that stands within a plain value opens nothing. */
    @Test
    void takesLoneQuoteInPlainValueAsLetter() {
        List<Part> parts = parts(HEADER + "5\" disk,1\nbo,2\n", 1 << 20);

        assertThat(parts)
                .singleElement()
                .satisfies(part -> assertThat(part.rows()).hasSize(2));
    }

    @Test
    void losesNoByteOfLongFile() {
        String rows = IntStream.range(0, 5_000)
                .mapToObj(i -> "user-" + i + ",\"sub\nject " + i + "\"\n")
                .collect(Collectors.joining());

        List<Part> parts = parts(HEADER + rows, 10_000);

        assertThat(parts).hasSizeGreaterThan(10).allMatch(part -> part.body(0).length <= 10_000);
        assertThat(parts.stream()
                        .map(part -> text(part.body(0)).substring(HEADER.length()))
                        .collect(Collectors.joining()))
                .isEqualTo(rows);
        assertThat(parts.stream().mapToInt(part -> part.rows().size()).sum()).isEqualTo(5_000);
    }

    @Test
    void tellsLineOfFileFromLineOfPart() {
        // given: rows of one line and of two, and a header of two
        String file = "username,\"sub\nject\"\nada,1\n\"b\no\",2\ncy,3\n";
        Part part = parts(file, 1 << 20).get(0);

        // then: of the whole body
        assertThat(part.lineInFile(0, 3)).isEqualTo(3);
        assertThat(part.lineInFile(0, 6)).isEqualTo(6);

        // and: of the body from the second row on, whose first line is the third there
        assertThat(text(part.body(1))).isEqualTo("username,\"sub\nject\"\n\"b\no\",2\ncy,3\n");
        assertThat(part.lineInFile(1, 3)).isEqualTo(4);
        assertThat(part.lineInFile(1, 5)).isEqualTo(6);

        // and: which row is there
        assertThat(part.rowAt(3)).isZero();
        assertThat(part.rowAt(4)).isEqualTo(1);
        assertThat(part.rowAt(5)).isEqualTo(1);
        assertThat(part.rowAt(6)).isEqualTo(2);
        assertThat(part.rowAt(2)).isEqualTo(-1);
        assertThat(part.rowAt(7)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void countsLinesByEachKindOfEnd(String end) {
        Part part = parts("username" + end + "ada" + end + end + "bo", 1 << 20).get(0);

        assertThat(part.rows()).extracting(Row::line).containsExactly(2L, 3L, 4L);
        assertThat(part.rows()).extracting(Row::isBlank).containsExactly(false, true, false);
    }

    @Test
    void passesOverByteOrderMark() {
        assertThat(bodies("\ufeff" + HEADER + "ada,1\n", 100)).containsExactly(HEADER + "ada,1\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{\"id\":\"1\"} | false", "  {\"id\":\"1\"} | false", "id | true"})
    void tellsCsvFromNdjsonByItsFirstLetter(String file, boolean csv) {
        assertThat(open(file + "\n", 100).isCsv()).isEqualTo(csv);
    }

    @Test
    void splitsNdjsonByLinesWithoutHeader() {
        List<Part> parts = parts("{\"id\":\"\\\"\"}\n{\"id\":\"2\"}\n", 12);

        assertThat(parts.stream().map(part -> text(part.body(0))))
                .containsExactly("{\"id\":\"\\\"\"}\n", "{\"id\":\"2\"}\n");
        assertThat(parts.get(1).lineInFile(0, 1)).isEqualTo(2);
    }

    @Test
    void namesLineOfQuoteThatIsNotClosed() {
        assertThatThrownBy(() -> parts(HEADER + "ada,1\n\"bo,2\ncy,3\n", 100))
                .isInstanceOf(CommandException.class)
                .hasMessage("The row that begins at line 3 does not end: a quote in it is not closed.");
        assertThatThrownBy(() -> parts(HEADER + "\"bo" + "x".repeat(RowReader.LONGEST), 100))
                .hasMessageContaining("line 2 does not end");
    }

    @Test
    void refusesWhatIsNoUtf8AndWhatIsEmpty() {
        byte[] utf16 = (HEADER + "ada,1\n").getBytes(java.nio.charset.StandardCharsets.UTF_16);

        assertThatThrownBy(() -> open(new String(utf16, ISO_8859_1).getBytes(ISO_8859_1)))
                .hasMessageContaining("not in UTF-8");
        assertThatThrownBy(() -> open(" \n\n", 100)).hasMessageContaining("no rows");
        assertThat(parts(HEADER, 100)).isEmpty();
        assertThat(parts(HEADER + "\n \n", 100)).isEmpty();
    }

    private static List<String> bodies(String file, int part) {
        return parts(file, part).stream().map(one -> text(one.body(0))).toList();
    }

    private static List<Part> parts(String file, int part) {
        RowFile rows = open(file, part);
        List<Part> parts = new ArrayList<>();
        for (Optional<Part> next = rows.next(); next.isPresent(); next = rows.next()) {
            parts.add(next.get());
        }
        return parts;
    }

    private static RowFile open(String file, int part) {
        return RowFile.open("-", new ByteArrayInputStream(file.getBytes(UTF_8)), part);
    }

    private static RowFile open(byte[] file) {
        return RowFile.open("-", new ByteArrayInputStream(file), 100);
    }

    private static String text(byte[] body) {
        return new String(body, UTF_8);
    }
}
