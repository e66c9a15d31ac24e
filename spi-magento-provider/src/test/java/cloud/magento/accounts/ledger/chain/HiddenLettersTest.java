package cloud.magento.accounts.ledger.chain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HiddenLettersTest {
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            ints = {
                0, 7, 9, 10, 13, 27, 0x7f, 0x85, 0x9b, 0xad, 0x34f, 0x61c, 0x115f, 0x180e, 0x200b, 0x200e, 0x200f,
                0x2028, 0x2029, 0x202a, 0x202e, 0x2060, 0x2061, 0x2065, 0x2066, 0x2069, 0x206a, 0x2800, 0x3164, 0xd800,
                0xdfff, 0xe000, 0xfeff, 0xfff9, 0xffa0, 0xffff, 0x1d173, 0xe0001, 0xe0041, 0xe007f, 0x10ffff
            })
    void includesWhatShowsNothing(int letter) {
        assertThat(HiddenLetters.include(letter)).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            ints = {' ', 'a', '"', '?', 0xa0, 0xeb, 0x301, 0x200c, 0x200d, 0x3000, 0x65e5, 0xfe0f, 0x1f600, 0xe0100})
    void leavesWhatIsSeen(int letter) {
        assertThat(HiddenLetters.include(letter)).isFalse();
    }

    @Test
    void masksHiddenLettersAndNoOther() {
        assertThat(HiddenLetters.masked("a\u202eb\n\ud83d\ude42 \u65e5")).isEqualTo("a?b?\ud83d\ude42 \u65e5");
    }
}
