package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;

/** Whatever shows, for what is not ours, or where it is enough that something does. */
public final class AnyPage extends Screen {
    public AnyPage(Page page) {
        super(page, "h1");
    }

    /** Whether it is the page on which Keycloak ends a sign-in. */
    public boolean isError() {
        return find("#kc-error-message").count() == 1;
    }
}
