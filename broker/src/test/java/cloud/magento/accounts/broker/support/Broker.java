package cloud.magento.accounts.broker.support;

import cloud.magento.accounts.broker.ledger.Ran;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The broker as people run it, by {@code ./start}, on free ports of the loopback interface with data of its own. Its
 * Magento.com is a stand-in, or the demo realm that {@code ./start} brings along.
 */
public final class Broker implements AutoCloseable {
    /** How the variables begin that say where the log key is. */
    public static final String LOG_KEY = "KC_SPI_EVENTS_LISTENER__MAGENTO_LEDGER__LOG_KEY_";

    public static final String REALM = "accounts.magento.cloud";
    public static final String PROVIDER = "magento";
    public static final String DEMO_UPSTREAM_REALM = "magento.com";

    static final String DATABASE_USER = "broker";
    static final String ADMIN = "admin";
    private static final String ISSUER = "MAGENTO_ISSUER";
    private static final String JAVA_OPTIONS = "JAVA_OPTS_APPEND";
    private final int port;
    private final int address;
    private final String publicPath;
    private final Optional<Path> builtElsewhere;
    private final int managementPort;
    private final int cibaPort;
    private final int kerberosPort;
    private final Path data;
    private final String databaseUrl;
    private final String databaseUser;
    private final Optional<DatabaseServer> server;
    private final boolean ownsDatabase;
    private final Map<String, String> variables;
    private ServerProcess process;
    private final Admin admin;
    private final Set<String> furtherRealms = ConcurrentHashMap.newKeySet();

    private Broker(
            Map<String, String> variables,
            OptionalInt address,
            Optional<DatabaseServer> server,
            Optional<String> database) {
        this(variables, address, "", Optional.empty(), server, database);
    }

    private Broker(
            Map<String, String> variables,
            OptionalInt address,
            String publicPath,
            Optional<Path> builtElsewhere,
            Optional<DatabaseServer> server,
            Optional<String> database) {
        this.variables = variables;
        this.port = Ports.free();
        this.address = address.orElse(port);
        this.publicPath = publicPath;
        this.builtElsewhere = builtElsewhere;
        this.managementPort = Ports.free();
        this.cibaPort = Ports.free();
        this.kerberosPort = Ports.free();
        this.data = Path.of("target", "brokers", Integer.toString(port)).toAbsolutePath();
        this.server = server;
        this.ownsDatabase = database.isEmpty();
        this.databaseUser = server.map(DatabaseServer::user).orElse(DATABASE_USER);
        this.databaseUrl = database.or(() -> server.map(DatabaseServer::url))
                .orElseGet(() -> variables.containsKey(ISSUER)
                        ? EmptyDatabase.copiedTo(data.resolve("h2"))
                        : EmptyDatabase.url(data.resolve("home/data/h2")));
        this.process = start();
        this.admin = new Admin(url("/"), ADMIN, ADMIN);
        process.awaitAnswer(management("/health/ready"));
    }

    private ServerProcess start() {
        return ServerProcess.start(
                server.map(DatabaseServer::vendor)
                        .map(BrokerBuild::startScript)
                        .or(() -> builtElsewhere)
                        .orElseGet(Broker::startScript),
                arguments(),
                data,
                environment(variables));
    }

    private List<String> arguments() {
        List<String> arguments = List.of("--no-build", "--verbose");
        return address == port
                ? arguments
                : Stream.concat(arguments.stream(), Stream.of("--", "--hostname=" + url("")))
                        .toList();
    }

    /** Starts a broker that knows the stand-in, and is known there. */
    public static Broker withUpstream(MagentoStandIn magento) {
        return withUpstream(magento, Map.of(), Optional.empty());
    }

    /** The same for many tests: slower to start, and faster once it has served a while. */
    public static Broker forLong(MagentoStandIn magento) {
        return withOptions(magento, Map.of(JAVA_OPTIONS, "-XX:TieredStopAtLevel=4"));
    }

    /** The same with options of the server, as variables: {@code KC_...}. */
    public static Broker withOptions(MagentoStandIn magento, Map<String, String> options) {
        return withUpstream(magento, options, Optional.empty());
    }

    /** The same on a PostgreSQL server of its own, which ends with it, with further options for the server's Java. */
    public static Broker onPostgres(MagentoStandIn magento, String javaOptions) {
        return withUpstream(magento, Map.of(JAVA_OPTIONS, javaOptions), Optional.of(Postgres.start()));
    }

    /** The same, known to the world by this port, behind which somebody else gives it the requests. */
    static Broker onPostgresBehind(int address, MagentoStandIn magento) {
        return withUpstream(magento, Map.of(), Optional.of(Postgres.start()), OptionalInt.of(address));
    }

