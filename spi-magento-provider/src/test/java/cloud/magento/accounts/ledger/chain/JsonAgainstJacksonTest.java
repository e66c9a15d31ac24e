package cloud.magento.accounts.ledger.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Our reader and writer of JSON against Jackson's, on what a fixed seed makes up: what one takes the other takes and
 * reads alike, but for what the ledger's form forbids, and both write the same bytes.
 */
class JsonAgainstJacksonTest {
    private static final int DOCUMENTS = 3_000;
    private static final int DEEPEST = 32;
    private static final String SPACE = " \t\r\n";

    /** Letters that stand where something may break. */
    private static final String[] LETTERS = {
        "a",
        "Z",
        "0",
        "\"",
        "\\",
        "/",
        "\b",
        "\f",
        "\n",
        "\r",
        "\t",
        "\u0000",
        "\u001f",
        "\u007f",
        "\u0080",
        "\u00e9",
        "\u2028",
        "\u65e5",
        "\ud7ff",
        "\ue000",
        "\uffff",
        "\ud83d\ude00",
        "\udbff\udfff"
    };

    /** What a document is broken with. */
    private static final String BREAKING = "{}[]:,\"\\ \t0123456789-+.eEtrufalsn/bx'\u0000\u000b\u00a0\ud83d\ude00";

    private final JsonFactory jackson = JsonFactory.builder()
            .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private final ObjectMapper writer =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
    private final Random random = new Random(20200401);

    @Test
    void readsWhatJacksonReads() throws IOException {
        for (int i = 0; i < DOCUMENTS; i++) {
            Map<String, Object> value = object(0);
            String text = loosely(value);

            assertThat(StrictJson.object(text)).isEqualTo(value);
            assertThat(read(text)).contains(value);
        }
    }

    @Test
    void refusesWhatJacksonRefusesAndWhatTheLedgerForbids() throws IOException {
        int taken = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            String text = broken(loosely(object(0)));
            Optional<Map<String, Object>> ours = ours(text);

            if (!ours.equals(read(text))) {
                fail("%s is %s to us and %s to Jackson", text, ours, read(text));
            }
            taken += ours.isPresent() ? 1 : 0;
        }

        assertThat(taken).as("both kinds were tried").isBetween(DOCUMENTS / 20, DOCUMENTS * 19 / 20);
    }

    @Test
    void writesWhatJacksonWrites() throws IOException {
        for (int i = 0; i < DOCUMENTS; i++) {
            Map<String, Object> value = object(0);
            String canonical = CanonicalJson.of(value);

            assertThat(canonical).isEqualTo(withLowerCaseEscapes(writer.writeValueAsString(value)));
            assertThat(StrictJson.object(canonical)).isEqualTo(value);
        }
    }

    private static Optional<Map<String, Object>> ours(String text) {
        try {
            return Optional.of(StrictJson.object(text));
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    /** Jackson's reading, less what the ledger's form forbids. */
    private Optional<Map<String, Object>> read(String text) throws IOException {
        try (JsonParser parser = jackson.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Map<String, Object> object = readObject(parser, 1);
            return parser.nextToken() == null ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException | ForbiddenException refused) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> readObject(JsonParser parser, int depth) throws IOException {
        allow(depth <= DEEPEST);
        Map<String, Object> object = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = wellFormed(parser.currentName());
            parser.nextToken();
            object.put(name, readValue(parser, depth));
        }
        return object;
    }

    private static Object readValue(JsonParser parser, int depth) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT:
                return readObject(parser, depth + 1);
            case START_ARRAY:
                allow(depth + 1 <= DEEPEST);
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(readValue(parser, depth + 1));
                }
                return list;
            case VALUE_STRING:
                return wellFormed(parser.getText());
            case VALUE_TRUE:
                return true;
            case VALUE_FALSE:
                return false;
            case VALUE_NUMBER_INT:
                allow(!parser.getText().equals("-0") && parser.getText().length() <= 17);
                allow(Math.abs(parser.getLongValue()) <= CanonicalJson.MAX_INTEGER);
                return parser.getLongValue();
            default:
                throw new ForbiddenException();
        }
    }

    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            allow(Character.getType(text.codePointAt(i)) != Character.SURROGATE);
        }
        return text;
    }

    private static void allow(boolean allowed) {
        if (!allowed) {
            throw new ForbiddenException();
        }
    }

    private static final class ForbiddenException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** RFC 8785 wants them in lower case, Jackson writes them in upper case. */
    private static String withLowerCaseEscapes(String json) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < json.length(); i++) {
            if (json.startsWith("\\u", i)) {
                out.append(json.substring(i, i + 6).toLowerCase(Locale.ROOT));
                i += 5;
            } else if (json.charAt(i) == '\\') {
                out.append(json, i, i + 2);
                i++;
            } else {
                out.append(json.charAt(i));
            }
        }
        return out.toString();
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> object = new HashMap<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            object.put(text(), value(depth));
        }
        return object;
    }

    private Object value(int depth) {
        return switch (random.nextInt(depth < 4 ? 6 : 4)) {
            case 0, 1 -> text();
            case 2 -> number();
            case 3 -> random.nextBoolean();
            case 4 -> object(depth + 1);
            default -> {
                List<Object> list = new ArrayList<>();
                for (int left = random.nextInt(3); left > 0; left--) {
                    list.add(value(depth + 1));
                }
                yield list;
            }
        };
    }

    private long number() {
        long[] edges = {0, 1, -1, 10, CanonicalJson.MAX_INTEGER, -CanonicalJson.MAX_INTEGER};
        return random.nextBoolean() ? edges[random.nextInt(edges.length)] : random.nextInt();
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(5); left > 0; left--) {
            text.append(LETTERS[random.nextInt(LETTERS.length)]);
        }
        return text.toString();
    }

    /** The value in any of the forms that mean the same. */
    private String loosely(Object value) {
        if (value instanceof Map<?, ?> map) {
            List<String> members = new ArrayList<>();
            map.forEach((name, member) ->
                    members.add(space() + loosely(name) + space() + ":" + space() + loosely(member) + space()));
            return "{" + (members.isEmpty() ? space() : String.join(",", members)) + "}";
        }
        if (value instanceof List<?> list) {
            List<String> elements = new ArrayList<>();
            list.forEach(element -> elements.add(space() + loosely(element) + space()));
            return "[" + (elements.isEmpty() ? space() : String.join(",", elements)) + "]";
        }
        return value instanceof String text ? quoted(text) : value.toString();
    }

    private String space() {
        return random.nextInt(4) == 0 ? String.valueOf(SPACE.charAt(random.nextInt(SPACE.length()))) : "";
    }

    private String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c < 0x20 || c == '"' || c == '\\' || random.nextInt(8) == 0) {
                out.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    private String broken(String text) {
        StringBuilder out = new StringBuilder(text);
        for (int left = 1 + random.nextInt(2); left > 0 && !out.isEmpty(); left--) {
            int at = random.nextInt(out.length());
            String with = String.valueOf(BREAKING.charAt(random.nextInt(BREAKING.length())));
            switch (random.nextInt(4)) {
                case 0 -> out.deleteCharAt(at);
                case 1 -> out.insert(at, with);
                case 2 -> out.replace(at, at + 1, with);
                default -> out.insert(at, out.substring(at, Math.min(out.length(), at + 1 + random.nextInt(4))));
            }
        }
        return out.toString();
    }
}
