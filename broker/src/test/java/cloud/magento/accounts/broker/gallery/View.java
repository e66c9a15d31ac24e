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

    /** Keycloak's script for the night is told with the next frame; where scripts are off there is none. */
    private static final String SETTLED = """
            () => {
              scrollTo(0, 0);
              return matchMedia('(scripting: enabled)').matches
                  && new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))));
            }
            """;

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

    /** Shows the page as it is on this screen, without asking for it again, once its scripts have heard of that. */
    void show(Page page) {
        page.setViewportSize(width, height);
        page.emulateMedia(new EmulateMediaOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE));
        page.evaluate(SETTLED);
    }
}
