package cloud.magento.accounts.broker.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import cloud.magento.accounts.broker.gallery.GalleryEntry.Shown;
import cloud.magento.accounts.broker.gallery.GalleryEntry.Trait;
import cloud.magento.accounts.broker.support.Axe;
import cloud.magento.accounts.broker.support.Stage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

/**
 * Every page and mail in each of its states, for everybody: without a violation by day and at night, by the keyboard
 * alone, at 200 %, on a phone, without motion, without scripts, in a language of long words, and laid out as it was
 * accepted. Each is visited once in English and once, without scripts, in the pseudo-locale. {@code ./gallery --check}
 * runs it.
 */
class GalleryIT {
    @RegisterExtension
    final Stage stage = new Stage();

    @TestFactory
    Stream<DynamicNode> holdsForEverybody() {
        Walk english = new Walk(stage, Language.ENGLISH);
        Walk pseudo = new Walk(stage, Language.PSEUDO);
        return Gallery.tested().stream()
                .<DynamicNode>map(entry -> entry(entry, english, pseudo))
                .onClose(() -> {
                    pseudo.close();
                    english.close();
                });
    }

    private static DynamicContainer entry(GalleryEntry entry, Walk english, Walk pseudo) {
        Visit shown = new Visit(entry, english);
        List<DynamicTest> tests = new ArrayList<>();
        tests.add(shown.test("says what it is for", page -> assertSays(entry, english.texts(), page)));
        if (entry.is(Trait.DRAWN_BY_SCRIPTS)) {
            tests.add(shown.test("is no wider than a phone", page -> Inspection.checkWidth(page, View.PHONE)));
            return dynamicContainer(entry.id(), tests.stream().onClose(english::leave));
        }
        tests.add(shown.test(
                "keeps its layout",
                page -> assertThat(References.of(entry).differences(Layout.of(page)))
                        .as("what differs from the accepted layout; ./gallery --accept accepts it")
                        .isEmpty()));
        tests.add(shown.test("fits on a phone", page -> Inspection.checkFits(page, View.PHONE)));
        tests.add(shown.test("fits at 200 %", page -> Inspection.checkFits(page, View.ZOOMED)));
        tests.add(shown.test("has no violation by day on a desk", page -> assertClean(entry, page, View.DESK)));
        tests.add(
                shown.test("has no violation at night on a phone", page -> assertClean(entry, page, View.PHONE_DARK)));
        tests.add(shown.test("works by the keyboard alone", Inspection::checkKeyboard));
        tests.add(shown.test("keeps still for who wants less motion", Inspection::checkMotion));
        Visit strange = new Visit(entry, pseudo);
        tests.add(strange.test("says the same without scripts", page -> {
            assertThat(Inspection.readBack(page))
                    .isEqualTo(Inspection.read(shown.page()).replaceAll("[\\[\\]]", ""));
            assertThat(Inspection.forms(page)).isEqualTo(Inspection.forms(shown.page()));
        }));
        if (!entry.is(Trait.IN_ENGLISH)) {
            tests.add(strange.test("is translated", Inspection::checkTranslated));
        }
        tests.add(strange.test("fits with long words", page -> {
            Inspection.checkFits(page, View.DESK);
            Inspection.checkFits(page, View.PHONE);
        }));
        return dynamicContainer(entry.id(), tests.stream().onClose(() -> {
            pseudo.leave();
            english.leave();
        }));
    }

    private static void assertClean(GalleryEntry entry, Page page, View view) {
        view.show(page);
        if (entry.is(Trait.MAIL)) {
            Axe.checkMail(page, view.name());
        } else {
            Axe.check(page, view.name());
        }
    }

    static void assertSays(GalleryEntry entry, Texts texts, Page page) {
        String read = Inspection.read(page);
        List<String> keys = entry.is(Trait.MAIL)
                ? entry.keys().subList(1, entry.keys().size())
                : entry.keys().stream().filter(key -> !key.isEmpty()).toList();
        if (!entry.is(Trait.MAIL) && !keys.isEmpty()) {
            assertThat(page.locator("h1").innerText().strip()).isEqualTo(shown(texts.get(keys.get(0))));
        }
        // A word that stands in place of a placeholder is any.
        assertThat(keys)
                .allSatisfy(key -> assertThat(Stream.of(texts.get(key).split("\\{[^}]*\\}+"))
                                .map(part -> part.replaceAll("\\d+", "#").strip()))
                        .as(key)
                        .allMatch(read::contains));
    }

    private static String shown(String pattern) {
        return pattern.replace("''", "'");
    }

    /** One entry on the way in one language, opened when it is first needed. */
    private static final class Visit {
        private final GalleryEntry entry;
        private final Walk way;
        private @Nullable Shown shown;
        private @Nullable Throwable obstacle;

        Visit(GalleryEntry entry, Walk way) {
            this.entry = entry;
            this.way = way;
        }

        Page page() {
            if (obstacle != null) {
                throw new AssertionError(entry + " was not come to", obstacle);
            }
            if (shown == null) {
                try {
                    shown = entry.walk().apply(way);
                } catch (Throwable e) {
                    obstacle = e;
                    throw e;
                }
            }
            return shown.page();
        }

        DynamicTest test(String name, Consumer<Page> check) {
            Executable run = () -> {
                try {
                    check.accept(page());
                } catch (Throwable e) {
                    photograph(name);
                    throw e;
                }
            };
            return dynamicTest(name, run);
        }

        private void photograph(String name) {
            Optional.ofNullable(shown)
                    .ifPresent(seen -> seen.page()
                            .screenshot(new ScreenshotOptions()
                                    .setFullPage(true)
                                    .setPath(Path.of(
                                            "target",
                                            "screenshots",
                                            "gallery-" + entry.id() + "-"
                                                    + way.language().inNames() + "-" + name.replaceAll("\\W+", "-")
                                                    + ".png"))));
        }
    }
}
