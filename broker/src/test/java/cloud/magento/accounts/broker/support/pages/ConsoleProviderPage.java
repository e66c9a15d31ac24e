package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;

/** The form of the realm's provider in Keycloak's admin console. */
public final class ConsoleProviderPage extends Screen {
    private static final String GROUP = ".pf-v5-c-form__group";
    private static final String ISSUER = GROUP + ":has-text(\"Connection: Issuer\")";

    /** Which page it is that shows. */
    public ConsoleProviderPage(Page page) {
        super(page, ISSUER);
    }

    /** Signs in as the server's administrator, wherever that leads. */
    public static ConsoleProviderPage signIn(Page page, String user, String password) {
        page.fill("#username", user);
        page.fill("#password", password);
        page.click("#kc-login");
        return new ConsoleProviderPage(page);
    }

    /** What the fields are called, in their order. */
    public List<String> labels() {
        return page().locator(".pf-v5-c-form__label-text, .pf-v5-c-switch__label-text").allInnerTexts().stream()
                .map(String::strip)
                .toList();
    }

    /** What the question mark beside a setting says. */
    public String help(String label) {
        group(label).locator("button.pf-v5-c-form__group-label-help").click();
        return page().locator(".pf-v5-c-popover__body").innerText();
    }

    /** Saves a setting, and returns what the console says to that. */
    public String save(String label, String value) {
        group(label).locator("input").fill(value);
        page().locator("button:has-text(\"Save\")").first().click();
        return page().locator(".pf-v5-c-alert").first().innerText();
    }

    private Locator group(String label) {
        return page().locator(GROUP)
                .filter(new Locator.FilterOptions().setHasText(label))
                .first();
    }
}
