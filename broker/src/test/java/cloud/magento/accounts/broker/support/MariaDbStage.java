package cloud.magento.accounts.broker.support;

import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A broker on MariaDB, and its Magento.com: started when first needed and kept for all tests of the run that want this
 * database, so that they share its accounts' realm. Of a test that fails what the broker logged meanwhile is printed.
 */
public final class MariaDbStage implements BeforeEachCallback, AfterEachCallback {
    private @Nullable Servers servers;
    private int logged;

    @Override
    public void beforeEach(ExtensionContext test) {
        servers = Stage.once(test, Servers.class, Servers.class, Servers::new);
        magento().behave();
        magento().requests().clear();
        logged = broker().log().end();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        test.getExecutionException()
                .ifPresent(failure -> System.err.println(test.getDisplayName()
                        + " on MariaDB failed; meanwhile the broker said:\n"
                        + broker().log().since(logged)));
    }

    public Broker broker() {
        return present().broker;
    }

    public MagentoStandIn magento() {
        return present().magento;
    }

    private Servers present() {
        if (servers == null) {
            throw new IllegalStateException("Only within a test");
        }
        return servers;
    }

    private static final class Servers implements AutoCloseable {
        private final MagentoStandIn magento = MagentoStandIn.start();
        private final Broker broker = Broker.onMariaDb(magento);

        @Override
        public void close() {
            broker.close();
            magento.close();
        }
    }
}
