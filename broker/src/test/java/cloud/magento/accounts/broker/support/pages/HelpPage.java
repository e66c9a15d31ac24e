package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;

/** What helps who cannot sign in, and what a reference means. */
public final class HelpPage extends Screen {
    public HelpPage(Page page) {
        super(page, "#second-account");
    }

    /** How many cases are answered. */
    public int cases() {
        return find("section:has(h3 + ol)").count();
    }

    /** What became of looking a reference up: {@code found}, {@code unknown} or {@code wait}. */
    public String outcome() {
        return String.valueOf(find("#magento-outcome").getAttribute("data-outcome"));
    }
}
