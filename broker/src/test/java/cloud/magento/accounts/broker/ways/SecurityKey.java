package cloud.magento.accounts.broker.ways;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.NavigateOptions;
import com.microsoft.playwright.options.WaitUntilState;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A security key (WebAuthn) in a real browser, which says yes by itself, and an application that nobody serves. */
final class SecurityKey {
    /** What the browser shows for an application that nobody serves. */
    private static final String NOBODY_THERE = "chrome-error:";

    private final Page page;
    private final App app;
    private final List<String> returns = new ArrayList<>();

    SecurityKey(Page page, App app) {
        this.page = page;
        this.app = app;
        page.onRequest(request -> {
            if (request.url().startsWith(App.CALLBACK)) {
                returns.add(request.url());
            }
        });
        page.onDialog(SecurityKey::name);
        plugIn();
    }

    Page page() {
        return page;
    }

    /**
     * Signs in by password and registers the key with the account.
     *
     * @param action the required action that does so
     */
    void register(Account account, String action) {
        page.navigate(app.signIn(Map.of("kc_action", action)).toString());
        enter(account);
        press("#registerWebAuthn");
        page.waitForCondition(() -> page.url().startsWith(NOBODY_THERE));
        returns.clear();
        page.context().clearCookies();
    }

    void open(URI address) {
        page.navigate(address.toString(), new NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
    }

    void enter(Account account) {
        page.locator("#username").fill(account.username());
        page.locator("#password").fill(account.password());
        page.locator("#kc-login").click();
    }

    /** Shows the key to the page that asks for it. */
    void show() {
        press("#authenticateWebAuthnButton");
    }

    boolean hasReturned() {
        return !returns.isEmpty();
    }

    /** Waits until the browser is back at the application, unless something else comes first. */
    void awaitReturnOr(BooleanSupplier other) {
        page.waitForCondition(() -> (hasReturned() && page.url().startsWith(NOBODY_THERE)) || other.getAsBoolean());
    }

    /** What the application is given for the code that it came back with. */
    Answer redeem() {
        Answer tokens = app.redeem(Http.parameter(URI.create(returns.get(0)), "code"));
        returns.clear();
        return tokens;
    }

    /** The button does nothing until the page's script has run, which it does before the page has loaded. */
    private void press(String button) {
        page.locator(button).waitFor();
        page.waitForLoadState();
        page.locator(button).click();
    }

    private void plugIn() {
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject arguments = new JsonObject();
        arguments.add("options", options);
        CDPSession browser = page.context().newCDPSession(page);
        browser.send("WebAuthn.enable");
        browser.send("WebAuthn.addVirtualAuthenticator", arguments);
    }

    private static void name(Dialog dialog) {
        dialog.accept("Key");
    }
}
