package cloud.magento.accounts.database;

import cloud.magento.accounts.campaign.CampaignJpaProviderFactory;
import cloud.magento.accounts.keycloak.Partial;
import cloud.magento.accounts.ledger.LedgerJpaProviderFactory;
import cloud.magento.accounts.ledger.webhook.WebhookJpaProviderFactory;
import cloud.magento.accounts.outage.OutageJpaProviderFactory;
import cloud.magento.accounts.registry.RegistryJpaProviderFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.common.Version;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.updater.liquibase.LiquibaseJpaUpdaterProvider;
import org.keycloak.connections.jpa.updater.liquibase.conn.DefaultLiquibaseConnectionProvider;
import org.keycloak.connections.jpa.updater.liquibase.conn.LiquibaseConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.Provider;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Keycloak's tables and ours, by the change logs by which a server makes them at its first start, and their entities.
 * Like any script that is worked out before it is run, it takes no note of what a change did to a table on the way: of
 * offline sessions it keeps more indexes than a server does.
 */
final class Schema {
    private static final int CONNECTIONS = 40;
    private static final List<JpaEntityProvider> OURS = List.of(
            new RegistryJpaProviderFactory().create(Partial.of(UpdatingSession.class)),
            new LedgerJpaProviderFactory().create(Partial.of(UpdatingSession.class)),
            new OutageJpaProviderFactory().create(Partial.of(UpdatingSession.class)),
            new CampaignJpaProviderFactory().create(Partial.of(UpdatingSession.class)),
            new WebhookJpaProviderFactory().create(Partial.of(UpdatingSession.class)));

    private static final Path KEPT = Path.of("target", "databases");
    private static final Pattern STATEMENT_END = Pattern.compile(";\\s*\n");
    private static final Pattern LIQUIBASES_OWN =
            Pattern.compile("(?i)^(insert into|create table|alter table|update|delete from)\\s+\\S*databasechangelog");

    private final String vendor;
    private final DatabaseServer server;

    Schema(String vendor, DatabaseServer server) {
        this.vendor = vendor;
        this.server = server;
    }

    void create() {
        String url = server.url();
        try (Connection connection = DriverManager.getConnection(url, server.user(), server.user());
                Statement statement = connection.createStatement()) {
            Path script = script(connection);
            connection.setAutoCommit(false);
            for (String sql : statements(script)) {
                statement.execute(sql);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What Keycloak's change logs and ours come to, as one script. To work that out takes much longer than to run it,
     * so it is kept for as long as neither changes.
     */
    private Path script(Connection connection) throws IOException {
        Path script = KEPT.resolve("schema-" + vendor + "-" + version() + ".sql");
        if (!Files.exists(script)) {
            DefaultLiquibaseConnectionProvider liquibase = new DefaultLiquibaseConnectionProvider();
            liquibase.init(Partial.of(DatabaseScope.class, vendor));
            UpdatingSession session = Partial.of(UpdatingSession.class);
            session.liquibase = liquibase.create(session);
            Path written = Files.createTempFile(Files.createDirectories(KEPT), "schema-", ".sql");
            new LiquibaseJpaUpdaterProvider(session).export(connection, null, written.toFile());
            Files.move(written, script, StandardCopyOption.ATOMIC_MOVE);
        }
        return script;
    }

    /** All but Liquibase's own notes of what it did. */
    private static List<String> statements(Path script) throws IOException {
        return STATEMENT_END
                .splitAsStream(Files.readString(script, StandardCharsets.UTF_8))
                .map(text -> text.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n")))
                .map(String::strip)
                .filter(sql -> !sql.isEmpty() && !LIQUIBASES_OWN.matcher(sql).find())
                .toList();
    }

    private static String version() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Version.VERSION.getBytes(StandardCharsets.UTF_8));
            for (JpaEntityProvider provider : OURS) {
                try (InputStream changes = resource("/" + provider.getChangelogLocation())) {
                    digest.update(changes.readAllBytes());
                }
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(Schema.class.getResourceAsStream(name), name);
    }

    SessionFactory units() {
        Configuration configuration = new Configuration();
        Properties properties = configuration.getProperties();
        properties.putAll(keycloaks("property", "name", "value"));
        properties.put("hibernate.connection.url", server.url());
        properties.put("hibernate.connection.username", server.user());
        properties.put("hibernate.connection.password", server.user());
        properties.put("hibernate.connection.pool_size", CONNECTIONS);
        for (Object name : keycloaks("class", null, null).keySet()) {
            configuration.addAnnotatedClass(named(name.toString()));
        }
        OURS.stream().flatMap(provider -> provider.getEntities().stream()).forEach(configuration::addAnnotatedClass);
        return configuration.buildSessionFactory();
    }

    /** What Keycloak's persistence unit has. */
    private static Properties keycloaks(String element, @Nullable String key, @Nullable String value) {
        try (InputStream unit = resource("/default-persistence.xml")) {
            Document document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(unit);
            NodeList found = document.getElementsByTagName(element);
            Properties properties = new Properties();
            for (int i = 0; i < found.getLength(); i++) {
                Element one = (Element) found.item(i);
                properties.put(
                        key == null ? one.getTextContent() : one.getAttribute(key),
                        value == null ? "" : one.getAttribute(value));
            }
            return properties;
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What Keycloak's updater asks of a session. */
    abstract static class UpdatingSession implements KeycloakSession {
        private @Nullable LiquibaseConnectionProvider liquibase;

        @Override
        public <T extends Provider> @Nullable T getProvider(Class<T> type) {
            return type.cast(liquibase);
        }

        @Override
        @SuppressWarnings("unchecked") // Of our entities nothing else is asked.
        public <T extends Provider> Set<T> getAllProviders(Class<T> type) {
            return (Set<T>) new LinkedHashSet<>(OURS);
        }
    }

    /** Settings that name the kind of the database. */
    abstract static class DatabaseScope implements Config.Scope {
        private final String vendor;

        DatabaseScope(String vendor) {
            this.vendor = vendor;
        }

        @Override
        public Config.Scope root() {
            return this;
        }

        @Override
        public String get(String key, String whenAbsent) {
            return key.equals("db") ? vendor : whenAbsent;
        }

        @Override
        public Long getLong(String key, Long whenAbsent) {
            return whenAbsent;
        }
    }
}
