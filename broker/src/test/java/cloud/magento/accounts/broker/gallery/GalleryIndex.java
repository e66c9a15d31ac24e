package cloud.magento.accounts.broker.gallery;

import cloud.magento.accounts.broker.gallery.GalleryEntry.Trait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The page that lists all pictures, which opens from the disk and needs nothing else. */
final class GalleryIndex {
    private static final String STYLES = """
            :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
            body { margin: 2rem }
            section { border-top: 1px solid; padding: 1rem 0 2rem }
            .pictures { display: flex; gap: 1rem; align-items: flex-start; overflow-x: auto }
            figure { margin: 0 }
            img { max-height: 24rem; max-width: 32rem; border: 1px solid #888 }
            .fault { color: #b00020; font-weight: 600 }
            @media (prefers-color-scheme: dark) { .fault { color: #ff8a80 } }
            """;

    private final Path folder;
    private final List<View> views;
    private final Map<GalleryEntry, Map<Language, List<String>>> shown = new LinkedHashMap<>();

    GalleryIndex(Path folder, List<View> views) {
        this.folder = folder;
        this.views = List.copyOf(views);
    }

    static String picture(GalleryEntry entry, Language language, View view) {
        String screen = view.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return language.tag() + "/" + entry.id() + "-" + screen + ".png";
    }

    /** The mail's text part. */
    static String plain(GalleryEntry entry, Language language) {
        return language.tag() + "/" + entry.id() + "-text.png";
    }

    void add(GalleryEntry entry, Language language, List<String> faults) {
        shown.computeIfAbsent(entry, unused -> new LinkedHashMap<>()).put(language, List.copyOf(faults));
    }

    /** What is wrong, each with its entry and language. */
    List<String> faults() {
        List<String> all = new ArrayList<>();
        shown.forEach((entry, languages) -> languages.forEach((language, faults) ->
                faults.forEach(fault -> all.add(entry.id() + " (" + language.tag() + "): " + fault))));
        return all;
    }

    /** Writes it and returns where it is. */
    Path write() {
        Set<Language> languages = new LinkedHashSet<>();
        shown.values().forEach(of -> languages.addAll(of.keySet()));
        String body = shown.entrySet().stream()
                .map(one -> section(one.getKey(), one.getValue()))
                .collect(Collectors.joining("\n"));
        String contents = shown.keySet().stream()
                .map(entry -> "<li><a href='#" + entry.id() + "'>" + entry.id() + "</a></li>")
                .collect(Collectors.joining());
        Path file = folder.resolve("index.html");
        try {
            Files.createDirectories(folder);
            return Files.writeString(
                    file,
                    "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
                            + "<title>Gallery</title><style>" + STYLES + "</style><h1>Gallery</h1><p>" + shown.size()
                            + " entries in "
                            + languages.stream().map(Language::tag).collect(Collectors.joining(", ")) + "; "
                            + faults().size() + " faults.</p><ul style='columns: 4'>" + contents + "</ul>" + body
                            + "</html>\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String section(GalleryEntry entry, Map<Language, List<String>> languages) {
        StringBuilder html = new StringBuilder("<section id='" + entry.id() + "'><h2>" + entry.id() + "</h2><p>"
                + escaped(String.join(", ", entry.templates())) + "</p>");
        languages.forEach((language, faults) -> {
            html.append("<h3>").append(language.tag()).append("</h3>");
            faults.forEach(fault ->
                    html.append("<p class=fault>").append(escaped(fault)).append("</p>"));
            html.append("<div class=pictures>");
            views.forEach(view -> html.append(figure(entry, picture(entry, language, view))));
            if (entry.is(Trait.MAIL)) {
                html.append(figure(entry, plain(entry, language)));
            }
            html.append("</div>");
        });
        return html.append("</section>").toString();
    }

    private static String figure(GalleryEntry entry, String picture) {
        return "<figure><a href='" + picture + "'><img loading=lazy src='" + picture + "' alt='" + entry.id()
                + "'></a><figcaption>" + picture + "</figcaption></figure>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
