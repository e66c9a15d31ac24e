package cloud.magento.accounts.broker.gallery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What the pages and mails say in one language, by key: ours before the theme's, the theme's before Keycloak's. */
record Texts(Map<String, String> byKey) {
    private static final Path OURS =
            Path.of("..", "spi-magento-provider", "src", "main", "resources", "theme-resources", "messages");
    private static final Path THEME = Path.of("..", "themes", "src", "main", "resources", "theme", "magento-cloud");
    private static final Path SERVER = Path.of("target", "magento-broker", "lib", "lib", "main");

    Texts {
        byKey = Map.copyOf(byKey);
    }

    /** What we wrote, in this language. */
    static Texts ours(String language) {
        Map<String, String> all = new TreeMap<>();
        for (Path folder : new Path[] {THEME.resolve("email/messages"), THEME.resolve("login/messages"), OURS}) {
            read(folder.resolve("messages_" + language + ".properties"), all);
        }
        return new Texts(all);
    }

    /** The same, and what Keycloak's login pages and mails say where we say nothing; in English where nobody does. */
    static Texts of(String language) {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> jars = Files.list(SERVER)) {
            Path themes = jars.filter(jar -> jar.getFileName().toString().matches("org.keycloak.keycloak-themes-\\d.*"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("No themes of Keycloak's in " + SERVER));
            readFromJar(themes, "en", all);
            readFromJar(themes, language, all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        all.putAll(ours(language).byKey());
        return new Texts(all);
    }

    String get(String key) {
        String text = byKey.get(key);
        if (text == null) {
            throw new IllegalArgumentException("No text " + key);
        }
        return text;
    }

    private static void readFromJar(Path jar, String language, Map<String, String> into) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (String kind : new String[] {"email", "login"}) {
                ZipEntry entry = zip.getEntry("theme/base/" + kind + "/messages/messages_" + language + ".properties");
                try (Reader reader = new InputStreamReader(zip.getInputStream(entry), UTF_8)) {
                    load(reader, into);
                }
            }
        }
    }

    private static void read(Path file, Map<String, String> into) {
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                load(reader, into);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void load(Reader reader, Map<String, String> into) throws IOException {
        Properties read = new Properties();
        read.load(reader);
        read.stringPropertyNames().forEach(key -> into.put(key, read.getProperty(key)));
    }
}
