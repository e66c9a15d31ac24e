package cloud.magento.accounts.broker.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;

/**
 * An H2 database as the server's first start makes it, with all tables, Keycloak's own realm and its administrator, but
 * without our realm. It is made once for each assembly of the broker, since that is most of the work of a start; what a
 * start with no database does is tested with the demo realm, which never begins with this.
 */
final class EmptyDatabase {
    private static final Path ROOT = Path.of("target", "empty-database").toAbsolutePath();
    private static final String NAME = "keycloakdb.mv.db";
    private static final Path FILE = ROOT.resolve(NAME);

    private EmptyDatabase() {}

    /** A copy in this folder; its address. */
    static String copiedTo(Path folder) {
        try {
            OneAtATime.run("empty-database", () -> {
                if (!Files.exists(FILE) || !stamp(FILE).equals(stamp(BrokerBuild.ASSEMBLED))) {
                    make();
                }
            });
            Files.createDirectories(folder);
            Files.copy(FILE, folder.resolve(NAME));
            return url(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of the one in this folder. */
    static String url(Path folder) {
        return "jdbc:h2:file:" + folder.resolve("keycloakdb")
                + ";NON_KEYWORDS=VALUE;AUTO_SERVER=TRUE;LOCK_TIMEOUT=30000";
    }

    private static void make() throws IOException {
        BrokerBuild.run(List.of("rm", "-rf", ROOT.toString()));
        Path home = Files.createDirectories(ROOT.resolve("work/home"));
        Path server = BrokerBuild.serverFolder();
        for (String part : List.of("bin", "conf", "lib", "providers", "themes")) {
            Files.createSymbolicLink(home.resolve(part), server.resolve(part));
        }
        int port = Ports.free();
        int managementPort = Ports.free();
        ServerProcess process = ServerProcess.start(
                BrokerBuild.serverCommand(),
                List.of(
                        "start",
                        "--optimized",
                        "-Dkc.home.dir=" + home,
                        "--http-port=" + port,
                        "--http-management-host=127.0.0.1",
                        "--http-management-port=" + managementPort),
                ROOT.resolve("work"),
                Map.of(
                        "KC_DB_URL",
                        url(home.resolve("data/h2")),
                        "KC_DB_USERNAME",
                        Broker.DATABASE_USER,
                        "KC_DB_PASSWORD",
                        Broker.DATABASE_USER,
                        "KC_CACHE",
                        "local",
                        "KC_BOOTSTRAP_ADMIN_USERNAME",
                        Broker.ADMIN,
                        "KC_BOOTSTRAP_ADMIN_PASSWORD",
                        Broker.ADMIN,
                        "JAVA_OPTS_APPEND",
                        ServerProcess.SPARING + " -XX:TieredStopAtLevel=1 -Dh2.bindAddress=127.0.0.1"));
        process.awaitAnswer(URI.create("http://127.0.0.1:" + managementPort + "/health/ready"));
        process.stop();
        Files.move(home.resolve("data/h2").resolve(NAME), FILE, StandardCopyOption.ATOMIC_MOVE);
        Files.setLastModifiedTime(FILE, stamp(BrokerBuild.ASSEMBLED));
    }

    private static FileTime stamp(Path file) throws IOException {
        return Files.getLastModifiedTime(file);
    }
}
