package cloud.magento.accounts.broker.support;

import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import com.microsoft.playwright.Browser.NewContextOptions;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * What a story plays on: the broker, its Magento.com, browsers and a mail server, started when first needed and kept
 * for all stories of the run. Each test begins after the deadline with a well-behaved upstream, and what it sets here
 * holds until its end. Of a test that fails the open pages are photographed, and what the broker logged meanwhile is
 * printed.
 */
public final class Stage implements BeforeEachCallback, AfterEachCallback {
    private static final Namespace RUN = Namespace.create(Stage.class);

    private @Nullable Servers servers;
    private @Nullable Browsers browsers;
    private boolean changed;
    private int logged;

    @Override
    public void beforeEach(ExtensionContext test) {
        servers = once(test, Servers.class, Servers.class, Servers::new);
        browsers = once(test, Browsers.class, Browsers.class, Browsers::new);
        magento().behave();
        magento().requests().clear();
        logged = broker().log().end();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        Browsers open = present(browsers);
        test.getExecutionException().ifPresent(failure -> {
            open.photograph(test);
            System.err.println(test.getDisplayName() + " failed; meanwhile the broker said:\n"
                    + broker().log().since(logged));
        });
        open.closeContexts();
        if (changed) {
            policy(Policy.DUE);
            changed = false;
        }
    }

    public Broker broker() {
        return present(servers).broker;
    }

    public MagentoStandIn magento() {
        return present(servers).magento;
    }

    public Mailbox mailbox() {
        return present(servers).mailbox;
    }

    /** Sets the policy. */
    public void policy(Policy policy) {
        broker().admin().configureProvider(Broker.PROVIDER, policy.settings());
        changed = true;
    }

    /** A new account in the broker's realm. */
    public Account account(String firstName) {
        return broker().admin().create(Account.called(firstName));
    }

    /** A new person at Magento.com. */
    public Person person(String firstName) {
        return magento().add(Person.called(firstName));
    }

    /** A new account, tied to the person by an operator. */
    public Account linkedAccount(Person person) {
        Account account = account(person.name().split(" ")[0]);
        broker().admin().link(account, Broker.PROVIDER, person.subject(), person.preferredUsername());
        return account;
    }

    /** Somebody with a fresh browser in English. */
    public Visitor visitor() {
        return visitor(Visitor.speaking("en"));
    }

    public Visitor visitor(NewContextOptions options) {
        return present(browsers).visitor(options);
    }

    /** The servers that all stories of a run share. */
    private static final class Servers implements AutoCloseable {
        private final MagentoStandIn magento = MagentoStandIn.start();
        private final Mailbox mailbox = Mailbox.open();
        private final Broker broker = Broker.forLong(magento);

        Servers() {
            broker.admin().sendMailThrough(mailbox);
        }

        @Override
        public void close() {
            broker.close();
            mailbox.close();
            magento.close();
        }
    }

    /** What is under this key for the whole run, started when it is first asked for and closed at the end. */
    static <T extends AutoCloseable> T once(ExtensionContext test, Object key, Class<T> type, Supplier<T> start) {
        return test.getRoot().getStore(RUN).computeIfAbsent(key, unused -> start.get(), type);
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("Only within a test");
        }
        return value;
    }
}
