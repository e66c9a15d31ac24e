package cloud.magento.accounts.ledger.logkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cloud.magento.accounts.keycloak.TestOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogKeySettingsTest {
    /** RFC 8037, appendix A: the private key, its public half and that one's thumbprint. */
    private static final String RFC_SEED = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";

    private static final String RFC_X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    private static final String RFC_KID = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";
    private static final byte[] PKCS8_PREFIX = Base64.getDecoder().decode("MC4CAQAwBQYDK2VwBCIEIA==");
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    Path folder;

    private final Map<String, String> options = new HashMap<>();

    @Test
    void hasNoKeyWithoutOptions() {
        LogKeySettings settings = read();

        assertThat(settings.key()).isNull();
        assertThat(settings.checkpointEvery()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.checkpointEntries()).isEqualTo(1000);
        assertThat(settings).isEqualTo(LogKeySettings.NONE);
    }

    @Test
    void readsKeyAndNamesItByThumbprint() throws IOException {
        byte[] seed = Base64.getUrlDecoder().decode(RFC_SEED);
        byte[] encoded = Arrays.copyOf(PKCS8_PREFIX, PKCS8_PREFIX.length + seed.length);
        System.arraycopy(seed, 0, encoded, PKCS8_PREFIX.length, seed.length);
        options.put("log-key-file", file(pem("PRIVATE KEY", encoded), "rw-r-----"));

        LogKey key = key();

        assertThat(key.publicKey().x()).isEqualTo(RFC_X);
        assertThat(key.kid()).isEqualTo(RFC_KID);
        assertThat(read().toString()).doesNotContain(RFC_SEED);
    }

    @Test
    void signsWhatPublicHalfVerifies() {
        LogKey key = LogKey.generate();
        options.put("log-key-file", TestKeyFiles.of(key));

        assertThat(key().publicKey()).isEqualTo(key.publicKey());
        assertThat(key().pem()).isEqualTo(key.pem());
    }

    @Test
    void refusesTwoPlacesForOneKey() {
        options.put("log-key-file", TestKeyFiles.of(LogKey.generate()));
        options.put("log-key-keystore", "keys.p12");

        assertRefused("log-key-keystore", "two places");
    }

    @Test
    void refusesPreviousKeyThatIsKeyItself() {
        String file = TestKeyFiles.of(LogKey.generate());
        options.put("log-key-file", file);
        options.put("log-key-previous-file", file);

        assertRefused("log-key-previous-file", "is the log key itself");
    }

    @ParameterizedTest
    @ValueSource(strings = {"log-key-previous-file", "log-key-alias", "log-key-keystore-password-file"})
    void refusesOptionsOfKeyThatIsNotSet(String option) {
        options.put(option, "something");

        assertRefused(option, "no log key is");
    }

    @ParameterizedTest
    @CsvSource({
        "checkpoint-minutes, 0",
        "checkpoint-minutes, 1441",
        "checkpoint-minutes, hourly",
        "checkpoint-entries, 0",
        "checkpoint-entries, 1000001"
    })
    void refusesNumberOutOfBounds(String option, String value) {
        options.put(option, value);

        assertRefused(option, "is a number from 1 to");
    }

    @Nested
    class Unreadable {
        @ParameterizedTest
        @ValueSource(strings = {"rw-r--r--", "rw----r--", "rw-rw----", "rw-----w-"})
        void refusesFileThatIsOpenToOthers(String mode) throws IOException {
            options.put("log-key-file", file(LogKey.generate().pem(), mode));

            assertRefused("log-key-file", "is open to others");
        }

        @Test
        void refusesFileThatIsMissingOrFolder() {
            options.put("log-key-file", folder.resolve("none").toString());
            assertRefused("log-key-file", "is not there");

            options.put("log-key-file", folder.toString());
            assertRefused("log-key-file", "is no file");
        }

        @Test
        void refusesKeyOfAnotherKind() throws IOException, GeneralSecurityException {
            for (String kind : List.of("RSA", "EC", "Ed448", "X25519")) {
                KeyPair pair = KeyPairGenerator.getInstance(kind).generateKeyPair();
                options.put(
                        "log-key-file",
                        file(pem("PRIVATE KEY", pair.getPrivate().getEncoded()), "rw-------"));
                assertRefused("log-key-file", "holds no Ed25519 key");
                options.put(
                        "log-key-file", file(pem("PUBLIC KEY", pair.getPublic().getEncoded()), "rw-------"));
                assertRefused("log-key-file", "holds no private key");
            }
        }

        @Test
        void refusesWhatIsNoKey() throws IOException {
            String key = LogKey.generate().pem();
            options.put("log-key-file", file("", "rw-------"));
            assertRefused("log-key-file", "is no PEM file");
            options.put("log-key-file", file(key + LogKey.generate().pem(), "rw-------"));
            assertRefused("log-key-file", "more than one key");
            options.put("log-key-file", file(key.replace("PRIVATE", "ENCRYPTED PRIVATE"), "rw-------"));
            assertRefused("log-key-file", "is encrypted");
            options.put("log-key-file", file(pem("PRIVATE KEY", new byte[] {1, 2, 3}), "rw-------"));
            assertRefused("log-key-file", "holds no Ed25519 key");
        }
    }

    @Nested
    class Creation {
        @Test
        void makesKeyOnceThatNobodyElseReads() throws IOException {
            Path file = folder.resolve("data/log-key.pem");
            options.put("log-key-file", file.toString());
            options.put("log-key-create", "true");

            LogKeySettings first = read();
            assertThat(first.created()).isTrue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            try (var files = Files.list(file.getParent())) {
                assertThat(files).containsExactly(file);
            }

            LogKeySettings second = read();
            assertThat(second.created()).isFalse();
            assertThat(kid(second)).isEqualTo(kid(first)).isNotEmpty();
        }

        @Test
        void makesNoneUnlessAllowed() {
            options.put("log-key-file", folder.resolve("log-key.pem").toString());

            assertRefused("log-key-file", "is not there");
        }

        @Test
        void neverReplacesFileThatCannotBeUsed() throws IOException {
            String broken = file("nonsense", "rw-------");
            options.put("log-key-file", broken);
            options.put("log-key-create", "true");

            assertRefused("log-key-file", "is no PEM file");
            assertThat(Path.of(broken)).hasContent("nonsense");
        }
    }

    @Nested
    class Keystore {
        @ParameterizedTest
        @ValueSource(strings = {"PKCS12", "JKS"})
        void readsKeyFromKeystore(String type) throws Exception {
            String store = keystore(type, "Ed25519");
            options.put("log-key-keystore", store);
            options.put("log-key-alias", "one");
            options.put("log-key-keystore-password-file", file(PASSWORD + "\n", "rw-------"));
            String kid = key().kid();

            options.put("log-key-keystore-type", type);
            options.remove("log-key-keystore-password-file");
            options.put("log-key-keystore-password", PASSWORD);
            assertThat(key().kid()).isEqualTo(kid).hasSize(43);
        }

        @Test
        void refusesWrongPasswordAliasOrKind() throws Exception {
            options.put("log-key-keystore", keystore("PKCS12", "Ed25519"));
            assertRefused("log-key-alias", "is missing");
            options.put("log-key-alias", "two");
            assertRefused("log-key-keystore-password-file", "is missing");
            options.put("log-key-keystore-password", PASSWORD);
            assertRefused("log-key-keystore", "holds no private key with that alias");
            options.put("log-key-alias", "one");
            options.put("log-key-keystore-password", "another password");
            assertRefused("log-key-keystore", "cannot be opened");
            options.put("log-key-keystore", keystore("PKCS12", "RSA"));
            options.put("log-key-keystore-password", PASSWORD);
            assertRefused("log-key-keystore", "it is no Ed25519 key");
        }

        private String keystore(String type, String algorithm) throws Exception {
            Path store = folder.resolve(type + "-" + algorithm);
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "one",
                            "-keyalg",
                            algorithm,
                            "-dname",
                            "CN=log",
                            "-storetype",
                            type,
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            PASSWORD,
                            "-keypass",
                            PASSWORD)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("keytool.log").toFile())
                    .start();
            assertThat(keytool.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(keytool.exitValue()).isZero();
            Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-------"));
            return store.toString();
        }
    }

    private LogKeySettings read() {
        return LogKeySettings.of(TestOptions.of(options));
    }

    private LogKey key() {
        return Optional.ofNullable(read().key()).orElseThrow();
    }

    private static String kid(LogKeySettings settings) {
        return Optional.ofNullable(settings.key()).map(LogKey::kid).orElse("");
    }

    private void assertRefused(String option, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(this::read)
                .withMessageContaining("spi-events-listener--magento-ledger--" + option)
                .withMessageContaining(why)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(PASSWORD));
    }

    private String file(String text, String mode) throws IOException {
        Path file = Files.createTempFile(folder, "key", "");
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode))
                .toString();
    }

    private static String pem(String kind, byte[] encoded) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END " + kind
                + "-----\n";
    }
}
