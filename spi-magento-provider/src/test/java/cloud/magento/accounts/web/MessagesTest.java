package cloud.magento.accounts.web;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.policy.ReasonCode;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class MessagesTest {
    private static final List<String> LANGUAGES = List.of("en", "nl", "sv", "fr", "it", "ja");
    private static final Path PAGES = Path.of("src/main/resources/theme-resources");
    private static final Path THEME = Path.of("../themes/src/main/resources/theme/magento-cloud");

    /** The account console formats its texts by itself. */
    private static final Path ACCOUNT_CONSOLE = THEME.resolve("account/messages");

    private static final List<Path> BUNDLES =
            List.of(PAGES.resolve("messages"), THEME.resolve("login/messages"), ACCOUNT_CONSOLE);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)");
    private static final Pattern CASE = Pattern.compile("\"([a-z-]+)\": \\[");
    private static final Pattern KEY_IN_TEMPLATE = Pattern.compile("msg\\(\"(magento\\.[a-z.-]+[a-z])\"[,)]");

    /** A text of Keycloak's is corrected only in the languages in which it is wrong. */
    @ParameterizedTest
    @FieldSource("BUNDLES")
    void hasSameKeysInEveryLanguage(Path bundle) {
        Set<String> english = ownKeys(bundle, "en");
        for (String language : LANGUAGES) {
            assertThat(ownKeys(bundle, language)).as(language).containsExactlyInAnyOrderElementsOf(english);
        }
    }

    @ParameterizedTest
    @FieldSource("BUNDLES")
    void hasSamePlaceholdersInEveryLanguage(Path bundle) {
        Map<String, Set<String>> english = placeholders(bundle, "en");
        for (String language : LANGUAGES) {
            Map<String, Set<String>> others = placeholders(bundle, language);
            others.keySet().retainAll(english.keySet());
            assertThat(english).as(language).containsAllEntriesOf(others);
        }
    }

    @ParameterizedTest
    @FieldSource("BUNDLES")
    void hasNoBlankTextOrPlainApostrophe(Path bundle) {
        for (String language : LANGUAGES) {
            messages(bundle, language).forEach((key, text) -> {
                assertThat((String) text)
                        .as("%s in %s", key, language)
                        .isNotBlank()
                        .doesNotContain("'");
                if (!bundle.equals(ACCOUNT_CONSOLE)) {
                    assertThat(new MessageFormat((String) text, Locale.forLanguageTag(language)))
                            .as("%s in %s", key, language)
                            .isNotNull();
                }
            });
        }
    }

    @ParameterizedTest
    @FieldSource("BUNDLES")
    void declaresEachKeyOnce(Path bundle) {
        for (String language : LANGUAGES) {
            List<String> keys = lines(bundle.resolve("messages_" + language + ".properties"))
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.substring(0, line.indexOf('=')))
                    .toList();
            assertThat(keys).as(language).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void explainsEveryReasonOnPageAndAsError(String language) {
        Properties messages = messages(PAGES.resolve("messages"), language);
        for (ReasonCode reason : ReasonCode.values()) {
            assertThat(messages)
                    .containsKeys(
                            "magento.refused." + reason.id() + ".title",
                            "magento.refused." + reason.id() + ".text",
                            "magento.refused." + reason.id() + ".next",
                            "magento.error." + reason.id());
        }
    }

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void hasNoTextForRemovedReason(String language) {
        Set<String> ids = Stream.of(ReasonCode.values()).map(ReasonCode::id).collect(Collectors.toSet());
        assertThat(messages(PAGES.resolve("messages"), language).stringPropertyNames())
                .filteredOn(key -> key.startsWith("magento.refused.") || key.startsWith("magento.error."))
                .allSatisfy(key -> assertThat(ids).contains(key.split("\\.")[2]));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    en | Account Settings | Single Sign-On | Provider: Magento.com | Status: Not Connected | Connect with Magento.com
                    nl | Accountinstellingen | Single Sign-On | Provider: Magento.com | Status: Niet verbonden | Verbinding maken met Magento.com
                    sv | Kontoinställningar | Enkel inloggning | Leverantör: Magento.com | Status: Inte ansluten | Anslut med Magento.com
                    fr | Paramètres du compte | Authentification unique | Fournisseur : Magento.com | Statut : Non connecté | Se connecter avec Magento.com
                    it | Impostazioni account | Single Sign-on | Provider: Magento.com | Stato: Non connesso | Connetti con Magento.com
                    ja | アカウント設定 | シングルサインオン | プロバイダー：Magento.com | ステータス：未接続 | Magento.com で接続
                    """)
    void usesLabelsOfPublishedInstructions(
            String language, String heading, String section, String provider, String notConnected, String button) {
        Properties messages = messages(PAGES.resolve("messages"), language);

        assertThat(messages)
                .containsEntry("magento.user.title", heading)
                .containsEntry("magento.user.sso", section)
                .containsEntry("magento.user.provider", provider)
                .containsEntry("magento.user.status.not-connected", notConnected)
                .containsEntry("magento.button.connect", button)
                .containsEntry("magento.action.name", button);
    }

    @ParameterizedTest
    @CsvSource({
        "en, 1 day left., 2 days left.",
        "nl, Nog 1 dag., Nog 2 dagen.",
        "sv, 1 dag kvar., 2 dagar kvar.",
        "fr, Il reste 1 jour., Il reste 2 jours.",
        "it, Manca 1 giorno., Mancano 2 giorni.",
        "ja, 残り1日です。, 残り2日です。"
    })
    void countsDaysAsLanguageDoes(String language, String one, String two) {
        String text = messages(PAGES.resolve("messages"), language).getProperty("magento.link.days-left");

        assertThat(MessageFormat.format(text, 1)).isEqualTo(one);
        assertThat(MessageFormat.format(text, 2)).isEqualTo(two);
    }

    @ParameterizedTest
    @MethodSource("countedTexts")
    void spellsCountForOneAndMany(String language, String key) {
        Locale locale = Locale.forLanguageTag(language);
        String text = messages(PAGES.resolve("messages"), language).getProperty(key);

        String one = new MessageFormat(text, locale).format(new Object[] {1});
        String many = new MessageFormat(text, locale).format(new Object[] {12});

        assertThat(one).contains("1").doesNotContain("12").doesNotContain("{");
        assertThat(many).contains("12").doesNotContain("{");
    }

    static Stream<Arguments> countedTexts() {
        return LANGUAGES.stream()
                .flatMap(language -> Stream.of(
                                "magento.link.days-left",
                                "magento.link.skips-left",
                                "magento.prove-code.text",
                                "magento.mail.proof-code.expires")
                        .map(key -> Arguments.of(language, key)));
    }

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void hasTitleAndTextForEveryErrorPageCase(String language) {
        Properties messages = messages(THEME.resolve("login/messages"), language);
        List<String> cases = CASE.matcher(
                        lines(THEME.resolve("login/error.ftl")).collect(Collectors.joining("\n")))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(cases).hasSizeGreaterThan(4);
        assertThat(Stream.concat(cases.stream(), Stream.of("other")))
                .allSatisfy(name -> assertThat(messages)
                        .containsKeys("magento.stop." + name + ".title", "magento.stop." + name + ".text"));
    }

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void quotesButtonLabelsInHelp(String language) {
        Properties messages = messages(PAGES.resolve("messages"), language);

        assertThat(messages.getProperty("magento.help.password.do.1"))
                .contains(messages.getProperty("magento.button.sign-in"));
        assertThat(messages.getProperty("magento.help.previous-owner.do.1"))
                .contains(messages.getProperty("magento.user.title"));
        assertThat(messages.getProperty("magento.help.previous-owner.do.3"))
                .contains(messages.getProperty("magento.user.switch"));
        assertThat(messages.getProperty("magento.help.second-account.do.2"))
                .contains(messages.getProperty("magento.preview.create.confirm"));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void hasTextForEveryKeyInTemplates(Path template) {
        Set<String> keys =
                new TreeSet<>(messages(PAGES.resolve("messages"), "en").stringPropertyNames());
        keys.addAll(messages(THEME.resolve("login/messages"), "en").stringPropertyNames());

        List<String> named = KEY_IN_TEMPLATE
                .matcher(lines(template).collect(Collectors.joining("\n")))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(keys).containsAll(named);
    }

    /** A guide is escaped where it is made: {@code GuideHtmlTest}. */
    @ParameterizedTest
    @MethodSource("templates")
    void hasNoInlineStyleOrScriptInTemplates(Path template) {
        assertThat(lines(template).collect(Collectors.joining("\n")).replace("${magento.guide?no_esc}", ""))
                .doesNotContainPattern("\\son[a-z]+=")
                .doesNotContainPattern("\\sstyle=")
                .doesNotContainPattern("<script(?! src=\"[^\"]+\" defer></script>)")
                .doesNotContain("javascript:")
                .doesNotContain("?no_esc");
    }

    static Stream<Path> templates() throws IOException {
        try (Stream<Path> ours = Files.walk(PAGES.resolve("templates"));
                Stream<Path> themes = Files.walk(THEME)) {
            return Stream.concat(ours, themes).filter(file -> file.toString().endsWith(".ftl")).toList().stream();
        }
    }

    private static Set<String> ownKeys(Path bundle, String language) {
        return messages(bundle, language).stringPropertyNames().stream()
                .filter(key -> key.startsWith("magento."))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Set<String>> placeholders(Path bundle, String language) {
        Map<String, Set<String>> found = new TreeMap<>();
        messages(bundle, language)
                .forEach((key, text) -> found.put(
                        (String) key,
                        PLACEHOLDER
                                .matcher((String) text)
                                .results()
                                .map((MatchResult match) -> match.group(1))
                                .collect(Collectors.toCollection(TreeSet::new))));
        return found;
    }

    private static Properties messages(Path bundle, String language) {
        Properties messages = new Properties();
        try (Reader reader = Files.newBufferedReader(
                bundle.resolve("messages_" + language + ".properties"), StandardCharsets.UTF_8)) {
            messages.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return messages;
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
