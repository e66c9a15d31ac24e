package cloud.magento.accounts.operatepage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A form of a page. */
final class Form {
    /** The field that says what a form is for; a page may have several. */
    static final String ACT = "act";

    /** The field of a form that does what another one has told before. */
    static final String CONFIRMED = "confirmed";

    private final Map<String, Object> data = new LinkedHashMap<>();
    private final List<Map<String, Object>> fields = new ArrayList<>();

    private Form(String id, String url, String method) {
        data.put("id", id);
        data.put("url", url);
        data.put("method", method);
        data.put("fields", fields);
        data.put("kind", "secondary");
        button(id);
    }

    /** What posts to a page. */
    static Form post(String act, String url) {
        return new Form(act, url, "post").hidden(ACT, act);
    }

    /** What only asks for a page. */
    static Form get(String id, String url) {
        return new Form(id, url, "get");
    }

    /** What was told is done. */
    Form confirming() {
        return hidden(CONFIRMED, "true").primary();
    }

    Form primary() {
        data.put("kind", "primary");
        return this;
    }

    /** @param key the end of the button's message */
    Form button(String key) {
        data.put("button", Say.text("button." + key));
        return this;
    }

    /** With a file. */
    Form multipart() {
        data.put("multipart", true);
        return this;
    }

    /** A link beside the button that leads away. */
    Form cancel(String url) {
        data.put("cancel", url);
        return this;
    }

    Form hidden(String name, @Nullable String value) {
        fields.add(Map.of("type", "hidden", "name", name, "value", value == null ? "" : value));
        return this;
    }

    Form field(String type, String name, @Nullable String value) {
        fields.add(field(type, name, value, Map.of()));
        return this;
    }

    /** One that must be filled in. */
    Form required(String type, String name, @Nullable String value) {
        fields.add(field(type, name, value, Map.of("required", true)));
        return this;
    }

    Form flag(String name, boolean value) {
        fields.add(field("checkbox", name, Boolean.toString(value), Map.of()));
        return this;
    }

    /** @param options values; their messages are by the field's name and the value */
    Form choice(String name, String value, List<String> options) {
        fields.add(field("select", name, value, Map.of("options", options)));
        return this;
    }

    private static Map<String, Object> field(
            String type, String name, @Nullable String value, Map<String, Object> further) {
        Map<String, Object> field = new LinkedHashMap<>(further);
        field.put("type", type);
        field.put("name", name);
        field.put("value", value == null ? "" : value);
        field.put("label", Say.text("field." + name));
        return field;
    }

    Map<String, Object> data() {
        return data;
    }
}
