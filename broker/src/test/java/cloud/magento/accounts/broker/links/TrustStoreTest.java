package cloud.magento.accounts.broker.links;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.ledger.Ran;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose certificate only its owner vouches for. */
class TrustStoreTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    static Path home;

    private static TestServer server;

    private TestTerminal terminal;

    @BeforeAll
    static void aServerWithACertificateOfItsOwn() throws Exception {
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-keystore",
                file("server.p12"));
        keytool("-exportcert", "-alias", "server", "-rfc", "-file", file("ca.pem"), "-keystore", file("server.p12"));
        keytool("-importcert", "-noprompt", "-alias", "ca", "-file", file("ca.pem"), "-keystore", file("trust.p12"));
        server = TestServer.withTls(keys());
    }

    @AfterAll
    static void noServer() {
        server.close();
    }

    @BeforeEach
    void aShell() {
        terminal = new TestTerminal(home).with(Session.SECRET, "x");
    }

    @Test
    void distrustsUnknownCertificate() {
        int before = server.asked().size();

        Ran ran = login();

        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.err())
                .contains("cannot be trusted")
                .contains("--truststore")
                .hasLineCount(1);
        assertThat(server.asked()).hasSize(before);
    }

    @Test
    void trustsCertificateOfPemFileOrKeyStore() {
        assertThat(login("--truststore", file("ca.pem")).code()).isZero();
        assertThat(login("--truststore", file("trust.p12")).err()).contains("KC_CLI_TRUSTSTORE_PASSWORD");
        terminal.with(TrustStore.PASSWORD, "wrong");
        assertThat(login("--truststore", file("trust.p12")).code()).isEqualTo(2);
        terminal.with(TrustStore.PASSWORD, PASSWORD);
        assertThat(login("--truststore", file("trust.p12")).code()).isZero();
    }

    private Ran login(String... more) {
        List<String> arguments = new ArrayList<>(List.of("login", "--server", server.address(), "--realm", "shop"));
        arguments.addAll(List.of(more));
        return terminal.run(arguments.toArray(String[]::new));
    }

    private static SSLContext keys() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of(file("server.p12")))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static String file(String name) {
        return home.resolve(name).toString();
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor()).isZero();
    }
}
