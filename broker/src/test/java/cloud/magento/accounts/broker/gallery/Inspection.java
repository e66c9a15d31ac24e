package cloud.magento.accounts.broker.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What every page has to be for everybody, whatever their screen, eyes, hands and browser are. */
public final class Inspection {
    /** What reaches past the screen's edges, unless it is in a part that scrolls by itself. */
    private static final String STICKING_OUT = """
            () => {
              const scrolls = one => one && one !== document.body && one !== document.documentElement
                  && (/auto|scroll/.test(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
              return [...document.querySelectorAll('body *')]
                  .filter(one => one.checkVisibility({visibilityProperty: true}) && !scrolls(one.parentElement))
                  .filter(one => {
                    const box = one.getBoundingClientRect();
                    return box.width > 1 && (box.right > innerWidth + 0.5 || box.left < -0.5);
                  })
                  .map(one => one.localName + (one.id ? '#' + one.id : '') + ' ' + one.className);
            }
            """;

    /**
     * Text that is wider or higher than the box that it belongs to, or that is cut off there. What ends in an ellipsis
     * and is told whole by its title is meant to.
     */
    private static final String CUT = """
            () => {
              const hidden = one => one.closest('svg, script, style, noscript, .pf-v5-screen-reader, .sr-only, option');
              const shortened = one => getComputedStyle(one).textOverflow === 'ellipsis'
                  && one.title === one.textContent.trim();
              const block = one => /^inline$|contents/.test(getComputedStyle(one).display)
                  ? block(one.parentElement) : one;
              const found = new Set();
              const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              while (texts.nextNode()) {
                const text = texts.currentNode;
                const one = text.parentElement;
                if (!text.data.trim() || hidden(one) || shortened(one)
                    || !one.checkVisibility({visibilityProperty: true})) continue;
                const range = document.createRange();
                range.selectNodeContents(text);
                const box = block(one).getBoundingClientRect();
                for (const line of range.getClientRects()) {
                  if (box.width > 1 && (line.right > box.right + 1 || line.left < box.left - 1
                      || line.bottom > box.bottom + line.height / 2)) {
                    found.add('"' + text.data.trim().slice(0, 40) + '" in ' + one.localName + ' ' + one.className);
                  }
                }
                for (let outer = one; outer !== document.body; outer = outer.parentElement) {
                  const style = getComputedStyle(outer);
                  if (/auto|scroll/.test(style.overflowX + style.overflowY)) break;
                  const clip = outer.getBoundingClientRect();
                  const out = (axis, from, to) => /hidden|clip/.test(style['overflow' + axis])
                      && [...range.getClientRects()]
                          .some(line => line[from] < clip[from] - 1 || line[to] > clip[to] + 1);
                  if (clip.width > 1 && (out('X', 'left', 'right') || out('Y', 'top', 'bottom'))) {
                    found.add('"' + text.data.trim().slice(0, 40) + '" cut off by ' + outer.localName + ' '
                        + outer.className);
                  }
                }
              }
              return [...found];
            }
            """;

    private static final String CONTROLS = """
            () => {
              document.activeElement?.blur();
              const controls = [...document.querySelectorAll(
                      'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')]
                  .filter(one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({visibilityProperty: true}));
              const looks = one => [one, one.parentElement, one.closest('[class*="form-control"]') ?? one].map(part =>
                  ['', '::before', '::after'].map(pseudo => {
                    const style = getComputedStyle(part, pseudo || undefined);
                    return [style.outlineStyle === 'none' ? '' : style.outline, style.boxShadow, style.borderColor,
                        style.borderWidth, style.backgroundColor, style.textDecoration, style.color].join();
                  }).join()).join();
              window.galleryControls = controls;
              window.galleryLooks = looks;
              window.galleryUnfocused = controls.map(looks);
              return controls.map(one => one.localName + (one.id ? '#' + one.id : '') + ' '
                  + (one.innerText ?? '').trim().slice(0, 30));
            }
            """;

