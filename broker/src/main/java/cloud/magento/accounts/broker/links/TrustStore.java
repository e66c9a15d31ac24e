package cloud.magento.accounts.broker.links;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The certificates that vouch for the server: a PEM file, or a key store as {@code keytool} makes it. */
final class TrustStore {
    /** As Keycloak's own command has it. */
    static final String PASSWORD = "KC_CLI_TRUSTSTORE_PASSWORD";

    private static final String PEM = "-----BEGIN CERTIFICATE-----";

    private TrustStore() {}

    /** @param password what opens a key store; a PEM file needs none */
    static SSLContext read(Path file, Optional<String> password) {
        try {
            KeyStore store = store(Files.readAllBytes(file), password);
            if (store.size() == 0) {
                throw unusable(file);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(file);
        }
    }

    private static KeyStore store(byte[] content, Optional<String> password)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        if (new String(content, StandardCharsets.ISO_8859_1).contains(PEM)) {
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(content))) {
                store.setCertificateEntry("certificate-" + number++, certificate);
            }
            return store;
        }
        char @Nullable [] letters = password.map(String::toCharArray).orElse(null);
        store.load(new ByteArrayInputStream(content), letters);
        return store;
    }

    private static CommandException unusable(Path file) {
        return CommandException.usage("No certificate can be read from " + file + ". It is a PEM file, or a key store"
                + " (PKCS12, JKS) whose password is in " + PASSWORD + ".");
    }
}
