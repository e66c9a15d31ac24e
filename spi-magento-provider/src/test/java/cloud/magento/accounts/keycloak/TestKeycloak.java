package cloud.magento.accounts.keycloak;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.upstream.MagentoIdentityProviderFactory;
import cloud.magento.accounts.upstream.TestConfigs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.broker.provider.IdentityProvider;
import org.keycloak.common.Profile;
import org.keycloak.common.crypto.CryptoIntegration;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.storage.DatastoreProvider;
import org.keycloak.storage.UserStorageProvider;
import org.keycloak.tracing.NoopTracingProvider;
import org.keycloak.tracing.TracingProvider;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Keycloak without its server: its own models of realms, accounts, groups and providers on a database, and in memory
 * what a server keeps there or gets with a request. It has one realm, which no other test has.
 */
public abstract class TestKeycloak implements KeycloakSessionFactory {
    private final TestDatabase database;
    private final List<ProviderEventListener> listeners = new CopyOnWriteArrayList<>();
    private final List<ProviderEvent> published = new CopyOnWriteArrayList<>();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Map<Class<?>, Map<String, ProviderFactory<?>>> factories = new HashMap<>();
    private final Map<Class<?>, Function<KeycloakSession, ? extends Provider>> providers = new HashMap<>();
    private final TestUserSessions userSessions = Partial.of(TestUserSessions.class);
    private final TestKeys keys = Partial.of(TestKeys.class);
    private final String realmId = UUID.randomUUID().toString();

    TestKeycloak(TestDatabase database) {
        this.database = database;
    }

    /** On H2, which is the quickest. */
    public static TestKeycloak start() {
        return on(TestDatabase.H2);
    }

    public static TestKeycloak on(TestDatabase database) {
        Profile.defaults();
        CryptoIntegration.init(TestKeycloak.class.getClassLoader());
        TestResponses.use();
        TestKeycloak keycloak = Partial.of(TestKeycloak.class, database);
        keycloak.provide(EventListenerProvider.class, Partial.of(EventRecorder.class, keycloak.events));
        keycloak.provide(ExecutorsProvider.class, session -> Partial.of(AtOnce.class));
        keycloak.provide(DatastoreProvider.class, session -> Partial.of(TestStores.class, session));
        keycloak.provide(IdentityProvider.class, new MagentoIdentityProviderFactory());
        keycloak.provide(TracingProvider.class, session -> new NoopTracingProvider());
        keycloak.run(session -> session.realms().createRealm(keycloak.realmId, "realm-" + keycloak.realmId));
        keycloak.published.clear();
        return keycloak;
    }

    /** Gives the realm the provider, with these keys and values among its settings. */
    public TestKeycloak withProvider(String... settings) {
        run(session -> session.identityProviders().create(TestConfigs.with(settings)));
        return this;
    }

    /** An enabled account in the realm. */
    public TestAccount account(String username) {
        return new TestAccount(this, username);
    }

    /** The realm's id. */
    public String realmId() {
        return realmId;
    }

    /** A session within a transaction, to be closed. */
    public TestSession begin() {
        TestSession session = create();
        session.getTransactionManager().begin();
        KeycloakSessionUtil.setKeycloakSession(session);
        RealmModel realm = session.realms().getRealm(realmId);
        if (realm != null) {
            session.getContext().setRealm(realm);
        }
        return session;
    }

    /** Does it in a transaction of its own, and commits. */
    public void run(Consumer<TestSession> task) {
        ask(session -> {
            task.accept(session);
            return true;
        });
    }

    /** Asks it in a transaction of its own, and commits. */
    public <T> T ask(Function<TestSession, T> question) {
        try (TestSession session = begin()) {
            try {
                return question.apply(session);
            } catch (RuntimeException | Error e) {
                session.getTransactionManager().setRollbackOnly();
                throw e;
            }
        }
    }

    /** Whatever Keycloak's listeners were told, the oldest first. */
    public List<ProviderEvent> published() {
        return List.copyOf(published);
    }

    /** Those of one kind. */
    public <T extends ProviderEvent> List<T> published(Class<T> type) {
        return published.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The events that a realm keeps, the oldest first. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    public TestUserSessions userSessions() {
        return userSessions;
    }

    /** The realm's keys: none, until one is made. */
    public TestKeys keys() {
        return keys;
    }

    /** A provider that Keycloak has one factory of. */
    public <T extends Provider> void provide(Class<T> type, Function<KeycloakSession, ? extends T> provider) {
        providers.put(type, provider);
    }

    /** A provider that Keycloak has several factories of. */
    public <T extends Provider> void provide(Class<? super T> type, ProviderFactory<? extends T> factory) {
        factories.computeIfAbsent(type, key -> new HashMap<>()).put(factory.getId(), factory);
    }

    boolean hasDirectory() {
        return factories.containsKey(UserStorageProvider.class);
    }

    @Nullable
    Function<KeycloakSession, ? extends Provider> provider(Class<?> type) {
        return providers.get(type);
    }

    public TestDatabase database() {
        return database;
    }

    @Override
    public TestSession create() {
        return Partial.of(TestSession.class, this);
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // As Keycloak does.
    public <T extends Provider> ProviderFactory<T> getProviderFactory(Class<T> type, String id) {
        ProviderFactory factory = factories.getOrDefault(type, Map.of()).get(id);
        if (factory == null) {
            throw new UnsupportedOperationException("No " + type.getSimpleName() + " called " + id + " here");
        }
        return factory;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // As Keycloak does.
    public <T extends Provider> ProviderFactory<T> getProviderFactory(Class<T> type) {
        Map<String, ProviderFactory<?>> known = factories.getOrDefault(type, Map.of());
        if (known.size() != 1) {
            throw new UnsupportedOperationException("Not one " + type.getSimpleName() + " here");
        }
        ProviderFactory only = known.values().iterator().next();
        return only;
    }

    @Override
    @SuppressWarnings("rawtypes") // As Keycloak has it.
    public Stream<ProviderFactory> getProviderFactoriesStream(Class<? extends Provider> type) {
        return new ArrayList<ProviderFactory>(
                        factories.getOrDefault(type, Map.of()).values())
                .stream();
    }

    @Override
    public void register(ProviderEventListener listener) {
        listeners.add(listener);
    }

    @Override
    public void unregister(ProviderEventListener listener) {
        listeners.remove(listener);
    }

    @Override
    public void publish(ProviderEvent event) {
        published.add(event);
        listeners.forEach(listener -> listener.onEvent(event));
    }

    @Override
    public void invalidate(KeycloakSession session, InvalidableObjectType type, Object... params) {}

    /** Keeps each event, as a listener that is in every realm. */
    abstract static class EventRecorder implements EventListenerProviderFactory {
        private final List<Event> events;

        EventRecorder(List<Event> events) {
            this.events = events;
        }

        @Override
        public EventListenerProvider create(KeycloakSession session) {
            return Partial.of(Recorder.class, events);
        }

        @Override
        public String getId() {
            return "recorder";
        }

        @Override
        public boolean isGlobal() {
            return true;
        }
    }

    /** What a server does behind a request is done before it is over. */
    abstract static class AtOnce implements ExecutorsProvider {
        @Override
        public ExecutorService getExecutor(String name) {
            return new DirectExecutor();
        }

        @Override
        public void close() {}
    }

    private static final class DirectExecutor extends AbstractExecutorService {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }

    abstract static class Recorder implements EventListenerProvider {
        private final List<Event> events;

        Recorder(List<Event> events) {
            this.events = events;
        }

        @Override
        public void onEvent(Event event) {
            events.add(event.clone());
        }

        @Override
        public void close() {}
    }
}
