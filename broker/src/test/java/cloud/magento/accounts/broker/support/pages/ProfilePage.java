package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.function.Function;

/** Keycloak's page that asks a new account for what its profile lacks. */
public final class ProfilePage extends Screen {
    public ProfilePage(Page page) {
        super(page, "#kc-update-profile-form");
    }

    public String email() {
        return find("#email").inputValue();
    }

    public <T extends Screen> T submit(String email, Function<Page, T> next) {
        find("#email").fill(email);
        return click("#kc-update-profile-form [type=submit]", next);
    }
}
