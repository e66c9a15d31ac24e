package cloud.magento.accounts.broker.support;

import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Two nodes as they run in production, their Magento.com and a mail server, for all tests of a class; the browsers are
 * those of the run. Each test begins with the nodes answering in turn. Of a test that fails the open pages are
 * photographed, and what both nodes logged is printed.
 */
public final class ClusterStage implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private final MagentoStandIn magento = MagentoStandIn.start();
    private final Mailbox mailbox = Mailbox.open();
    private @Nullable Cluster cluster;
    private @Nullable Browsers browsers;

    @Override
    public void beforeAll(ExtensionContext tests) {
        cluster = Cluster.start(magento);
        cluster.broker().admin().sendMailThrough(mailbox);
        browsers = Stage.once(tests, Browsers.class, Browsers.class, Browsers::new);
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        magento.behave();
        magento.requests().clear();
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

    @Override
    public void afterAll(ExtensionContext tests) {
        if (cluster != null) {
            cluster.close();
        }
        mailbox.close();
        magento.close();
    }

    public Cluster cluster() {
        return present(cluster);
    }

    /** The broker, whichever node answers. */
    public Broker broker() {
        return cluster().broker();
    }

    public MagentoStandIn magento() {
        return magento;
    }

    public Mailbox mailbox() {
        return mailbox;
    }

    /** Somebody with a fresh browser in English. */
    public Visitor visitor() {
        return browsers().visitor(Visitor.speaking("en"));
    }

    private Browsers browsers() {
        return present(browsers);
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("Only within a test");
        }
        return value;
    }
}
