package cloud.magento.accounts.broker.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command on the example of docs/ledger.md. */
class DocumentedExampleTest {
    @TempDir
    Path folder;

    @Test
    void printsDocumentedOutputForDocumentedExample() throws IOException {
        Ran ran = Ran.command("verify", block("ndjson"), "--checkpoint", block("jws"), "--keys", block("json"));

        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isEqualTo(LedgerCommand.WHOLE);
        assertThat(ran.out()).isEqualTo(Files.readString(Path.of(block("console"))));
    }

    @Test
    void documentsEveryOption() throws IOException {
        Matcher options = Pattern.compile("--[a-z]+").matcher(Options.HELP);

        assertThat(options.results().map(option -> option.group()).distinct())
                .isNotEmpty()
                .allSatisfy(option -> assertThat(page()).contains("| `" + option));
    }

    /** The first block of this kind, in a file. */
    private String block(String kind) throws IOException {
        Matcher block =
                Pattern.compile("```" + kind + "\n(.*?)```", Pattern.DOTALL).matcher(page());
        assertThat(block.find()).as(kind).isTrue();
        return Files.writeString(folder.resolve(kind), block.group(1)).toString();
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/ledger.md"));
    }
}
