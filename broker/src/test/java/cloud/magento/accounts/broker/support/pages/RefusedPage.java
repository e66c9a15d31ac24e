package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.Optional;
import java.util.function.Function;

/** The end of a way that could not be gone: why, what to do, and a reference. */
public final class RefusedPage extends Screen {
    public RefusedPage(Page page) {
        super(page, "#magento-reason");
    }

    /** The reason's code, for example {@code already-linked}. */
    public String reason() {
        return String.valueOf(find("#magento-reason").getAttribute("data-reason"));
    }

    /** How many buttons or links the page's own part has. */
    public int waysOn() {
        return find(".magento-page button, .magento-page a").count();
    }

    /** Whether it asks again by itself. */
    public boolean waits() {
        return find("#magento-waits").count() > 0;
    }

    /** Why an operator says that Magento.com is out of order, or empty where nobody does. */
    public Optional<String> outageReason() {
        return ifThere("#magento-outage-reason");
    }

    public <T extends Screen> T usePassword(Function<Page, T> next) {
        return click("#magento-password", next);
    }

    public <T extends Screen> T retry(Function<Page, T> next) {
        return click("#magento-retry", next);
    }

    public <T extends Screen> T useAnother(Function<Page, T> next) {
        return click("#magento-other", next);
    }

    public <T extends Screen> T toAccount(Function<Page, T> next) {
        return click("#magento-account", next);
    }
}
