package cloud.magento.accounts.broker.support;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The broker as a stranger starts it, with no Magento.com but its own demo realm, for the tests of one class. */
public final class DemoStage implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private @Nullable Broker broker;
    private @Nullable Browsers browsers;

    @Override
    public void beforeAll(ExtensionContext tests) {
        broker = Broker.withDemoUpstream();
        browsers = Stage.once(tests, Browsers.class, Browsers.class, Browsers::new);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        Browsers open = present(browsers);
        test.getExecutionException().ifPresent(failure -> {
            open.photograph(test);
            System.err.println(test.getDisplayName() + " failed; the broker said:\n"
                    + broker().log().tail());
        });
        open.closeContexts();
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        broker().close();
    }

    public Broker broker() {
        return present(broker);
    }

    /** Somebody with a fresh browser in English. */
    public Visitor visitor() {
        return present(browsers).visitor(Visitor.speaking("en"));
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("Only within a test");
        }
        return value;
    }
}
