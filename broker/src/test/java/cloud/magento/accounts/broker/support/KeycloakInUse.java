package cloud.magento.accounts.broker.support;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An operator's Keycloak on PostgreSQL, which begins as its makers ship it; our jars are put into it and taken out of
 * it again, with a restart, while its database and its address stay.
 */
public final class KeycloakInUse implements AutoCloseable {
    private static final String ADMIN = "admin";

    private final int port = Ports.free();
    private final int managementPort = Ports.free();
    private final DatabaseServer database = Postgres.start();
    private final Path data =
            Path.of("target", "brokers", Integer.toString(port)).toAbsolutePath();
    private final Admin admin = new Admin(url("/"), ADMIN, ADMIN);
    private ServerProcess process = start(false);

    /** Starts it without our jars. */
    public static KeycloakInUse start() {
        KeycloakInUse keycloak = new KeycloakInUse();
        keycloak.awaitReady();
        return keycloak;
    }

    public void putJarsIn() {
        restart(true);
    }

    public void takeJarsOut() {
        restart(false);
    }

    public URI url(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    public BrokerRealm realm(String name) {
        return new BrokerRealm(this::url, admin, name);
    }

    public Admin admin() {
        return admin;
    }

    public Database database() {
        return new Database(database.url(), database.user(), database.user());
    }

    @Override
    public void close() {
        process.close();
        database.close();
    }

    private void restart(boolean ours) {
        process.stop();
        process = start(ours);
        awaitReady();
    }

    private void awaitReady() {
        process.awaitAnswer(URI.create("http://localhost:" + managementPort + "/health/ready"));
    }

    private ServerProcess start(boolean ours) {
        return ServerProcess.start(
                BrokerBuild.keycloak(ours).resolve("bin/kc.sh"),
                List.of(
                        "start",
                        "--optimized",
                        "--http-enabled=true",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port,
                        "--hostname=" + url(""),
                        "--http-management-host=127.0.0.1",
                        "--http-management-port=" + managementPort),
                data,
                environment());
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN);
        environment.put("KC_DB_URL", database.url());
        environment.put("KC_DB_USERNAME", database.user());
        environment.put("KC_DB_PASSWORD", database.user());
        environment.put("KC_CACHE", "local");
        environment.put("JAVA_OPTS_APPEND", ServerProcess.SPARING + " -XX:TieredStopAtLevel=1");
        environment.put(
                "KC_SPI_BRUTE_FORCE_PROTECTOR__DEFAULT_BRUTE_FORCE_DETECTOR__ALLOW_CONCURRENT_REQUESTS", "true");
        environment.put("KC_SPI_PASSWORD_HASHING__ARGON2__ITERATIONS", "1");
        environment.put("KC_SPI_PASSWORD_HASHING__ARGON2__MEMORY", "64");
        return environment;
    }
}
