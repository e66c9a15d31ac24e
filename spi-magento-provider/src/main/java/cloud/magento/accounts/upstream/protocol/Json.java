package cloud.magento.accounts.upstream.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads JSON that others wrote, with no benefit of the doubt: a name that stands twice in an object, or anything after
 * the object, makes it unreadable, since two readers could otherwise see two different documents. A byte-order mark
 * before it is passed over, as RFC 8259, section 8.1, allows.
 */
public final class Json {
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private Json() {}

    /** The object this text is, or empty for anything else. */
    public static Optional<ObjectNode> object(String text) {
        try {
            return READER.readTree(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text)
                            instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    /** The member's text, or empty where it is absent, blank or not a string. */
    public static Optional<String> text(JsonNode object, String name) {
        return Optional.ofNullable(object.get(name))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isBlank());
    }

    /**
     * The {@code sub}, or empty where there is none. Some providers write the number by which they know a person as a
     * number; its decimal form is the subject then, and nothing that is not a whole number is taken for one.
     */
    public static Optional<String> subject(JsonNode object) {
        JsonNode subject = object.path("sub");
        return subject.isIntegralNumber()
                ? Optional.of(subject.bigIntegerValue().toString())
                : text(object, "sub");
    }

    /** The member's value in whole seconds, or empty where it is absent or not a number that fits. */
    public static OptionalLong seconds(JsonNode object, String name) {
        JsonNode node = object.get(name);
        return node != null && node.isNumber() && node.canConvertToLong()
                ? OptionalLong.of(node.longValue())
                : OptionalLong.empty();
    }
}