    /** The same on a MariaDB server of its own, which ends with it. */
    public static Broker onMariaDb(MagentoStandIn magento) {
        return withUpstream(magento, Map.of(), Optional.of(MariaDb.start()));
    }

    /**
     * The same with a path of its own that only the proxy before it knows; the world knows another one, at the proxy.
     * This is also what the server is told by its own option for the host name.
     */
    static Broker behind(LoadBalancer proxy, String publicPath, String ownPath, MagentoStandIn magento) {
        Broker broker = new Broker(
                known(magento, Map.of()),
                OptionalInt.of(proxy.port()),
                publicPath,
                Optional.of(BrokerBuild.startScriptUnder(ownPath)),
                Optional.empty(),
                Optional.empty());
        proxy.replacing(publicPath, ownPath);
        proxy.giveTo(List.of(broker.port()));
        broker.accounts().introduceTo(magento);
        return broker;
    }

    private static Broker withUpstream(
            MagentoStandIn magento, Map<String, String> options, Optional<DatabaseServer> server) {
        return withUpstream(magento, options, server, OptionalInt.empty());
    }

    private static Broker withUpstream(
            MagentoStandIn magento, Map<String, String> options, Optional<DatabaseServer> server, OptionalInt address) {
        Broker broker = new Broker(known(magento, options), address, server, Optional.empty());
        broker.accounts().introduceTo(magento);
        if (address.isEmpty()) {
            // Behind somebody else it answers later.
            broker.accounts().withoutProbes();
        }
        return broker;
    }

    private static Map<String, String> known(MagentoStandIn magento, Map<String, String> options) {
        Map<String, String> variables = new HashMap<>(options);
        variables.put(ISSUER, magento.issuer());
        variables.put("MAGENTO_CLIENT_ID", magento.client().id());
        variables.put("MAGENTO_CLIENT_SECRET", magento.client().secret());
        return variables;
    }

