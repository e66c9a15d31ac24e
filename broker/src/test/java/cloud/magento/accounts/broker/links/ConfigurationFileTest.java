package cloud.magento.accounts.broker.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.broker.links.Configuration.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code login} keeps, and from whom. */
class ConfigurationFileTest {
    private static final Configuration KEPT = new Configuration(
            "https://sso.example.com/auth",
            "master",
            "shop",
            "magento-links",
            false,
            "s3cret",
            null,
            "/etc/ca.pem",
            false,
            new Tokens("access", 1_000, 980, "refresh"));

    @TempDir
    Path home;

    @Test
    void keepsSignInForItsOwnerAlone() throws IOException {
        ConfigurationFile file = file();

        file.write(KEPT);

        assertThat(file.read()).contains(KEPT);
        assertThat(mode(file.path())).isEqualTo("rw-------");
        assertThat(mode(folder())).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(folder())) {
            assertThat(files).hasSize(1);
        }
    }

    /** A file that was left open to others is theirs no more once it is written. */
    @Test
    void closesFileThatOthersCouldRead() throws IOException {
        ConfigurationFile file = file();
        file.write(KEPT);
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(file::read).hasMessageContaining("Others can read").hasMessageContaining("chmod 600");

        file.write(KEPT);
        assertThat(file.read()).contains(KEPT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "[]", "{\"server\":\"https://a\",\"realm\":\"b\"}"})
    void namesDamagedFile(String content) throws IOException {
        ConfigurationFile file = file();
        file.write(KEPT);
        Files.writeString(file.path(), content);

        assertThatThrownBy(file::read).hasMessageContaining("is damaged");
    }

    @Test
    void showsNoSecretAsText() {
        assertThat(KEPT.toString() + KEPT.tokens())
                .doesNotContain("s3cret")
                .doesNotContain("access")
                .doesNotContain("refresh");
    }

    private ConfigurationFile file() {
        return new ConfigurationFile(ConfigurationFile.usual(home));
    }

    private Path folder() {
        return home.resolve(".magento-links");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
