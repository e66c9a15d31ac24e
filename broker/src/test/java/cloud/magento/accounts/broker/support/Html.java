package cloud.magento.accounts.broker.support;

import cloud.magento.accounts.broker.support.Http.Answer;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** A page as a browser reads it that runs no scripts. */
public final class Html {
    private static final URI NOWHERE = URI.create("about:blank");

    private final URI address;
    private final Document document;

    private Html(URI address, String text) {
        this.address = address;
        this.document = Jsoup.parse(text);
    }

    public static Html of(Answer page) {
        return new Html(page.uri(), page.body());
    }

    /** A page of which nobody asks where its links lead. */
    public static Html of(String text) {
        return new Html(NOWHERE, text);
    }

    /** Where the first form leads whose address contains one of these. */
    public Optional<URI> formAction(String... parts) {
        return attributes("form", "action")
                .filter(action -> Stream.of(parts).anyMatch(action::contains))
                .findFirst()
                .map(address::resolve);
    }

    /** A form, and what it sends if nobody changes anything. */
    public record Form(URI action, Map<String, String> fields) {}

    /** The first form that the CSS selector finds. */
    public Optional<Form> form(String selector) {
        return Optional.ofNullable(document.selectFirst(selector)).map(form -> {
            Map<String, String> fields = new LinkedHashMap<>();
            form.select("input[name]").stream()
                    .filter(field -> !field.attr("type").equals("file"))
                    .filter(field -> !field.attr("type").equals("checkbox") || field.hasAttr("checked"))
                    .forEach(field -> fields.put(field.attr("name"), field.attr("value")));
            form.select("select[name]")
                    .forEach(field -> Optional.ofNullable(field.selectFirst("option[selected]"))
                            .or(() -> Optional.ofNullable(field.selectFirst("option")))
                            .ifPresent(option -> fields.put(field.attr("name"), option.attr("value"))));
            return new Form(address.resolve(form.attr("action")), fields);
        });
    }

    /** What stands in the cells of a row, found by the CSS selector. */
    public List<String> cells(String selector) {
        return document.select(selector + " > *").stream().map(Element::text).toList();
    }

    /** The first link, or value of a field, that contains this. */
    public Optional<URI> link(String part) {
        return Stream.concat(attributes("[href]", "href"), attributes("[value]", "value"))
                .filter(link -> link.contains(part))
                .findFirst()
                .map(address::resolve);
    }

    /** What stands above the page. */
    public String heading() {
        return document.select("h1").text();
    }

    /** The value of the first field of this name. */
    public Optional<String> field(String name) {
        return document.select("[name][value]").stream()
                .filter(field -> field.attr("name").equals(name))
                .findFirst()
                .map(field -> field.attr("value"));
    }

    /** What the page's forms send along unseen. */
    public Map<String, String> hiddenFields() {
        Map<String, String> fields = new LinkedHashMap<>();
        document.select("input[type=hidden]").forEach(field -> fields.put(field.attr("name"), field.attr("value")));
        return fields;
    }

    /** The text of the element with this id. */
    public Optional<String> text(String id) {
        return Optional.ofNullable(document.getElementById(id)).map(Element::text);
    }

    /** The attribute of the first element that has it. */
    public Optional<String> attribute(String name) {
        return attributes("[" + name + "]", name).findFirst();
    }

    /** Every address that the page holds. */
    public List<String> addresses() {
        return Stream.of("href", "action", "src", "content")
                .flatMap(name -> attributes("[" + name + "]", name))
                .filter(link -> link.matches("(?s)(?:https?:|/).*"))
                .toList();
    }

    /** What a person reads. */
    public String text() {
        Document shown = document.clone();
        shown.select("head, script, select, svg").remove();
        return shown.text();
    }

    private Stream<String> attributes(String selector, String name) {
        return document.select(selector).stream().map(element -> element.attr(name));
    }
}
