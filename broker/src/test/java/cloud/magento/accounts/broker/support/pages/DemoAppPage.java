package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;

/** The relying party's page, shown once the broker has sent the person back. */
public final class DemoAppPage extends Screen {
    public DemoAppPage(Page page) {
        super(page, "body[data-page=demo-app]");
    }
}
