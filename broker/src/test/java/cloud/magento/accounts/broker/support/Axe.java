package cloud.magento.accounts.broker.support;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.stream.Collectors;

/** Judges a page by axe-core: every rule it has, best practices included. */
public final class Axe {
    private Axe() {}

    /** Fails with what is wrong with the page as it is now. */
    public static void check(Page page, String circumstances) {
        // Our pages have no frames, of which the other mode gathers what it found in a tab of its own.
        List<Rule> violations =
                new AxeBuilder(page).setLegacyMode(true).analyze().getViolations();
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