    /** Which control has the focus, and what is wrong with how that shows. */
    private static final String FOCUSED = """
            () => {
              const one = document.activeElement;
              const place = window.galleryControls.indexOf(one);
              if (place < 0) return [-1, ''];
              const box = one.getBoundingClientRect();
              const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
              const at = document.elementFromPoint(x, box.top + Math.min(box.height / 2, 10));
              const covered = at && !one.contains(at) && !at.contains(one) && !at.closest('label');
              const off = box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth;
              const same = window.galleryLooks(one) === window.galleryUnfocused[place];
              return [place, off ? 'is off the screen' : covered ? 'is covered by ' + at.localName + ' ' + at.className
                  : same ? 'looks as it does without the focus' : ''];
            }
            """;

    private static final String MOVING = """
            () => {
              const moves = style => style.animationName.split(', ').some((name, place) =>
                      name !== 'none'
                      && parseFloat(style.animationDuration.split(', ')[place] ?? style.animationDuration) > 0.01)
                  || style.scrollBehavior === 'smooth';
              const running = document.getAnimations()
                  .filter(one => one.playState === 'running' && one.effect.getComputedTiming().duration > 10)
                  .map(one => one.effect?.target?.localName + ' runs');
              return [...running, ...[...document.querySelectorAll('*')]
                  .filter(one => [undefined, '::before', '::after'].some(part => moves(getComputedStyle(one, part))))
                  .map(one => one.localName + ' ' + one.className)];
            }
            """;

    /** What can be read, but for the languages, whose list is longer where there is one more. */
    private static final String READ = """
            () => {
              const skipped = document.querySelectorAll('nav.magento-languages');
              skipped.forEach(one => one.style.display = 'none');
              const read = document.body.innerText;
              skipped.forEach(one => one.style.display = '');
              return read;
            }
            """;

    private static final String FORMS = """
            () => [...document.querySelectorAll('form')].map(form => form.method + ' ' + [...form.elements]
                .filter(one => one.name || one.type === 'submit')
                .map(one => one.type + ' ' + one.name + (one.name === 'action' ? '=' + one.value : '')).join(', '))
            """;

    /** Text that comes neither from a bundle, whose texts are in brackets, nor from somebody who chose it. */
    private static final String UNTRANSLATED = """
            () => {
              const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              const found = [];
              while (texts.nextNode()) {
                const one = texts.currentNode.parentElement;
                if (one.closest('script, style, noscript, bdi, code, nav.magento-languages, [lang="en"], time')
                    || !one.checkVisibility({visibilityProperty: true})) continue;
                let left = texts.currentNode.data;
                for (let before = ''; before !== left;) {
                  before = left;
                  left = left.replace(/\\[[^\\[\\]]*\\]/g, ' ');
                }
                if (/[A-Za-z]{2,}/.test(left)) found.push(left.trim());
              }
              return found;
            }
            """;

    private static final Pattern CHANGING = Pattern.compile("M-[0-9A-Z]{4}-[0-9A-Z]{4}|\\b[0-9A-Z]{4}-[0-9A-Z]{4}\\b"
            + "|\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b|\\b[0-9a-f]{16,}\\b|https?://\\S+|\\d+");
    private static final Pattern DATES = Pattern.compile(
            "\\d|\\b(January|February|March|April|May|June|July|August|September|October|November|December"
                    + "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec|AM|PM|UTC|at)\\b"
                    + "|accounts\\.magento\\.cloud|[,.:%–]");

    /**
     * A part of a text whose brackets are in other paragraphs, and Keycloak's unit of time in it: no pseudo-locale
     * comes to what is within a choice.
     */
    private static final Pattern BETWEEN_BRACKETS =
            Pattern.compile("\\S*[^\\x00-\\x7F]\\S*" + "|\\d+ (second|minute|hour|day)s?\\b");

