package cloud.magento.accounts.broker.support;

import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Two nodes as they run in production, their Magento.com and a mail server: started when first needed and kept for all
 * tests of the run that want them; the browsers are those of the run. Each test begins with the nodes answering in
 * turn. Of a test that fails the open pages are photographed, and what both nodes logged is printed.
 */
public final class ClusterStage implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {
    private @Nullable Servers servers;
    private @Nullable Browsers browsers;

    @Override
    public void beforeAll(ExtensionContext tests) {
        take(tests);
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        take(test);
        magento().behave();
        magento().requests().clear();
        cluster().answerInTurn();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        test.getExecutionException().ifPresent(failure -> {
            browsers().photograph(test);
            for (ServerLog log : cluster().logs()) {
                System.err.println(test.getDisplayName() + " failed; one node said:\n" + log.tail());
            }
        });
        browsers().closeContexts();
    }

    public Cluster cluster() {
        return present(servers).cluster;
    }

    /** The broker, whichever node answers. */
    public Broker broker() {
        return cluster().broker();
    }

    public MagentoStandIn magento() {
        return present(servers).magento;
    }

    public Mailbox mailbox() {
        return present(servers).mailbox;
    }

    /** Somebody with a fresh browser in English. */
    public Visitor visitor() {
        return browsers().visitor(Visitor.speaking("en"));
    }

    private Browsers browsers() {
        return present(browsers);
    }

    private void take(ExtensionContext context) {
        servers = Stage.once(context, Servers.class, Servers.class, Servers::new);
        browsers = Stage.once(context, Browsers.class, Browsers.class, Browsers::new);
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("Only within a test");
        }
        return value;
    }

    private static final class Servers implements AutoCloseable {
        private final MagentoStandIn magento = MagentoStandIn.start();
        private final Mailbox mailbox = Mailbox.open();
        private final Cluster cluster = Cluster.start(magento);

        Servers() {
            cluster.broker().admin().sendMailThrough(mailbox);
        }

        @Override
        public void close() {
            cluster.close();
            mailbox.close();
            magento.close();
        }
    }
}
