package cloud.magento.accounts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each record of a decision says when it was taken and whether it still holds, and the architecture leads to it. */
class DecisionsTest {
    private static final Pattern STATUS =
            Pattern.compile("Date: \\d{4}-\\d{2}-\\d{2} · Status: (accepted|superseded by \\[.+]\\(.+\\.md\\))");

    @Test
    void hasDateAndStatusInEachDecision() throws IOException {
        assertThat(decisions()).isNotEmpty().allSatisfy(decision -> {
            List<String> lines = Document.named("decisions/" + decision).lines();
            assertThat(lines.get(0)).as(decision).startsWith("# ");
            assertThat(lines.get(2)).as(decision).matches(STATUS);
        });
    }

    @Test
    void listsEachDecisionInArchitecture() throws IOException {
        String architecture =
                String.join("\n", Document.named("architecture.md").lines());

        assertThat(decisions())
                .allSatisfy(decision -> assertThat(architecture).contains("(decisions/" + decision + ")"));
    }

    private static List<String> decisions() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../docs/decisions"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