    /** A field for a day and an hour has one for each of its parts, and one for its calendar. */
    private static final int STOPS_OF_A_CONTROL = 8;

    private Inspection() {}

    /** Nothing sticks out of the screen, and no text out of its box, and no text is cut off. */
    public static void checkFits(Page page, View view) {
        checkWidth(page, view);
        assertThat((List<?>) page.evaluate(STICKING_OUT))
                .as("what sticks out on %s", view)
                .isEmpty();
        assertThat((List<?>) page.evaluate(CUT))
                .as("what does not fit its box on %s", view)
                .isEmpty();
    }

    /** The page cannot be moved sideways. */
    static void checkWidth(Page page, View view) {
        view.show(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth"))
                .as("width of the page on %s", view)
                .isEqualTo(view.width());
    }

    /** Tab comes to every control, shows where it is, and leads on. */
    static void checkKeyboard(Page page) {
        View.DESK.show(page);
        List<?> controls = (List<?>) page.evaluate(CONTROLS);
        TreeSet<Integer> missed = new TreeSet<>();
        for (int place = 0; place < controls.size(); place++) {
            missed.add(place);
        }
        int left = controls.size() * STOPS_OF_A_CONTROL + 5;
        while (!missed.isEmpty() && left-- > 0) {
            page.keyboard().press("Tab");
            List<?> focused = (List<?>) page.evaluate(FOCUSED);
            int place = ((Number) focused.get(0)).intValue();
            // Within a field of several parts the browser shows by itself at which of them one is.
            if (place >= 0 && missed.remove(place)) {
                assertThat(focused.get(1))
                        .as("focus on %s", controls.get(place))
                        .isEqualTo("");
            }
        }
        assertThat(missed.stream().map(controls::get))
                .as("controls that Tab never comes to")
                .isEmpty();
    }

    /** Who asked their system for less motion sees none. */
    static void checkMotion(Page page) {
        View.DESK.show(page);
        assertThat((List<?>) page.evaluate(MOVING)).as("what moves").isEmpty();
    }

    /** Everything on the page comes from the texts that a language has. */
    static void checkTranslated(Page page) {
        assertThat((List<?>) page.evaluate(UNTRANSLATED))
                .as("text that is in no bundle")
                .filteredOn(text -> Stream.of(BETWEEN_BRACKETS, CHANGING, DATES)
                        .reduce(
                                String.valueOf(text),
                                (left, pattern) -> pattern.matcher(left).replaceAll(""),
                                (one, other) -> one)
                        .matches("(?s).*[A-Za-z]{2,}.*"))
                .isEmpty();
    }

    /** What the page says, as one line, with whatever differs from visit to visit taken out. */
    static String read(Page page) {
        return lasting(words(page));
    }

    /** The same of a page in the pseudo-locale, in English again. */
    static String readBack(Page page) {
        return lasting(PseudoLocale.undo(words(page)));
    }

    private static String words(Page page) {
        View.DESK.show(page);
        return String.valueOf(page.evaluate(READ));
    }

    private static String lasting(String words) {
        return CHANGING.matcher(words.replaceAll("\\s+", " ")).replaceAll("#").strip();
    }

    /** What the page's forms have: method, fields and buttons. */
    static List<String> forms(Page page) {
        return ((List<?>) page.evaluate(FORMS)).stream().map(String::valueOf).toList();
    }

    /** What is wrong with how the page fits on each of these screens, in words. */
    static List<String> faults(Page page, Iterable<View> views) {
        Map<String, Runnable> checks = new LinkedHashMap<>();
        views.forEach(view -> checks.put(view.name(), () -> checkFits(page, view)));
        List<String> found = new ArrayList<>();
        checks.forEach((name, check) -> {
            try {
                check.run();
            } catch (AssertionError fault) {
                found.add(String.valueOf(fault.getMessage()).strip());
            }
        });
        return found;
    }
}