    /** Starts a broker that is its own Magento.com. */
    public static Broker withDemoUpstream() {
        return new Broker(Map.of(), OptionalInt.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * One more server on the same database, with the same options and log key. It has an address of its own, unless
     * this one is known by somebody else's. It goes before this one does.
     */
    public Broker secondNode() {
        Map<String, String> shared = new HashMap<>(variables);
        shared.putIfAbsent(LOG_KEY + "FILE", logKey().toString());
        return new Broker(
                shared,
                address == port ? OptionalInt.empty() : OptionalInt.of(address),
                server,
                Optional.of(databaseUrl));
    }

    /** Kills the server, as a power failure would, and starts it again on its data. */
    public void crashAndRestart() {
        crash();
        restart();
    }

    /** Stops the server, and starts it again when the rest is done. */
    public void whileStopped(Runnable rest) {
        process.stop();
        try {
            rest.run();
        } finally {
            restart();
        }
    }

    /** Runs {@code kc.sh import} on the data, which puts the file's realm in the place of that of its name. */
    public Ran importRealm(Path file) {
        return new StartCommand(BrokerBuild.serverCommand(), data, environment(variables))
                .run("import", "--optimized", "-Dkc.home.dir=" + data.resolve("home"), "--file=" + file);
    }

    /** Runs {@code kc.sh export} on the data: the realm with its accounts. */
    public Ran exportRealm(String realm, Path file) {
        return new StartCommand(BrokerBuild.serverCommand(), data, environment(variables))
                .run(
                        "export",
                        "--optimized",
                        "-Dkc.home.dir=" + data.resolve("home"),
                        "--realm=" + realm,
                        "--users=same_file",
                        "--file=" + file);
    }

    void crash() {
        process.kill();
    }

    void restart() {
        process = start();
        process.awaitAnswer(management("/health/ready"));
    }

    public URI url(String path) {
        return URI.create("http://localhost:" + address + publicPath + path);
    }

    /** The accounts' realm, which the broker brings along. */
    public BrokerRealm accounts() {
        return new BrokerRealm(this, REALM);
    }

    /** A realm with this name, however it was made. */
    public BrokerRealm realm(String name) {
        return new BrokerRealm(this, name);
    }

    /** One more realm like it under this name, with this upstream; made when it is first asked for. */
    public BrokerRealm further(String name, MagentoStandIn upstream) {
        BrokerRealm realm = new BrokerRealm(this, name);
        if (furtherRealms.add(name)) {
            admin.post("", BrokerRealm.template(name, upstream));
            return realm.introduceTo(upstream);
        }
        return realm.useUpstream(upstream);
    }

    /** An address of the accounts' realm. */
    public URI realmUrl(String path) {
        return accounts().url(path);
    }

    /** An address of the management interface. */
    public URI management(String path) {
        return URI.create("http://127.0.0.1:" + managementPort + path);
    }

    /** Where the broker asks a person by the back channel (CIBA); nobody listens there until a test does. */
    public URI cibaDevice() {
        return URI.create("http://127.0.0.1:" + cibaPort + "/ask");
    }

    /**
     * Where the broker looks for a Kerberos realm's key distribution centre; nobody listens there until a test does.
     */
    public int kerberosPort() {
        return kerberosPort;
    }

    /** What the broker knows of Kerberos realms, in the form of krb5.conf; nothing, until a test writes it. */
    public Path kerberosConfig() {
        return data.resolve("krb5.conf");
    }

    /** The published address of the account page. */
    public URI accountPage() {
        return url("/user");
    }

    /** Where it listens. */
    int port() {
        return port;
    }

    public Admin server() {
        return admin;
    }

    /** The administration of the accounts' realm. */
    public RealmAdmin admin() {
        return accounts().admin();
    }

    public Database database() {
        return new Database(databaseUrl, databaseUser, databaseUser);
    }

    /** The log key that it made at its first start. */
    public Path logKey() {
        return data.resolve("home/data/log-key.pem");
    }

    public ServerLog log() {
        return process.log();
    }

    @Override
    public void close() {
        process.close();
        if (ownsDatabase) {
            server.ifPresent(DatabaseServer::close);
        }
    }

    private Map<String, String> environment(Map<String, String> given) {
        Map<String, String> environment = new HashMap<>(given);
        environment.put("BROKER_PORT", Integer.toString(port));
        environment.put("BROKER_MANAGEMENT_PORT", Integer.toString(managementPort));
        environment.put("BROKER_DATA", data.toString());
        environment.put("BROKER_ADMIN", ADMIN);
        environment.put("BROKER_ADMIN_PASSWORD", ADMIN);
        environment.put("KC_CACHE_EMBEDDED_NETWORK_BIND_ADDRESS", "127.0.0.1");
        environment.put("KC_CACHE_EMBEDDED_NETWORK_BIND_PORT", Integer.toString(Ports.freeForCluster()));
        server.ifPresent(node -> environment.put("KC_CACHE", "ispn"));
        environment.put("KC_DB_URL", databaseUrl);
        environment.put("KC_DB_USERNAME", databaseUser);
        environment.put("KC_DB_PASSWORD", databaseUser);
        environment.merge(
                JAVA_OPTIONS,
                ServerProcess.SPARING + " -Dh2.bindAddress=127.0.0.1 -Djava.security.krb5.conf=" + kerberosConfig(),
                (one, other) -> one + " " + other);
        coverageAgent().ifPresent(agent -> environment.merge(JAVA_OPTIONS, agent, (one, other) -> one + " " + other));
        // Keycloak ends a sign-in after its answer, in a thread of its own, and until then takes the account's next one
        // for a wrong password. Tests are fast enough to meet that, people are not.
        environment.put(
                "KC_SPI_BRUTE_FORCE_PROTECTOR__DEFAULT_BRUTE_FORCE_DETECTOR__ALLOW_CONCURRENT_REQUESTS", "true");
        // Races begin with hundreds of accounts; nobody has to be kept from guessing their passwords.
        environment.put("KC_SPI_PASSWORD_HASHING__ARGON2__ITERATIONS", "1");
        environment.put("KC_SPI_PASSWORD_HASHING__ARGON2__MEMORY", "64");
        environment.put(
                "KC_SPI_CIBA_AUTH_CHANNEL__CIBA_HTTP_AUTH_CHANNEL__HTTP_AUTHENTICATION_CHANNEL_URI",
                cibaDevice().toString());
        return environment;
    }

    /** What has the server note which branches of ours it takes, where that is asked for. */
    private Optional<String> coverageAgent() {
        return Optional.ofNullable(System.getProperty("coverage.agent"))
                .map(agent -> "-javaagent:" + agent + "=includes=cloud.magento.accounts.*,destfile="
                        + Path.of("target", "coverage", port + ".exec").toAbsolutePath());
    }

    /** The tests run in the broker's module; the command lies beside it. */
    static Path startScript() {
        Path script = Path.of("..", "start").toAbsolutePath().normalize();
        if (!Files.isExecutable(script)) {
            throw new IllegalStateException("No command at " + script + "; the tests run in the module broker");
        }
        return script;
    }
}
