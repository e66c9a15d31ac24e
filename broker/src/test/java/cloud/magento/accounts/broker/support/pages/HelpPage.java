package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.Optional;

/** What helps who cannot sign in, and what a reference means. */
public final class HelpPage extends Screen {
    public HelpPage(Page page) {
        super(page, "#second-account");
    }

    /** How many cases are answered. */
    public int cases() {
        return find("section:has(h3 + ol)").count();
    }

    /** What the page advises about the person's own account, or empty where it knows of none. */
    public Optional<String> advice() {
        return find("#yours").all().stream()
                .map(section -> section.getAttribute("data-advice"))
                .findFirst();
    }

    /** What became of looking a reference up: {@code found}, {@code unknown} or {@code wait}. */
    public String outcome() {
        return String.valueOf(find("#magento-outcome").getAttribute("data-outcome"));
    }
}
