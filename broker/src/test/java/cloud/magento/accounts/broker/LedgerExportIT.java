package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.ledger.Ran;
import cloud.magento.accounts.broker.ledger.ShippedCommand;
import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What an auditor takes away from the server: it is verified with the command alone. */
class LedgerExportIT {
    @RegisterExtension
    final Stage stage = new Stage();

    @TempDir
    Path folder;

    private Path keys = Path.of("");
    private Path checkpoint = Path.of("");
    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void takeAway() throws Exception {
        Account erased = stage.linkedAccount(stage.person("Lee"));
        stage.linkedAccount(stage.person("Kim"));
        Ledger ledger = new Ledger(stage.broker());
        stage.broker().admin().delete(erased);
        ledger.erase(erased, "Request 88").expecting(200);
        checkpoint = Files.writeString(folder.resolve("checkpoint"), ledger.checkpoint());
        ledger.export().lines().forEach(lines::add);
        String logKeys = new Http()
                .get(stage.broker().realmUrl("/magento/log-keys"))
                .expecting(200)
                .body();
        keys = Files.writeString(folder.resolve("keys.json"), logKeys);
    }

    @Test
    void verifiesExportAgainstCheckpoint() throws Exception {
        Ran ran = verify();

        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .startsWith("Whole: " + lines.size() + " entries of realm ")
                .contains("Checkpoints: 1 met, signed by ")
                .contains("covers " + lines.size() + " entries.");
    }

    @Test
    void detectsTruncatedExport() throws Exception {
        int size = lines.size();
        lines.remove(size - 1);

        assertThat(verify().err()).startsWith("Broken at entry " + size + " (line " + (size - 1) + "), ");
    }

    @Test
    void detectsTamperingWithExport() throws Exception {
        int size = lines.size();
        lines.set(size - 1, lines.get(size - 1).replace("Request 88", "Request 89"));

        Ran ran = verify();

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).startsWith("Broken at entry " + size + " (line " + size + "), entry-changed: ");
    }

    private Ran verify() throws Exception {
        Path ledger = Files.writeString(folder.resolve("ledger.ndjson"), String.join("\n", lines) + "\n");
        return new ShippedCommand(folder).run(null, "verify", ledger, "--checkpoint", checkpoint, "--key", keys);
    }
}
