package cloud.magento.accounts.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "M-7F3K-Q2XD",
                "m-7f3k-q2xd",
                "  M 7F3K Q2XD\n",
                "M7F3KQ2XD",
                "7F3K-Q2XD",
                "7f3kq2xd",
                "M\u20117F3K\u2013Q2XD",
                "M\u00a07 F 3 K - Q 2 X D",
                "Ｍ－７Ｆ３Ｋ－Ｑ２ＸＤ",
                "\u2068M-7F3K-Q2XD\u2069",
                "Reference: M-7F3K-Q2XD.",
                "Referens: M-7F3K-Q2XD",
                "参照番号 M-7F3K-Q2XD",
                "(M-7F3K-Q2XD)"
            })
    void readsReferenceHoweverItWasTyped(String typed) {
        assertThat(Reference.normalized(typed)).isEqualTo("M-7F3K-Q2XD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "M", "M-7F3K", "M-7F3K-Q2XDD", "N-7F3K-Q2XD", "M-7F3K-Q2", "Möbel-7F3", "a' or '1'='1"})
    void rejectsInvalidReference(String typed) {
        assertThat(Reference.normalized(typed)).isEmpty();
    }

    @Test
    void rejectsOversizedText() {
        assertThat(Reference.normalized(" ".repeat(1000) + "M-7F3K-Q2XD")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"M-7F3K-O2XD", "M-7F3K-02XO", "M-IF3K-Q2XD", "M-LFEK-QZXD", "M-1F3K-QZX0"})
    void acceptsLookAlikeLetters(String typed) {
        assertThat(Reference.lookAlikes(Reference.normalized(typed))).contains("M-7F3K-Q2XD");
    }

    @Test
    void readsNewReferenceAsItselfWithAtMost256LookAlikes() {
        assertThat(Stream.generate(Reference::next).limit(1000)).allSatisfy(fresh -> {
            assertThat(Reference.normalized(fresh)).isEqualTo(fresh);
            assertThat(Reference.lookAlikes(fresh)).contains(fresh).hasSizeLessThanOrEqualTo(256);
        });
    }

    @Test
    void keepsFirstLetter() {
        assertThat(Reference.lookAlikes("M-BBBB-BBBB")).hasSize(256).allMatch(reading -> reading.startsWith("M-"));
    }
}
