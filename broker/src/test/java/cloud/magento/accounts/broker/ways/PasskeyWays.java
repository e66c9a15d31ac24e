package cloud.magento.accounts.broker.ways;

import cloud.magento.accounts.broker.support.Http;
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

/** A passkey that was made before the deadline, in a real browser with an authenticator that says yes by itself. */
final class PasskeyWays {
    private static final String OUR_PAGE = "#magento-connect, #magento-continue";

    /** What the browser shows for an application that nobody serves. */
    private static final String NOBODY_THERE = "chrome-error:";

    private PasskeyWays() {}

    static List<Way> all() {
        return List.of(
                Way.of("passkey from before the deadline", PasskeyWays::passkey).stoppedByTheAction());
    }

    private static Finding passkey(Scene scene) {
        App app = scene.place().app();
        Page page = scene.grounds().stage().visitor().firstTab();
        List<String> returns = new ArrayList<>();
        page.onRequest(request -> {
            if (request.url().startsWith(App.CALLBACK)) {
                returns.add(request.url());
            }
        });
        plugInAuthenticator(page);
        scene.beforeTheDeadline();
        register(scene, page);
        page.waitForCondition(() -> page.url().startsWith(NOBODY_THERE));
        scene.afterTheDeadline();
        returns.clear();
        page.context().clearCookies();
        page.navigate(app.signIn().toString(), new NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        page.waitForCondition(
                () -> !returns.isEmpty() || page.locator(OUR_PAGE).first().isVisible());
        return returns.isEmpty()
                ? Finding.ofHtml(page.content())
                : Finding.ofTokens(app.redeem(Http.parameter(URI.create(returns.get(0)), "code")));
    }

    private static void register(Scene scene, Page page) {
        page.onDialog(PasskeyWays::name);
        page.navigate(scene.place()
                .app()
                .signIn(Map.of("kc_action", "webauthn-register-passwordless"))
                .toString());
        page.locator("#username").fill(scene.account().username());
        page.locator("#password").fill(scene.account().password());
        page.locator("#kc-login").click();
        // The button does nothing until the page's script has run, which it does before the page has loaded.
        page.locator("#registerWebAuthn").waitFor();
        page.waitForLoadState();
        page.locator("#registerWebAuthn").click();
    }

    private static void name(Dialog dialog) {
        dialog.accept("Key");
    }

    private static void plugInAuthenticator(Page page) {
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
}
