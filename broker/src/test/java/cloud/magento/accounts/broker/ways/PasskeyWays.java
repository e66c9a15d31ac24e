package cloud.magento.accounts.broker.ways;

import java.util.List;

/** A passkey that was made before the deadline, in a real browser with an authenticator that says yes by itself. */
final class PasskeyWays {
    private static final String OUR_PAGE = "#magento-connect, #magento-continue";

    private PasskeyWays() {}

    static List<Way> all() {
        return List.of(
                Way.of("passkey from before the deadline", PasskeyWays::passkey).stoppedByTheAction());
    }

    private static Finding passkey(Scene scene) {
        App app = scene.place().app();
        SecurityKey key = new SecurityKey(scene.grounds().stage().visitor().firstTab(), app);
        scene.beforeTheDeadline();
        key.register(scene.account(), "webauthn-register-passwordless");
        scene.afterTheDeadline();
        key.open(app.signIn());
        key.awaitReturnOr(() -> key.page().locator(OUR_PAGE).first().isVisible());
        return key.hasReturned()
                ? Finding.ofTokens(key.redeem())
                : Finding.ofHtml(key.page().content());
    }
}
