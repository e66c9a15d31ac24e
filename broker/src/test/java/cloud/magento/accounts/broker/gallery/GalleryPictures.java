package cloud.magento.accounts.broker.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.gallery.GalleryEntry.Shown;
import cloud.magento.accounts.broker.gallery.GalleryEntry.Trait;
import cloud.magento.accounts.broker.support.Stage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Takes the pictures for {@code ./gallery}, which runs this and nothing else; {@code ./test} does not. System
 * properties: {@code gallery.languages} (tags, {@code en,ja,en-XA}), {@code gallery.only} (the beginning of ids),
 * {@code gallery.accept} (keeps the layouts as they are now), {@code gallery.readme} (renews the documents' pictures).
 */
class GalleryPictures {
    private static final Path FOLDER = Path.of("target", "gallery").toAbsolutePath();
    private static final List<View> VIEWS = List.of(View.DESK, View.DESK_DARK, View.PHONE, View.PHONE_DARK);

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void takesPictureOfEveryEntry() {
        boolean accepts = Boolean.getBoolean("gallery.accept");
        Map<Language, Walk> ways = new LinkedHashMap<>();
        Stream.of(System.getProperty("gallery.languages", "en").split(","))
                .map(Language::of)
                .forEach(language -> ways.put(language, new Walk(stage, language)));
        GalleryIndex index = new GalleryIndex(FOLDER, VIEWS);
        for (GalleryEntry entry : Gallery.wanted()) {
            ways.forEach((language, way) -> {
                if (entry.is(Trait.DRAWN_BY_SCRIPTS) && !language.runsScripts()) {
                    return;
                }
                List<String> faults = new ArrayList<>();
                try {
                    Shown shown = entry.walk().apply(way);
                    faults.addAll(look(entry, language, shown, accepts));
                } catch (AssertionError | RuntimeException e) {
                    faults.add("not come to: " + e);
                }
                index.add(entry, language, faults);
                way.leave();
            });
        }
        ways.values().forEach(Walk::close);
        if (accepts) {
            References.forgetAllBut(
                    Gallery.entries().stream().map(GalleryEntry::id).collect(Collectors.toSet()));
        }
        System.out.println("Gallery: " + index.write());
        assertThat(index.faults())
                .as("what is wrong, which the index tells too")
                .isEmpty();
    }

    private static List<String> look(GalleryEntry entry, Language language, Shown shown, boolean accepts) {
        Page page = shown.page();
        List<String> faults = new ArrayList<>();
        boolean drawnByScripts = entry.is(Trait.DRAWN_BY_SCRIPTS);
        if (!drawnByScripts) {
            faults.addAll(Inspection.faults(page, List.of(View.DESK, View.ZOOMED, View.PHONE)));
        }
        if (language == Language.ENGLISH && !drawnByScripts) {
            Layout now = Layout.of(page);
            if (accepts) {
                References.accept(entry, now);
            } else {
                try {
                    faults.addAll(References.of(entry).differences(now));
                } catch (AssertionError e) {
                    faults.add(String.valueOf(e.getMessage()));
                }
            }
        }
        for (View view : VIEWS) {
            view.show(page);
            page.screenshot(new ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(FOLDER.resolve(GalleryIndex.picture(entry, language, view))));
        }
        if (Boolean.getBoolean("gallery.readme") && language == Language.ENGLISH) {
            DocumentPictures.renew(entry, page);
        }
        if (entry.is(Trait.MAIL)) {
            shown.plain().ifPresent(text -> {
                page.setContent("<!doctype html><meta charset=utf-8>"
                        + "<pre style='font: 16px monospace; white-space: pre-wrap'></pre>");
                page.locator("pre").evaluate("(pre, text) => pre.textContent = text", text);
                View.DESK.show(page);
                page.screenshot(new ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(FOLDER.resolve(GalleryIndex.plain(entry, language))));
            });
        }
        return faults;
    }
}
