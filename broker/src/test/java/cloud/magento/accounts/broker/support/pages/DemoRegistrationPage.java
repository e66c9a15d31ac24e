package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.function.Function;

/** The form by which the demo realm that plays Magento.com takes new people. */
public final class DemoRegistrationPage extends Screen {
    public DemoRegistrationPage(Page page) {
        super(page, "form#kc-register-form[action*='/realms/magento.com/']");
    }

    public <T extends Screen> T submit(String username, String email, String password, Function<Page, T> next) {
        find("#username").fill(username);
        find("#email").fill(email);
        find("#firstName").fill("Ada");
        find("#lastName").fill("Upstream");
        find("#password").fill(password);
        find("#password-confirm").fill(password);
        return click("#kc-register-form input[type=submit], #kc-register-form button[type=submit]", next);
    }
}
