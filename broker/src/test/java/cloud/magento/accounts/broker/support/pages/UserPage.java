package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.Optional;
import java.util.function.Function;

/** Account settings with the section Single Sign-On. */
public final class UserPage extends Screen {
    public UserPage(Page page) {
        super(page, "#magento-status");
    }

    public boolean isConnected() {
        return "connected".equals(find("#magento-status").getAttribute("data-status"));
    }

    public <T extends Screen> T connect(Function<Page, T> next) {
        return click("#magento-connect", next);
    }

    public <T extends Screen> T switchAccount(Function<Page, T> next) {
        return click("#magento-switch", next);
    }

    public <T extends Screen> T signOut(Function<Page, T> next) {
        return click("#magento-sign-out", next);
    }

    /** Makes the page one that the sign-in's cookie was renewed after. */
    public void forgetWhoOpenedIt() {
        page().evaluate("document.querySelectorAll('input[name=stateChecker]').forEach(input => input.value ="
                + " 'earlier')");
    }

    public String you() {
        return text("#magento-account");
    }

    public String upstream() {
        return text("#magento-upstream");
    }

    public String section() {
        return text("#magento-sso-heading");
    }

    public String provider() {
        return text("#magento-provider");
    }

    public String status() {
        return text("#magento-status");
    }

    public String connectLabel() {
        return text("#magento-connect");
    }

    /** Where everything else of the account is. */
    public String consoleAddress() {
        return String.valueOf(find("#magento-console").getAttribute("href"));
    }

    public Optional<String> since() {
        return ifThere("#magento-since");
    }

    public Optional<String> deadline() {
        return ifThere("#magento-deadline");
    }

    public Optional<String> notice() {
        return ifThere("#magento-notice");
    }
}
