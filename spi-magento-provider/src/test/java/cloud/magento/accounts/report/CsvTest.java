package cloud.magento.accounts.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    @Test
    void quotesEveryValueAndEndsLineByRfc4180() {
        assertThat(Csv.line(List.of("a", "", "b,c", "say \"hi\"")))
                .isEqualTo("\"a\",\"\",\"b,c\",\"say \"\"hi\"\"\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1", "+1", "-1", "@a", "\uff1d1", "\uff0b1", "\uff0d1", "\uff201", " =1", "\u00a0@a"})
    void preventsFormulaInjection(String value) {
        assertThat(Csv.line(List.of(value))).isEqualTo("\"'" + value + "\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 7, 9, 10, 13, 27, 0x7f, 0x85, 0x9b, 0x61c, 0x200b, 0x200e, 0x200f, 0x2028, 0x202a, 0x202e, 0x2060,
                0x2066, 0x2069, 0xfeff
            })
    void escapesInvisibleCharacters(int letter) {
        assertThat(Csv.line(List.of("a" + (char) letter + "b")))
                .isEqualTo("\"a\\u" + String.format("%04X", letter) + "b\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Zo\u00eb", "\u65e5\u672c", "a-b=c", "O'Brien", "\ud83d\ude00", "a\u200db"})
    void keepsOtherTextUnchanged(String value) {
        assertThat(Csv.line(List.of(value))).isEqualTo("\"" + value + "\"\r\n");
    }

    @Test
    void showsTagsByTheirHalves() {
        assertThat(Csv.line(List.of("a\udb40\udc41b"))).isEqualTo("\"a\\uDB40\\uDC41b\"\r\n");
    }
}
