package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.web.ReadableNumber;
import cloud.magento.accounts.web.ReadableTime;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands in a cell of a table. */
final class Cell {
    private Cell() {}

    static Map<String, Object> say(String key, Object... values) {
        return Map.of("say", Say.text(key, values));
    }

    static Map<String, Object> say(Map<String, Object> message) {
        return Map.of("say", message);
    }

    /** A name or another text as it is. */
    static Map<String, Object> text(@Nullable Object text) {
        return Map.of("text", text == null ? "" : text.toString());
    }

    static Map<String, Object> code(@Nullable Object text) {
        return Map.of("text", text == null ? "" : text.toString(), "code", true);
    }

    /** English, whatever the page's language: what the API says. */
    static Map<String, Object> english(String text) {
        return Map.of("text", text, "english", true);
    }

    static Map<String, Object> lines(Collection<String> texts) {
        return Map.of("lines", List.copyOf(texts));
    }

    /**
     * A text of several paragraphs, with its line breaks.
     *
     * @param language its own (BCP 47), whatever the page's is
     */
    static Map<String, Object> passage(String text, String language) {
        return Map.of("passage", text.strip(), "language", language);
    }

    static Map<String, Object> link(String text, String url) {
        return Map.of("text", text, "url", url);
    }

    static Map<String, Object> link(Map<String, Object> message, String url) {
        return Map.of("say", message, "url", url);
    }

    static Map<String, Object> number(long number, Locale locale) {
        return Map.of("text", ReadableNumber.count(number, locale), "number", Long.toString(number));
    }

    static Map<String, Object> number(long number, Locale locale, String url) {
        return Map.of("text", ReadableNumber.count(number, locale), "number", Long.toString(number), "url", url);
    }

    static Map<String, Object> time(@Nullable Instant moment, Locale locale) {
        return text(moment == null ? "" : ReadableTime.dateOf(moment, locale));
    }

    static Map<String, Object> button(Form form) {
        return Map.of("form", form.data());
    }

    static Map<String, Object> none() {
        return text("");
    }
}
