package cloud.magento.accounts.operatepage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A part of a page: a heading, and then texts, tables and forms, in the order in which they are put there. */
final class Section {
    private final Map<String, Object> data = new LinkedHashMap<>();
    private final List<Map<String, Object>> parts = new ArrayList<>();

    /** @param id also the end of the heading's message */
    Section(String id, Object... values) {
        data.put("id", id);
        data.put("heading", Say.text("heading." + id, values));
        data.put("parts", parts);
    }

    Section say(String key, Object... values) {
        parts.add(Map.of("text", Say.text(key, values)));
        return this;
    }

    /** @param kind {@code info}, {@code success}, {@code warning} or {@code error} */
    Section alert(String kind, String key, Object... values) {
        parts.add(Map.of("alert", Map.of("kind", kind, "id", key, "say", Say.text(key, values))));
        return this;
    }

    /** What the API said, which is in English. */
    Section quote(String kind, String id, List<String> sentences) {
        parts.add(Map.of(
                "alert", Map.of("kind", kind, "id", id, "say", Say.text(id, sentences.size()), "english", sentences)));
        return this;
    }

    /** @param none the message in place of an empty table */
    Section table(Table table, String none) {
        parts.add(table.isEmpty() ? Map.of("none", Say.text(none)) : Map.of("table", table.data()));
        return this;
    }

    /**
     * @param id also the end of the message that tells what the cards are
     * @param none the message in place of no cards
     */
    Section cards(String id, List<Card> cards, String none) {
        parts.add(
                cards.isEmpty()
                        ? Map.of("none", Say.text(none))
                        : Map.of(
                                "cards",
                                Map.of(
                                        "id",
                                        id,
                                        "cards",
                                        cards.stream().map(Card::data).toList())));
        return this;
    }

    Section form(Form form) {
        parts.add(Map.of("form", form.data()));
        return this;
    }

    Section link(String key, String url) {
        parts.add(Map.of("link", Map.of("say", Say.text(key), "url", url, "id", key)));
        return this;
    }

    /** A place where the server writes while it works. */
    Section stream() {
        parts.add(Map.of("stream", true));
        return this;
    }

    Map<String, Object> data() {
        return data;
    }
}
