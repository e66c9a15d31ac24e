package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;

/** The stand-in's own page for whoever is signed in there. */
public final class MagentoAccountPage extends Screen {
    public MagentoAccountPage(Page page) {
        super(page, "body[data-page=account]");
    }
}
