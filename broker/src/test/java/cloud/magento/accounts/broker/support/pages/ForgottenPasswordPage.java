package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.function.Function;

/** Keycloak's page that mails a way to a new password. */
public final class ForgottenPasswordPage extends Screen {
    public ForgottenPasswordPage(Page page) {
        super(page, "#kc-reset-password-form");
    }

    public <T extends Screen> T send(String username, Function<Page, T> next) {
        find("#username").fill(username);
        return click("#kc-reset-password-form [type=submit]", next);
    }
}
