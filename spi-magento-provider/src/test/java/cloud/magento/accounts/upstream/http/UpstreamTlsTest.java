package cloud.magento.accounts.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.net.CallDeadline;
import cloud.magento.accounts.net.NetworkRule;
import cloud.magento.accounts.upstream.protocol.Outcome;
import cloud.magento.accounts.upstream.protocol.TestTokens;
import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.ssl.SSLContexts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls go to an address that was checked, under the name that was configured: the certificate has to be the name's,
 * and somebody trusted has to vouch for it.
 */
class UpstreamTlsTest {
    private static final char[] PASSWORD = "of-no-use".toCharArray();
    private static final Map<String, String> FORM = Map.of("client_secret", "of the broker's", "code", "a");

    private final AtomicInteger calls = new AtomicInteger();
    private final UpstreamHttp http = new UpstreamHttp();

    @TempDir
    private Path folder;

    private HttpsServer server;

    @BeforeEach
    void bind() throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                calls.incrementAndGet();
                exchange.sendResponseHeaders(200, -1);
            }
        });
    }

    @AfterEach
    void stop() {
        server.stop(0);
        http.close();
    }

    @Test
    void callsPeerWithTrustedCertificateForItsName() throws Exception {
        KeyStore keys = serveAs("dns:localhost");

        assertThat(TestTokens.value(post(trusting(keys))).isOk()).isTrue();
        assertThat(calls).hasValue(1);
    }

    @Test
    void sendsNothingToUntrustedTlsPeer() throws Exception {
        serveAs("dns:localhost");

        assertThat(TestTokens.fault(post(HttpClients.createDefault()))).isEqualTo(UpstreamFault.TLS_FAILED);
        assertThat(calls).hasValue(0);
    }

    @Test
    void sendsNothingToTlsPeerWithCertificateForAnotherName() throws Exception {
        KeyStore keys = serveAs("dns:another.example,ip:127.0.0.1");

        assertThat(TestTokens.fault(post(trusting(keys)))).isEqualTo(UpstreamFault.TLS_FAILED);
        assertThat(calls).hasValue(0);
    }

    private Outcome<UpstreamAnswer> post(CloseableHttpClient client) throws IOException {
        URI url = URI.create("https://localhost:" + server.getAddress().getPort() + "/token");
        try (client) {
            return http.send(
                    client,
                    UpstreamCall.post(Endpoint.TOKEN, url, FORM),
                    new UpstreamHttp.Limits(
                            "realm magento",
                            CallDeadline.in(Duration.ofSeconds(20)),
                            1024,
                            new NetworkRule(false, true)));
        }
    }

    private KeyStore serveAs(String names) throws IOException, GeneralSecurityException {
        KeyStore keys = generate(names);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.start();
        return keys;
    }

    private static CloseableHttpClient trusting(KeyStore keys) throws GeneralSecurityException {
        return HttpClients.custom()
                .setSSLContext(
                        SSLContexts.custom().loadTrustMaterial(keys, null).build())
                .build();
    }

    /** A key and its certificate, signed by itself. */
    private KeyStore generate(String names) throws IOException, GeneralSecurityException {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "upstream",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=upstream",
                        "-ext",
                        "SAN=" + names,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.onExit().join().exitValue()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream content = Files.newInputStream(file)) {
            keys.load(content, PASSWORD);
        }
        // Trusted is what stands there as a certificate alone.
        keys.setCertificateEntry("trusted", keys.getCertificate("upstream"));
        return keys;
    }
}
