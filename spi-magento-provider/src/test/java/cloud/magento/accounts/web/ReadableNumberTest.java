package cloud.magento.accounts.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadableNumberTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    en | 1,234,567
                    nl | 1.234.567
                    sv | 1\u00a0234\u00a0567
                    fr | 1\u202f234\u202f567
                    it | 1.234.567
                    ja | 1,234,567
                    """)
    void groupsDigitsAsLanguageDoes(String language, String expected) {
        assertThat(ReadableNumber.count(1_234_567, Locale.forLanguageTag(language)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 3, 0%",
        "1, 3, 33.3%",
        "2, 3, 66.7%",
        "3, 3, 100%",
        "1, 8, 12.5%",
        "1, 2000, 0.1%",
        "1, 2001, 0.1%",
        "1, 1000000, 0.1%",
        "999999, 1000000, 99.9%",
        "9223372036854775806, 9223372036854775807, 99.9%"
    })
    void roundsShareToNearestAndKeepsExtremesForNothingAndWhole(long part, long whole, String expected) {
        assertThat(ReadableNumber.share(part, whole, Locale.ENGLISH)).isEqualTo(expected);
    }

    @Test
    void showsDashForShareOfZero() {
        assertThat(ReadableNumber.share(0, 0, Locale.ENGLISH)).isEqualTo("–");
    }
}
