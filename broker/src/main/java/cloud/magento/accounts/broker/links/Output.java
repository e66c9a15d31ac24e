package cloud.magento.accounts.broker.links;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Locale;

/** The answer of a command: sentences for a person, or one line of JSON for a program. */
final class Output {
    /** Whatever is in a name, a terminal is shown plain letters; a program reads the same text. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final Terminal terminal;
    private final boolean json;

    Output(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
    }

    boolean isJson() {
        return json;
    }

    Terminal terminal() {
        return terminal;
    }

    /** A line for a person. */
    void line(String text) {
        if (!json) {
            terminal.answer(text);
        }
    }

    /** A line for a program. */
    void json(JsonNode answer) {
        if (json) {
            terminal.answer(text(answer));
        }
    }

    static String text(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The same over several lines. */
    static String pretty(JsonNode node) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A number as a person reads it. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** So many of them, such as {@code 1 link} and {@code 1,000 links}. */
    static String count(long number, String one) {
        return count(number, one, one + "s");
    }

    static String count(long number, String one, String many) {
        return count(number) + " " + (number == 1 ? one : many);
    }
}
