package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.function.Function;

/** The log-in page of the demo realm that plays Magento.com. */
public final class DemoMagentoPage extends Screen {
    public DemoMagentoPage(Page page) {
        super(page, "form#kc-form-login[action*='/realms/magento.com/']");
    }

    public <T extends Screen> T logIn(String username, String password, Function<Page, T> next) {
        find("#username").fill(username);
        find("#password").fill(password);
        return click("#kc-login", next);
    }

    public <T extends Screen> T register(Function<Page, T> next) {
        return click("#kc-registration a", next);
    }
}
