package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;

/** What helps who cannot sign in, and what a reference means. */
public final class HelpPage extends Screen {
    public HelpPage(Page page) {
        super(page, "#second-account");
    }

    /** How many cases are answered. */
    public int cases() {
        return find(".magento-help-cases a").count();
    }
}
