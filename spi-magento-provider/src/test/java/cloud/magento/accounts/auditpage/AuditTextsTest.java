package cloud.magento.accounts.auditpage;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.ledger.EntryType;
import cloud.magento.accounts.ledger.chain.ChainFault;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.report.IdentityState;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Whatever the auditor's page can have to say, it says in every language. */
class AuditTextsTest {
    private static final List<String> LANGUAGES = List.of("en", "nl", "sv", "fr", "it", "ja");
    private static final Path MESSAGES = Path.of("src/main/resources/theme-resources/messages");

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void hasTextForEveryCodeInEveryLanguage(String language) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(
                MESSAGES.resolve("messages_" + language + ".properties"), StandardCharsets.UTF_8)) {
            texts.load(reader);
        }

        assertThat(texts.stringPropertyNames())
                .containsAll(keys("state", Stream.of(IdentityState.values()).map(IdentityState::id)))
                .contains("magento.audit.state.total")
                .containsAll(keys("type", Stream.of(EntryType.values()).map(EntryType::id)))
                .containsAll(keys("proof", Stream.of(LinkProof.values()).map(LinkProof::id)))
                .containsAll(keys("fault", Stream.of(ChainFault.values()).map(ChainFault::id)))
                .containsAll(keys("cause", EntryTable.CAUSES.stream()))
                .containsAll(keys("by", Stream.of("person", "administrator", "system")));
    }

    private static List<String> keys(String area, Stream<String> codes) {
        return codes.map(code -> "magento.audit." + area + "." + code).toList();
    }
}
