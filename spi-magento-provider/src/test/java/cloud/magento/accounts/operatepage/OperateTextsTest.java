package cloud.magento.accounts.operatepage;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.diagnosis.DiagnosisCode;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Email;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Tables;
import cloud.magento.accounts.diagnosis.Remedy;
import cloud.magento.accounts.doctor.Severity;
import cloud.magento.accounts.policy.LinkDecision.Outcome;
import cloud.magento.accounts.policy.PrimaryLogin;
import cloud.magento.accounts.policy.SignInWay;
import cloud.magento.accounts.upstream.UpstreamHealth;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Whatever the operator's page can have to say, it says in every language, and has no text that it never says. */
class OperateTextsTest {
    private static final List<String> LANGUAGES = List.of("en", "nl", "sv", "fr", "it", "ja");
    private static final Path MESSAGES = Path.of("src/main/resources/theme-resources/messages");
    private static final Path SOURCES = Path.of("src/main/java/cloud/magento/accounts/operatepage");
    private static final String PREFIX = "magento.operate.";

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void hasTextForEveryCodeInEveryLanguage(String language) throws IOException {
        assertThat(keys(language))
                .containsAll(keys("next", Arrays.stream(NextStep.values()).map(NextStep::id)))
                .containsAll(keys("nav", Arrays.stream(Place.values()).map(Place::id)))
                .containsAll(keys("way", Arrays.stream(SignInWay.values()).map(SignInWay::id)))
                .containsAll(keys("severity", Arrays.stream(Severity.values()).map(Severity::id)))
                .containsAll(
                        keys("diagnosis", Arrays.stream(DiagnosisCode.values()).map(DiagnosisCode::id)))
                .containsAll(keys("remedy", Arrays.stream(Remedy.values()).map(Remedy::id)))
                .containsAll(keys("answer", Arrays.stream(Outcome.values()).map(Outcome::id)))
                .containsAll(keys("fact.tables", Arrays.stream(Tables.values()).map(Tables::id)))
                .containsAll(keys("fact.email", Arrays.stream(Email.values()).map(Email::id)))
                .containsAll(keys(
                        "fact.health", Arrays.stream(UpstreamHealth.values()).map(UpstreamHealth::id)))
                .containsAll(keys(
                        "field.primaryLogin",
                        Arrays.stream(PrimaryLogin.values()).map(PrimaryLogin::id)));
    }

    @Test
    void saysEachOfItsTexts() throws IOException {
        String sources = sources();
        Set<String> unused = new TreeSet<>(keys("en"));
        unused.removeIf(key -> isNamed(key.substring(PREFIX.length()), sources));
        assertThat(unused).isEmpty();
    }

    /** By its whole name, or by its beginning and the rest. */
    private static boolean isNamed(String key, String sources) {
        return Stream.iterate(key.length(), cut -> cut >= 0, cut -> key.lastIndexOf('.', cut - 1))
                        .map(cut -> cut == key.length() ? key : key.substring(0, cut + 1))
                        .distinct()
                        .anyMatch(
                                part -> sources.contains("\"" + part + "\"") || sources.contains(PREFIX + part + "\""))
                || sources.contains("\"" + key.substring(key.indexOf('.') + 1) + "\"")
                || sources.contains("\"#" + key.substring(key.indexOf('.') + 1) + "\"");
    }

    private static String sources() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files =
                Stream.concat(Files.list(SOURCES), Stream.of(MESSAGES.resolve("../templates/magento-operate.ftl")))) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
        }
        return Pattern.compile("\\s+").matcher(all).replaceAll(" ");
    }

    private static List<String> keys(String area, Stream<String> codes) {
        return codes.map(code -> PREFIX + area + "." + code).toList();
    }

    private static Set<String> keys(String language) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(
                MESSAGES.resolve("messages_" + language + ".properties"), StandardCharsets.UTF_8)) {
            texts.load(reader);
        }
        Set<String> keys = new TreeSet<>(texts.stringPropertyNames());
        keys.removeIf(key -> !key.startsWith(PREFIX));
        return keys;
    }
}
