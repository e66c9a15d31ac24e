package cloud.magento.accounts.ledger;

import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestOptions;
import cloud.magento.accounts.ledger.logkey.LogKey;
import cloud.magento.accounts.ledger.logkey.TestKeyFiles;
import java.util.Map;
import org.keycloak.events.EventListenerProvider;

/** Servers with and without a log key. */
public final class TestLogKeys {
    private TestLogKeys() {}

    /** The server has this log key from now on, in a file. */
    public static void provide(TestKeycloak keycloak, LogKey key) {
        provide(keycloak, Map.of("log-key-file", TestKeyFiles.of(key)));
    }

    /** The server has this log key from now on, and that one handed over to it. */
    static void provide(TestKeycloak keycloak, LogKey key, LogKey previous) {
        provide(
                keycloak,
                Map.of("log-key-file", TestKeyFiles.of(key), "log-key-previous-file", TestKeyFiles.of(previous)));
    }

    /** The server has no log key any more. */
    public static void withdraw(TestKeycloak keycloak) {
        provide(keycloak, Map.of());
    }

    static void provide(TestKeycloak keycloak, Map<String, String> options) {
        LedgerEventListenerFactory listener = new LedgerEventListenerFactory();
        listener.init(TestOptions.of(options));
        keycloak.provide(EventListenerProvider.class, listener);
    }
}
