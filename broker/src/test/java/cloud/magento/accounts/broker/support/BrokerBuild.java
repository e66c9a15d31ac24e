package cloud.magento.accounts.broker.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/**
 * The broker built as its guide tells: for another kind of database than H2, for several nodes, for a proxy that
 * vouches for people's certificates and for container registries; or for another path than the root.
 */
final class BrokerBuild {
    private static final Path SHIPPED = Path.of("target", "magento-broker").toAbsolutePath();
    private static final String MARK = "assembled";
    private static final String BUILT = "built";
    private static final List<String> OUR_JARS =
            List.of("magento-provider.jar", "magento-themes.jar", "magento-broker.jar");

    /** What is as old as the assembly. */
    static final Path ASSEMBLED = SHIPPED.resolve(MARK);

    /** The proxy sends them in the header {@code Client-Cert} (RFC 9440). */
    private static final String CERTIFICATES = "--spi-x509cert-lookup--provider=rfc9440";

    /** Container registries: one more protocol by which tokens are asked for. */
    private static final String REGISTRIES = "--features=docker";

    private BrokerBuild() {}

    /** The broker that we ship. */
    static Path serverFolder() {
        return SHIPPED;
    }

    /** Keycloak's own command in the broker that we ship. */
    static Path serverCommand() {
        return SHIPPED.resolve("bin/kc.sh");
    }

    /**
     * The command that starts the broker built for this kind of database; it is built once for each assembly of the
     * broker.
     *
     * @param vendor the value of Keycloak's build option {@code --db}
     */
    static Path startScript(String vendor) {
        return startScript("on-" + vendor, List.of("--db=" + vendor, CERTIFICATES, REGISTRIES));
    }

    /** The command that starts the broker built for this path, with health and metrics where they always are. */
    static Path startScriptUnder(String path) {
        return startScript(
                "under" + path.replace('/', '-'),
                List.of("--http-relative-path=" + path, "--http-management-relative-path=/"));
    }

    /**
     * Keycloak as its makers ship it, built for PostgreSQL, and the same with our jars in it as the guide tells; each
     * is built once for each assembly of the broker.
     *
     * @param ours whether our jars are in it
     */
    static Path keycloak(boolean ours) {
        String name = ours ? "keycloak-with-jar" : "keycloak-without-jar";
        Path folder = Path.of("target", name).toAbsolutePath();
        try {
            OneAtATime.run(name, () -> {
                if (!Files.exists(folder.resolve(BUILT)) || !stamp(folder).equals(stamp(SHIPPED))) {
                    run(List.of("rm", "-rf", folder.toString()));
                    run(List.of("cp", "-a", SHIPPED.toString(), folder.toString()));
                    for (String part : ours ? List.of("magento-broker.jar") : OUR_JARS) {
                        Files.delete(folder.resolve("providers").resolve(part));
                    }
                    Files.delete(folder.resolve("conf/keycloak.conf"));
                    run(List.of(
                            folder.resolve("bin/kc.sh").toString(), "build", "--db=postgres", "--health-enabled=true"));
                    Files.createFile(folder.resolve(BUILT));
                }
            });
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path startScript(String name, List<String> options) {
        Path root = Path.of("target", name).toAbsolutePath();
        Path built = root.resolve("broker/target/magento-broker");
        try {
            OneAtATime.run(name, () -> {
                if (!Files.exists(root.resolve("start")) || !stamp(built).equals(stamp(SHIPPED))) {
                    build(options, root, built);
                }
            });
            return root.resolve("start");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void build(List<String> options, Path root, Path built) throws IOException {
        run(List.of("rm", "-rf", root.toString()));
        Files.createDirectories(built.getParent());
        run(List.of("cp", "-a", SHIPPED.toString(), built.toString()));
        run(Stream.concat(Stream.of(built.resolve("bin/kc.sh").toString(), "build"), options.stream())
                .toList());
        Path project = Path.of("..").toAbsolutePath().normalize();
        Files.createSymbolicLink(root.resolve("tools"), project.resolve("tools"));
        Files.createSymbolicLink(root.resolve("start"), project.resolve("start"));
    }

    private static FileTime stamp(Path server) throws IOException {
        return Files.getLastModifiedTime(server.resolve(MARK));
    }

    /** Runs a command to its end; fails with what it said. */
    static void run(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_OPTS_APPEND", ServerProcess.SPARING + " -XX:TieredStopAtLevel=1");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + " failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
