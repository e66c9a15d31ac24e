package cloud.magento.accounts.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"ada", "Ada-Lovelace_1", "O’Brien", "Zoë", "李小龍", "أحمد", "गीता", "ada+shop"})
    void keepsOrdinaryNames(String name) {
        assertThat(MailName.of(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "ada@example.com, ada@…",
        "j.doe, j·doe",
        "ada.l@evil.example, ada·l@…",
        "evil.com, evil·com",
        "https://evil.com/?a=b, httpsevil·comab",
        "www.evil.com, www·evil·com",
        "@evil.com, @…",
        "evil．com, evil·com",
        "ev℀l, evacl",
        "tel:+15551234567, tel+15551234567"
    })
    void removesWhatMailProgramsTurnIntoLinks(String name, String mailed) {
        assertThat(MailName.of(name)).isEqualTo(mailed);
    }

    @ParameterizedTest
    @CsvSource({
        "'Your account is closed, call 555', Your",
        "'<b>ada</b>', badab",
        "'ada\u202Eecila', adaecila",
        "'a\u200Bd\u2060a\uFEFF', ada",
        "'ada\uDB40\uDC41', ada",
        "'ada\u2028Bcc: eve', ada",
        "'ada\u00A0said', ada"
    })
    void removesMessagesMarkupAndInvisibleCharacters(String name, String mailed) {
        assertThat(MailName.of(name)).isEqualTo(mailed);
    }

    @Test
    void preventsMailHeaderInjection() {
        assertThat(MailName.of("ada\r\nBcc: eve@example.com")).isEqualTo("ada");
    }

    @Test
    void truncatesLongNameWithEllipsis() {
        assertThat(MailName.of("a".repeat(255))).isEqualTo("a".repeat(31) + "…");
        assertThat(MailName.of("a".repeat(32))).isEqualTo("a".repeat(32));
        assertThat(MailName.of("𠮷".repeat(40))).isEqualTo("𠮷".repeat(31) + "…");
        assertThat(MailName.of("a".repeat(64) + "@example.com")).isEqualTo("a".repeat(31) + "…@…");
    }

    @Test
    void limitsCombiningMarksOnLetter() {
        assertThat(MailName.of("z" + "\u0316".repeat(50))).isEqualTo("z\u0316\u0316");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\u202E", "://", "…"})
    void replacesEmptyNameWithEllipsis(@Nullable String name) {
        assertThat(MailName.of(name)).isEqualTo("…");
    }
}
