package cloud.magento.accounts.broker.support;

import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A broker of another kind than that of the {@link Stage}, and its Magento.com: started when first needed and kept for
 * all tests of the run that want this kind. Of a test that fails what the broker logged meanwhile is printed.
 */
public abstract class FurtherStage implements BeforeEachCallback, AfterEachCallback {
    private final Function<MagentoStandIn, Broker> start;
    private @Nullable Servers servers;
    private int logged;

    FurtherStage(Function<MagentoStandIn, Broker> start) {
        this.start = start;
    }

    @Override
    public final void beforeEach(ExtensionContext test) {
        servers = Stage.once(test, getClass(), Servers.class, () -> new Servers(start));
        magento().behave();
        magento().requests().clear();
        logged = broker().log().end();
    }

    @Override
    public final void afterEach(ExtensionContext test) {
        test.getExecutionException()
                .ifPresent(failure -> System.err.println(test.getDisplayName() + " failed on a "
                        + getClass().getSimpleName() + "; meanwhile the broker said:\n"
                        + broker().log().since(logged)));
    }

    public final Broker broker() {
        return present().broker;
    }

    public final MagentoStandIn magento() {
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
        private final Broker broker;

        Servers(Function<MagentoStandIn, Broker> start) {
            broker = start.apply(magento);
        }

        @Override
        public void close() {
            broker.close();
            magento.close();
        }
    }
}
