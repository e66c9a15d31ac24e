package cloud.magento.accounts.broker.support.pages;

import cloud.magento.accounts.broker.support.Account;
import com.microsoft.playwright.Page;
import java.util.function.Function;

/** Keycloak's form for a new account with a password of its own. */
public final class RegistrationPage extends Screen {
    public RegistrationPage(Page page) {
        super(page, "#kc-register-form");
    }

    public <T extends Screen> T submit(Account account, Function<Page, T> next) {
        find("#username").fill(account.username());
        find("#email").fill(account.email());
        find("#firstName").fill(account.firstName());
        find("#lastName").fill(account.lastName());
        find("#password").fill(account.password());
        find("#password-confirm").fill(account.password());
        return click("#kc-register-form [type=submit]", next);
    }
}
