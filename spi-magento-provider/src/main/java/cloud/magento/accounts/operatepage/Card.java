package cloud.magento.accounts.operatepage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One thing of several that are told at more length than a row of a table has room for. */
final class Card {
    private final Map<String, Object> data = new LinkedHashMap<>();
    private final List<Map<String, Object>> facts = new ArrayList<>();

    /**
     * @param key by which programs and tests find it
     * @param kind for its colour
     * @param title cells, beside each other
     */
    Card(String key, String kind, List<Map<String, Object>> title) {
        data.put("key", key);
        data.put("kind", kind);
        data.put("title", title);
        data.put("facts", facts);
    }

    /** @param key the end of the message that says what it is, as that of a column */
    Card fact(String key, Map<String, Object> cell) {
        facts.add(Map.of("say", Say.text("column." + key), "cell", cell));
        return this;
    }

    Card form(Form form) {
        data.put("form", form.data());
        return this;
    }

    /** @param key the end of the link's message */
    Card link(String key, String url) {
        data.put("link", Map.of("say", Say.text(key), "url", url));
        return this;
    }

    Map<String, Object> data() {
        return data;
    }
}
