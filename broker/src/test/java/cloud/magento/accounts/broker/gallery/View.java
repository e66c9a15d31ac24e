package cloud.magento.accounts.broker.gallery;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;

/** The screen that a page is looked at on. */
public enum View {
    DESK(1280, 900, ColorScheme.LIGHT),
    DESK_DARK(1280, 900, ColorScheme.DARK),
    /** A desk at 200 %: half as many CSS pixels (WCAG 2.2, 1.4.4). */
    ZOOMED(640, 450, ColorScheme.LIGHT),
    /** As narrow as a page has to fit without being moved sideways (WCAG 2.2, 1.4.10). */
    PHONE(320, 700, ColorScheme.LIGHT),
    PHONE_DARK(320, 700, ColorScheme.DARK);

    private static final String RUNS_SCRIPTS = "matchMedia('(scripting: enabled)').matches";

    /** Whether it is as dark as it has to be, for the page's styles and for Keycloak's script, where that runs. */
    private static final String KNOWS_THE_HOUR = """
            dark => matchMedia('(prefers-color-scheme: dark)').matches === dark
                && (!matchMedia('(scripting: enabled)').matches
                    || ![...document.scripts].some(script => script.text.includes('DARK_MODE_CLASS'))
                    || document.documentElement.matches('.pf-v5-theme-dark') === dark)
            """;

    private static final String NEXT_FRAMES =
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))";

    private final int width;
    private final int height;
    private final ColorScheme scheme;

    View(int width, int height, ColorScheme scheme) {
        this.width = width;
        this.height = height;
        this.scheme = scheme;
    }

    /** In CSS pixels. */
    int width() {
        return width;
    }

    /**
     * Shows the page as it is on this screen, without asking for it again, once its scripts have heard of that. The
     * pointer is nowhere. Where scripts are off there are no frames to wait for.
     */
    void show(Page page) {
        page.setViewportSize(width, height);
        page.emulateMedia(new EmulateMediaOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE));
        page.mouse().move(-1, -1);
        page.waitForCondition(() -> Boolean.TRUE.equals(page.evaluate(KNOWS_THE_HOUR, scheme == ColorScheme.DARK)));
        if (Boolean.TRUE.equals(page.evaluate(RUNS_SCRIPTS))) {
            page.evaluate(NEXT_FRAMES);
        }
        page.evaluate("scrollTo(0, 0)");
    }
}
