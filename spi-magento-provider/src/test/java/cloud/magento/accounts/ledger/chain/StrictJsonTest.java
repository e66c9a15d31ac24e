package cloud.magento.accounts.ledger.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    @Test
    void readsAnyMemberOrderSpacingAndEscapeForm() {
        Map<String, Object> read = StrictJson.object(" {\t\"z\" : [ 1 , -20,true,false, {} , [ ] ]"
                + " ,\r\n\"a\":\"\\u0041\\/\\uD83d\\ude00\\n\\\"\\\\\\b\\f\\r\\t\"} ");

        assertThat(read)
                .isEqualTo(Map.of(
                        "z", List.of(1L, -20L, true, false, Map.of(), List.of()), "a", "A/\ud83d\ude00\n\"\\\b\f\r\t"));
    }

    @Test
    void readsBackWhatCanonicalJsonWrote() {
        Map<String, Object> value = Map.of(
                "text",
                "\u0000\u001f\"\\/\u007f\u2028\ud83d\ude00\ufffd",
                "number",
                -CanonicalJson.MAX_INTEGER,
                "none",
                0L);

        assertThat(StrictJson.object(CanonicalJson.of(value))).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "1",
                "\"a\"",
                "{",
                "}",
                "{}{}",
                "{} x",
                "\ufeff{}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,\"a\":1}",
                "{\"a\":1 \"b\":2}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":[1,]}",
                "{\"a\":[1 2]}",
                "{\"a\":[}",
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"a\":{\"b\":1,\"b\":2}}",
                "{\"a\":null}",
                "{\"a\":tru}",
                "{\"a\":TRUE}",
                "{\"a\":1.0}",
                "{\"a\":1e3}",
                "{\"a\":1E3}",
                "{\"a\":.5}",
                "{\"a\":-}",
                "{\"a\":+1}",
                "{\"a\":01}",
                "{\"a\":-0}",
                "{\"a\":-01}",
                "{\"a\":9007199254740992}",
                "{\"a\":-9007199254740992}",
                "{\"a\":99999999999999999999}",
                "{\"a\":18446744073709551617}",
                "{\"a\":0x1}",
                "{\"a\":NaN}",
                "{\"a\":\"",
                "{\"a\":\"\\",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\u\u0661\u0661\u0661\u0661\"}",
                "{\"a\":\"\\ud83d\"}",
                "{\"a\":\"\\ude00\\ud83d\"}",
                "{\"a\":\"\\ud83dx\"}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\\n\n\"}",
                "{\"a\":\"\u0000\"}",
                "{\"a\":1}//",
                "{/**/}"
            })
    void rejectsTextThatParsersCouldReadDifferently(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictJson.object(text))
                .withMessageStartingWith("at character ");
    }

    @Test
    void rejectsUnescapedLoneSurrogate() {
        assertThatIllegalArgumentException().isThrownBy(() -> StrictJson.object("{\"a\":\"\ud83d\"}"));
    }

    @Test
    void rejectsTooDeeplyNestedInput() {
        String deepest = "{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}";
        String tooDeep = "{\"a\":" + "[".repeat(100_000);

        assertThat(StrictJson.object(deepest)).containsOnlyKeys("a");
        assertThatIllegalArgumentException().isThrownBy(() -> StrictJson.object(tooDeep));
    }

    @Test
    void keepsInputOutOfErrorMessage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictJson.object("{\"secret\":\"secret\",\"secret\":1}"))
                .satisfies(fault -> assertThat(fault.getMessage()).doesNotContain("secret"));
    }

    @Test
    void returnsImmutableResult() {
        Map<String, Object> read = StrictJson.object("{\"a\":[1]}");

        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> read.put("b", 1));
        assertThat(read.get("a"))
                .isInstanceOfSatisfying(
                        List.class,
                        list -> assertThatExceptionOfType(UnsupportedOperationException.class)
                                .isThrownBy(list::clear));
    }
}
