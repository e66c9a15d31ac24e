package cloud.magento.accounts.ledger.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8785 by its own examples, as far as they hold what a ledger holds. */
class CanonicalJsonTest {
    @Test
    void escapesTextAsInRfc8785Section322() {
        String text = "\u20ac$\u000f\nA'B\"\\\\\"/";

        String canonical = CanonicalJson.of(Map.of("string", text, "literals", List.of(true, false)));

        assertThat(canonical)
                .isEqualTo("{\"literals\":[true,false],\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @Test
    void encodesBytesAsInRfc8785Section324() {
        String text = "\u20ac$\u000f\nA'B\"\\\\\"/";

        byte[] bytes = CanonicalJson.of(text).getBytes(StandardCharsets.UTF_8);

        assertThat(HexFormat.ofDelimiter(" ").formatHex(bytes))
                .isEqualTo("22 e2 82 ac 24 5c 75 30 30 30 66 5c 6e 41 27 42 5c 22 5c 5c 5c 5c 5c 22 2f 22");
    }

    @Test
    void sortsMembersByUtf16CodeUnitsAsInRfc8785Section323() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("\u20ac", "Euro Sign");
        members.put("\r", "Carriage Return");
        members.put("\ufb33", "Hebrew Letter Dalet With Dagesh");
        members.put("1", "One");
        members.put("\ud83d\ude00", "Emoji: Grinning Face");
        members.put("\u0080", "Control");
        members.put("\u00f6", "Latin Small Letter O With Diaeresis");

        assertThat(CanonicalJson.of(members))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    @Test
    void sortsNestedObjects() {
        assertThat(CanonicalJson.of(
                        Map.of("b", List.of(Map.of("z", 1, "a", 2L)), "a", Map.of("y", List.of(), "x", Map.of()))))
                .isEqualTo("{\"a\":{\"x\":{},\"y\":[]},\"b\":[{\"a\":2,\"z\":1}]}");
    }

    @ParameterizedTest
    @CsvSource({
        "0, \\u0000",
        "8, \\b",
        "9, \\t",
        "10, \\n",
        "11, \\u000b",
        "12, \\f",
        "13, \\r",
        "27, \\u001b",
        "31, \\u001f"
    })
    void escapesControlCharactersInOneForm(int code, String escaped) {
        assertThat(CanonicalJson.of(String.valueOf((char) code))).isEqualTo('"' + escaped + '"');
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "\u007f", "\u0085", "\u2028", "\u2029", "\ufeff", "e\u0301", "\ud83d\ude00"})
    void leavesOtherCharactersUnescaped(String text) {
        assertThat(CanonicalJson.of(text)).isEqualTo('"' + text + '"');
    }

    @Test
    void writesIntegersWithinSafeRange() {
        assertThat(CanonicalJson.of(List.of(0, -1, 9007199254740991L, -9007199254740991L)))
                .isEqualTo("[0,-1,9007199254740991,-9007199254740991]");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void rejectsValuesThatImplementationsWriteDifferently(Object value) {
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.of(value));
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.of(Map.of("a", List.of(value))));
    }

    static Stream<Object> refused() {
        return Stream.of(
                1.0,
                1.5f,
                9007199254740992L,
                -9007199254740992L,
                Long.MIN_VALUE,
                BigInteger.ONE,
                (short) 1,
                'c',
                Optional.empty(),
                "\ud83d",
                "\ude00",
                "\ude00\ud83d",
                "a\ud83d b",
                Map.of("\ud83d", 1),
                Map.of(1, 1),
                Collections.singletonMap("a", null),
                Collections.singletonList(null));
    }
}
