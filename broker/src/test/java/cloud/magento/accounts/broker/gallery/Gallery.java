package cloud.magento.accounts.broker.gallery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The list of everything that people are shown, which the pictures and the tests go by. */
final class Gallery {
    /** What the others are framed by: it is on every page, auditor's page or mail, and never alone. */
    static final Set<String> FRAMES = Set.of("magento-page.ftl", "magento-audit-page.ftl");

    /** Templates whose pages differ in their words alone. */
    static final Set<String> WORDS_ALONE = Set.of("magento-refused.ftl", "theme/login/error.ftl");

    /** Headings, by how their keys begin, that no page has at present, and why. */
    static final Map<String, String> NEVER_SHOWN = Map.ofEntries(
            Map.entry("magento.refused.not-due.", "lets in"),
            Map.entry("magento.refused.linked.", "lets in"),
            Map.entry("magento.refused.exempt.", "lets in"),
            Map.entry("magento.refused.outage-declared.", "lets in"),
            Map.entry("magento.refused.link-reminder.", "has the page magento-link.ftl"),
            Map.entry("magento.refused.link-required.", "has the page magento-link.ftl; tokens are told by an error"),
            Map.entry("magento.refused.login-required.", "has the page magento-login-required.ftl"),
            Map.entry("magento.refused.second-factor-required.", "has the page magento-login-required.ftl"),
            Map.entry("magento.refused.same-identity.", "is told on magento-switch.ftl"),
            Map.entry("magento.refused.unlink-not-allowed.", "is told by Keycloak's account console"),
            Map.entry("magento.refused.proof-failed.", "is told on magento-prove.ftl"),
            Map.entry("magento.refused.upstream-disabled.", "is told on the page where it is met"),
            Map.entry("magento.refused.link-changed.", "needs a link that changes meanwhile; same page, other words"),
            Map.entry("magento.refused.broker-fault.", "needs a broken server; same page, other words"),
            Map.entry("magento.refused.directory-unsupported.", "needs a directory; same page, other words"),
            Map.entry("magento.refused.proof-mail-failed.", "needs a broken mail server; same page, other words"),
            Map.entry("magento.refused.sign-in-failed.", "needs a broken database; same page, other words"),
            Map.entry(
                    "magento.second-factor.here.",
                    "needs a flow that asks for no second factor; same page, other words"),
            Map.entry("magento.stop.account.", "needs an action of a disabled account; same page, other words"),
            Map.entry("magento.stop.other.", "is for what nobody thought of"));

    private static final Path OURS =
            Path.of("..", "spi-magento-provider", "src", "main", "resources", "theme-resources", "templates");
    private static final Path THEME = Path.of("..", "themes", "src", "main", "resources", "theme", "magento-cloud");

    private Gallery() {}

    /** Every entry, in the order in which people meet them. */
    static List<GalleryEntry> entries() {
        return Stream.of(
                        SignInPages.entries(),
                        GatePages.entries(),
                        FirstLoginPages.entries(),
                        AccountPages.entries(),
                        RefusalPages.entries(),
                        AuditPages.entries(),
                        OperatePages.entries(),
                        OwnerMails.entries())
                .flatMap(List::stream)
                .toList();
    }

    /** Those of them whose id begins as the system property {@code gallery.only} says: all, where it says nothing. */
    static List<GalleryEntry> wanted() {
        String beginning = System.getProperty("gallery.only", "");
        return entries().stream()
                .filter(entry -> entry.id().startsWith(beginning))
                .toList();
    }

    /** Those that are looked at: the first of each kind, unless the system properties ask for others. */
    static List<GalleryEntry> tested() {
        if (Boolean.getBoolean("gallery.all") || System.getProperty("gallery.only") != null) {
            return wanted();
        }
        Set<List<String>> kinds = new HashSet<>();
        return entries().stream().filter(entry -> kinds.add(entry.kind())).toList();
    }

    /** Every template that is shipped: of the jar by its path among templates, of the theme as {@code theme/...}. */
    static Set<String> templates() {
        Set<String> all = new TreeSet<>(below(OURS, ""));
        all.addAll(below(THEME, "theme/"));
        return all;
    }

    private static List<String> below(Path folder, String prefix) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".ftl"))
                    .map(file -> prefix + folder.relativize(file).toString().replace('\\', '/'))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
