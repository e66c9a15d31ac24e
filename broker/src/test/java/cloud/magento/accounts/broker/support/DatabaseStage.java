package cloud.magento.accounts.broker.support;

import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A broker on another database than H2, and its Magento.com: started when first needed and kept for all tests of the
 * run that want this database, so that they share its accounts' realm. Of a test that fails what the broker logged
 * meanwhile is printed.
 */
public final class DatabaseStage implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {
    private final Kind kind;
    private @Nullable Servers servers;
    private int logged;

    private DatabaseStage(Kind kind) {
        this.kind = kind;
    }

    public static DatabaseStage onPostgreSql() {
        return new DatabaseStage(Kind.POSTGRESQL);
    }

    public static DatabaseStage onMariaDb() {
        return new DatabaseStage(Kind.MARIADB);
    }

    @Override
    public void beforeAll(ExtensionContext tests) {
        take(tests);
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        take(test);
        magento().behave();
        magento().requests().clear();
        logged = broker().log().end();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        test.getExecutionException()
                .ifPresent(failure -> System.err.println(test.getDisplayName() + " on " + kind
                        + " failed; meanwhile the broker said:\n"
                        + broker().log().since(logged)));
    }

    public Broker broker() {
        return present().broker;
    }

    public MagentoStandIn magento() {
        return present().magento;
    }

    private void take(ExtensionContext context) {
        servers = Stage.once(context, kind, Servers.class, () -> new Servers(kind.start));
    }

    private Servers present() {
        if (servers == null) {
            throw new IllegalStateException("Only within a test");
        }
        return servers;
    }

    private enum Kind {
        POSTGRESQL(Broker::onPostgres),
        MARIADB(Broker::onMariaDb);

        private final Function<MagentoStandIn, Broker> start;

        Kind(Function<MagentoStandIn, Broker> start) {
            this.start = start;
        }
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
