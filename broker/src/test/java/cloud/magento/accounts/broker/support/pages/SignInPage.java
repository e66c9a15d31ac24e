package cloud.magento.accounts.broker.support.pages;

import cloud.magento.accounts.broker.support.Account;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.Optional;
import java.util.function.Function;

/**
 * The broker's sign-in page: Magento.com first, the local form below; or what succeeded last in this browser, and the
 * other folded away.
 */
public final class SignInPage extends Screen {
    private static final String MAGENTO = "#social-magento";

    public SignInPage(Page page) {
        super(page, "body:has(#kc-form-login)");
    }

    /** Signs in with the account's own password. */
    public <T extends Screen> T enter(Account account, Function<Page, T> next) {
        return enter(account.username(), account.password(), next);
    }

    public <T extends Screen> T enter(String username, String password, Function<Page, T> next) {
        unfold("#kc-login");
        find("#username").fill(username);
        find("#password").fill(password);
        return click("#kc-login", next);
    }

    /** Gives the password once more, where the page knows who it is. */
    public <T extends Screen> T confirm(Account account, Function<Page, T> next) {
        unfold("#kc-login");
        find("#password").fill(account.password());
        return click("#kc-login", next);
    }

    public <T extends Screen> T withMagento(Function<Page, T> next) {
        unfold(MAGENTO);
        return click(MAGENTO, next);
    }

    public <T extends Screen> T forgotPassword(Function<Page, T> next) {
        unfold("#kc-login");
        return click("a[href*='reset-credentials']", next);
    }

    /** Whether the way through Magento.com stands above the local form. */
    public boolean offersMagentoFirst() {
        return find(MAGENTO).boundingBox().y < find("#username").boundingBox().y;
    }

    /** Whether the way through Magento.com can be seen without unfolding anything. */
    public boolean showsMagento() {
        return find(MAGENTO).isVisible();
    }

    /** The same of the local form. */
    public boolean showsPassword() {
        return find("#password").isVisible();
    }

    /** Which way has the look of the page's main button: its id. */
    public String mainWay() {
        return String.valueOf(
                find("a.pf-m-primary:visible, button.pf-m-primary:visible").getAttribute("id"));
    }

    /** The line that stands for the way folded away. */
    public Optional<String> folded() {
        return ifThere("details > summary");
    }

    private void unfold(String inside) {
        Locator summary = find("details:not([open]):has(" + inside + ") > summary");
        if (summary.count() > 0) {
            summary.click();
        }
    }

    /** Whether the page leads to a new password for a forgotten one. */
    public boolean offersNewPassword() {
        return find("a[href*='reset-credentials']").count() > 0;
    }

    /** What the page says above the form. */
    public String alert() {
        return text(".pf-v5-c-alert");
    }

    /** What the form says of a name or password that does not fit. */
    public Optional<String> fieldError() {
        return ifThere("#input-error-username");
    }
}
