package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.function.Function;

/** Keycloak's page that takes a new password. */
public final class NewPasswordPage extends Screen {
    public NewPasswordPage(Page page) {
        super(page, "#password-new");
    }

    public <T extends Screen> T choose(String password, Function<Page, T> next) {
        find("#password-new").fill(password);
        find("#password-confirm").fill(password);
        return click("#kc-passwd-update-form [type=submit]", next);
    }
}
