package cloud.magento.accounts.keycloak;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;
import org.keycloak.component.ComponentModel;
import org.keycloak.credential.UserCredentialManager;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.models.jpa.JpaUserProvider;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStorageManager;
import org.keycloak.storage.UserStorageProvider;
import org.keycloak.storage.UserStorageProviderFactory;
import org.keycloak.storage.UserStorageProviderModel;
import org.keycloak.storage.adapter.AbstractUserAdapter;
import org.keycloak.storage.user.UserLookupProvider;

/**
 * A directory from which Keycloak reads people and imports none, as it does with LDAP: an account is known by its user
 * name, and the directory may have an id for the entry.
 */
public final class TestDirectory implements UserStorageProviderFactory<TestDirectory.People> {
    private static final String ID = "test-directory";
    private static final String NO_ENTRY_ID = "";

    private final Map<String, String> entries = new ConcurrentHashMap<>();
    private final String component;

    private TestDirectory(TestKeycloak keycloak) {
        keycloak.provide(UserStorageProvider.class, this);
        keycloak.provide(ExecutorsProvider.class, session -> new Threads());
        component = keycloak.ask(session -> {
            UserStorageProviderModel model = new UserStorageProviderModel();
            model.setName("directory");
            model.setProviderId(ID);
            model.setProviderType(UserStorageProvider.class.getName());
            model.setImportEnabled(false);
            model.setEnabled(true);
            return session.realm().importComponentModel(model).getId();
        });
    }

    /** A directory of the realm. */
    public static TestDirectory of(TestKeycloak keycloak) {
        return new TestDirectory(keycloak);
    }

    /** Adds a person, whose entry has this id; gives the account's id. */
    public String add(String username, String entryId) {
        entries.put(username, entryId);
        return new StorageId(component, username).getId();
    }

    /** Adds a person of whom the directory knows nothing but the name; gives the account's id. */
    public String addWithoutEntryId(String username) {
        return add(username, NO_ENTRY_ID);
    }

    public void remove(String username) {
        entries.remove(username);
    }

    /** Keycloak's own way from accounts to where they are held. */
    static UserProvider accounts(TestSession of) {
        return new UserStorageManager(of) {
            @Override
            protected UserProvider localStorage() {
                return new JpaUserProvider(of, of.entities());
            }
        };
    }

    @Override
    public People create(KeycloakSession session, ComponentModel model) {
        return new People(session, model, entries);
    }

    @Override
    public String getId() {
        return ID;
    }

    /** Looks people up. */
    public static final class People implements UserStorageProvider, UserLookupProvider {
        private final KeycloakSession session;
        private final ComponentModel model;
        private final Map<String, String> entries;

        People(KeycloakSession session, ComponentModel model, Map<String, String> entries) {
            this.session = session;
            this.model = model;
            this.entries = entries;
        }

        @Override
        public @Nullable UserModel getUserById(RealmModel realm, String id) {
            return getUserByUsername(realm, StorageId.externalId(id));
        }

        @Override
        public @Nullable UserModel getUserByUsername(RealmModel realm, String username) {
            return entries.containsKey(username)
                    ? new Person(session, realm, model, username, String.valueOf(entries.get(username)))
                    : null;
        }

        @Override
        public @Nullable UserModel getUserByEmail(RealmModel realm, String email) {
            return email.endsWith("@example.com")
                    ? getUserByUsername(realm, email.substring(0, email.indexOf('@')))
                    : null;
        }

        @Override
        public void close() {}
    }

    /** Keycloak gives a directory a time to answer, and so asks it on another thread. */
    private static final class Threads implements ExecutorsProvider {
        @Override
        public ExecutorService getExecutor(String taskType) {
            return ForkJoinPool.commonPool();
        }

        @Override
        public void close() {}
    }

    private static final class Person extends AbstractUserAdapter {
        private final String username;
        private final String entryId;

        Person(KeycloakSession session, RealmModel realm, ComponentModel model, String username, String entryId) {
            super(session, realm, model);
            this.username = username;
            this.entryId = entryId;
        }

        @Override
        public String getUsername() {
            return username;
        }

        @Override
        public String getEmail() {
            return username + "@example.com";
        }

        @Override
        public @Nullable String getFirstAttribute(String name) {
            return name.equals("LDAP_ID") && !entryId.equals(NO_ENTRY_ID) ? entryId : super.getFirstAttribute(name);
        }

        @Override
        public SubjectCredentialManager credentialManager() {
            return new UserCredentialManager(session, realm, this);
        }
    }
}
