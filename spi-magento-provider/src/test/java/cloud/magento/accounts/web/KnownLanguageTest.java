package cloud.magento.accounts.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownLanguageTest {
    private static final List<String> SUPPORTED = List.of("en", "nl", "pt-BR", "zh-Hans");

    @ParameterizedTest
    @CsvSource({"nl, nl", "nl-BE, nl", "pt-BR, pt-BR", "pt, pt-BR", "zh-Hans, zh-Hans"})
    void keepsSupportedLanguage(String asked, String kept) {
        assertThat(KnownLanguage.among(SUPPORTED, asked)).contains(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "xx", "\r\nX", "nl\r\nX", "\"", "nl\"", "\0", "nl;Path=/", "\ud83d\ude00", "*", "nl,fr"
            })
    void dropsUnsupportedOrMalformedLanguage(String asked) {
        assertThat(KnownLanguage.among(SUPPORTED, asked)).isEmpty();
    }

    @Test
    void dropsOversizedLanguage() {
        assertThat(KnownLanguage.among(SUPPORTED, "x".repeat(100_000))).isEmpty();
    }
}
