package cloud.magento.accounts.broker.support;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An LDAP directory with people in it, that a realm may read and not write. */
public final class Directory implements AutoCloseable {
    private static final String BASE = "dc=local,dc=example";
    private static final String PEOPLE = "ou=people," + BASE;
    private static final String READER = "cn=reader";
    private static final String READERS_PASSWORD = "reader's";

    private final InMemoryDirectoryServer server;

    private Directory(InMemoryDirectoryServer server) {
        this.server = server;
    }

    public static Directory open() {
        try {
            InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
            config.addAdditionalBindCredentials(READER, READERS_PASSWORD);
            config.setSchema(null);
            InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
            server.add(BASE, new Attribute("objectClass", "top", "domain"), new Attribute("dc", "local"));
            server.add(
                    PEOPLE, new Attribute("objectClass", "top", "organizationalUnit"), new Attribute("ou", "people"));
            server.startListening();
            return new Directory(server);
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new entry, whose id is one that no entry had before. */
    public Account add(Account person) {
        try {
            server.add(
                    dn(person),
                    new Attribute("objectClass", "top", "person", "organizationalPerson", "inetOrgPerson"),
                    new Attribute("uid", person.username()),
                    new Attribute("cn", person.firstName()),
                    new Attribute("sn", person.lastName()),
                    new Attribute("mail", person.email()),
                    new Attribute("userPassword", person.password()));
            return person;
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    public void remove(Account person) {
        try {
            server.delete(dn(person));
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Has the realm take people from here; the settings are named as in Keycloak's component. */
    public void serve(BrokerRealm realm, boolean imported, Map<String, String> settings) {
        Map<String, Object> config = new HashMap<>(Map.ofEntries(
                Map.entry("enabled", List.of("true")),
                Map.entry("priority", List.of("0")),
                Map.entry("importEnabled", List.of(Boolean.toString(imported))),
                Map.entry("editMode", List.of("READ_ONLY")),
                Map.entry("vendor", List.of("other")),
                Map.entry("connectionUrl", List.of("ldap://localhost:" + server.getListenPort())),
                Map.entry("usersDn", List.of(PEOPLE)),
                Map.entry("authType", List.of("simple")),
                Map.entry("bindDn", List.of(READER)),
                Map.entry("bindCredential", List.of(READERS_PASSWORD)),
                Map.entry("usernameLDAPAttribute", List.of("uid")),
                Map.entry("rdnLDAPAttribute", List.of("uid")),
                Map.entry("uuidLDAPAttribute", List.of("entryUUID")),
                Map.entry("userObjectClasses", List.of("inetOrgPerson, organizationalPerson"))));
        settings.forEach((name, value) -> config.put(name, List.of(value)));
        realm.admin()
                .addComponent(Map.of(
                        "name",
                        "directory",
                        "providerId",
                        "ldap",
                        "providerType",
                        "org.keycloak.storage.UserStorageProvider",
                        "config",
                        config));
    }

    @Override
    public void close() {
        server.shutDown(true);
    }

    private static String dn(Account person) {
        return "uid=" + person.username() + "," + PEOPLE;
    }
}
