package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;

/** Whatever shows, for what is not ours, or where it is enough that something does. */
public final class AnyPage extends Screen {
    public AnyPage(Page page) {
        super(page, "h1");
    }
}
