package cloud.magento.accounts.bulk;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An object in JSON on each line; an empty line is none. */
final class JsonRows implements BulkRows {
    private static final ObjectReader JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .readerFor(JsonNode.class)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final BufferedReader lines;
    private final BulkAction usual;
    private int line;

    JsonRows(Reader text, BulkAction usual) {
        this.lines = new BufferedReader(text);
        this.usual = usual;
    }

    @Override
    public Optional<Read> next() {
        try {
            while (true) {
                String text = lines.readLine();
                if (text == null) {
                    return Optional.empty();
                }
                line++;
                int here = line;
                if (!text.isBlank()) {
                    return Optional.of(Read.of(here, () -> BulkRow.of(here, values(text), usual)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> values(String text) {
        JsonNode node;
        try {
            node = JSON.readValue(text);
        } catch (JsonProcessingException e) {
            throw BulkRow.invalid("This line is no JSON object.");
        }
        if (!node.isObject()) {
            throw BulkRow.invalid("This line is no JSON object.");
        }
        Map<String, String> values = new HashMap<>();
        node.properties().forEach(member -> {
            if (!BulkRow.COLUMNS.contains(member.getKey())) {
                throw BulkRow.invalid("No member is called \"" + member.getKey() + "\". There are: "
                        + String.join(", ", BulkRow.COLUMNS.stream().sorted().toList()) + ".");
            }
            if (!member.getValue().isTextual() && !member.getValue().isNull()) {
                throw BulkRow.invalid("\"" + member.getKey() + "\" is not a text.");
            }
            values.put(
                    member.getKey(),
                    member.getValue().isNull() ? "" : member.getValue().textValue());
        });
        return values;
    }
}
