package cloud.magento.accounts.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final String MARK = String.valueOf((char) 0xFEFF);

    @Test
    void skipsLeadingByteOrderMark() {
        assertThat(Json.object(MARK + "{\"a\":1}")).contains(TestTokens.json("{\"a\":1}"));
    }

    @Test
    void rejectsByteOrderMarkElsewhere() {
        assertThat(Json.object(MARK + MARK + "{}")).isEmpty();
        assertThat(Json.object("{}" + MARK)).isEmpty();
        assertThat(Json.object(MARK)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{\"a\":1,\"a\":2}", "{} {}", "{\"a\":1"})
    void rejectsWhatIsNotOneObject(String text) {
        assertThat(Json.object(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'\"abc\"', abc", "42, 42", "-1, -1", "'\"042\"', 042"})
    void readsSubjectThatIsTextOrWholeNumber(String value, String subject) {
        assertThat(Json.subject(TestTokens.json("{\"sub\":" + value + "}"))).contains(subject);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.2", "1e3", "true", "null", "[]", "{}", "\"\""})
    void rejectsSubjectOfOtherType(String value) {
        assertThat(Json.subject(TestTokens.json("{\"sub\":" + value + "}"))).isEmpty();
    }
}
