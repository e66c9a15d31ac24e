package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;

/** Keycloak's page that asks for a code of an authenticator app. */
public final class SecondFactorPage extends Screen {
    public SecondFactorPage(Page page) {
        super(page, "#kc-otp-login-form");
    }
}
