package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.List;

/** Whatever shows, for what is not ours, or where it is enough that something does. */
public final class AnyPage extends Screen {
    public AnyPage(Page page) {
        super(page, "h1");
    }

    /** Whether it is the page on which Keycloak ends a sign-in. */
    public boolean isError() {
        return find("#kc-error-message").count() == 1;
    }

    /** What the page's buttons post, in their order. */
    public List<String> actions() {
        return find("button[name=action]").all().stream()
                .map(button -> button.getAttribute("value"))
                .toList();
    }

    /** Waits until the page says this, for one that fetches what it shows. */
    public void awaitText(String text) {
        find("body").getByText(text).first().waitFor();
    }
}
