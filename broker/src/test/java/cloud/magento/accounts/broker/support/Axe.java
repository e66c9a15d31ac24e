package cloud.magento.accounts.broker.support;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.pages.Screen;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.stream.Collectors;

/** Judges a page by axe-core: every rule it has, best practices included. */
public final class Axe {
    private static final int HEIGHT = 900;

    private Axe() {}

    /**
     * Fails with what is wrong, where, and where it is explained: by day on a desk and at night on a phone. No colour
     * depends on the width, so that these two stand for all four.
     */
    public static void checkEverywhere(Screen screen) {
        check(screen, ColorScheme.LIGHT, 1280);
        check(screen, ColorScheme.DARK, 320);
        screen.page().setViewportSize(1280, HEIGHT);
    }

    private static void check(Screen screen, ColorScheme scheme, int width) {
        screen.page().setViewportSize(width, HEIGHT);
        screen.page().emulateMedia(new EmulateMediaOptions().setColorScheme(scheme));
        check(screen.page(), screen.getClass().getSimpleName() + ", " + scheme + " at " + width + " px");
        assertThat(screen.page().evaluate("document.documentElement.scrollWidth"))
                .as("width of the page at %s px", width)
                .isEqualTo(width);
    }

    /** Fails with what is wrong with the page as it is now. */
    public static void check(Page page, String circumstances) {
        check(page, circumstances, List.of());
    }

    /** The same of a mail, which is shown within a page of the mail program's: landmarks and the heading are its. */
    public static void checkMail(Page page, String circumstances) {
        check(page, circumstances, List.of("landmark-one-main", "page-has-heading-one", "region"));
    }

    private static void check(Page page, String circumstances, List<String> without) {
        // Our pages have no frames, of which the other mode gathers what it found in a tab of its own.
        AxeBuilder axe = new AxeBuilder(page).setLegacyMode(true);
        if (!without.isEmpty()) {
            axe.disableRules(without);
        }
        List<Rule> violations = axe.analyze().getViolations();
        if (!violations.isEmpty()) {
            throw new AssertionError(circumstances + ", at " + page.url() + ":\n"
                    + violations.stream().map(Axe::describe).collect(Collectors.joining("\n")));
        }
    }

    private static String describe(Rule rule) {
        return "- " + rule.getImpact() + ": " + rule.getHelp() + " (" + rule.getHelpUrl() + ")\n"
                + rule.getNodes().stream().map(Axe::describe).collect(Collectors.joining("\n"));
    }

    private static String describe(CheckedNode node) {
        return "    " + node.getTarget() + " " + node.getHtml() + "\n    "
                + String.valueOf(node.getFailureSummary()).replace("\n", "\n    ");
    }
}
