package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.broker.ledger.Ran;
import cloud.magento.accounts.broker.ledger.ShippedCommand;
import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.RealmKeyStage;
import cloud.magento.accounts.broker.support.Stage;
import com.nimbusds.jose.JWSObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The log key of the broker as it is shipped, and of a server that nobody brought one. */
class LogKeyIT {
    @RegisterExtension
    final Stage stage = new Stage();

    @RegisterExtension
    final RealmKeyStage without = new RealmKeyStage();

    @TempDir
    Path folder;

    private final String name = "log-key-" + UUID.randomUUID();

    @BeforeEach
    void realmsOfTheirOwn() {
        stage.broker().further(name, stage.magento());
        without.broker().further(name, without.magento());
    }

    @AfterEach
    void removeRealms() {
        stage.broker().server().delete("/" + name);
        without.broker().server().delete("/" + name);
    }

    @Test
    void verifiesLedgerByIdOfKeyThatBrokerMade() throws Exception {
        // given: a key that nobody else reads
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(stage.broker().logKey())))
                .isEqualTo("rw-------");

        // when
        String checkpoint = checkpoint(stage.broker());
        String kid = JWSObject.parse(checkpoint).getHeader().getKeyID();

        // then: it is on record, published, and known from the log alone
        Ledger ledger = new Ledger(stage.broker(), name);
        assertThat(ledger.entries(Map.of("type", "log-key-changed")))
                .singleElement()
                .satisfies(record ->
                        assertThat(record.at("/entry/details/kid").asText()).isEqualTo(kid));
        assertThat(new Http()
                        .get(stage.broker().url("/realms/" + name + "/magento/log-keys"))
                        .expecting(200)
                        .body())
                .contains(kid);
        assertThat(stage.broker().log().since(0)).contains("Made a log key, " + kid);
        assertThat(ledger.verify().get("whole").asBoolean()).isTrue();

        // when, then: away from the server
        Ran ran = verify(ledger, checkpoint, "--key", kid);
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("Checkpoints: 1 met").doesNotContain("Note:");
        assertThat(verify(ledger, checkpoint, "--key", "A".repeat(43)).err()).contains("unvouched");
    }

    @Test
    void signsWithRealmsKeyWhereNobodyBroughtLogKey() throws Exception {
        String checkpoint = checkpoint(without.broker());

        // then
        String kid = JWSObject.parse(checkpoint).getHeader().getKeyID();
        assertThat(JWSObject.parse(checkpoint).getHeader().getAlgorithm().getName())
                .isEqualTo("RS256");
        assertThat(new Http()
                        .get(without.broker().url("/realms/" + name + "/protocol/openid-connect/certs"))
                        .expecting(200)
                        .body())
                .contains(kid);
        assertThat(without.broker().log().since(0))
                .contains("which lies in the database")
                .contains("log-key-file");
        assertThat(without.broker().server().get("/" + name + "/magento/doctor").get("findings"))
                .anySatisfy(finding -> assertThat(finding.get("check").asText()).isEqualTo("log-key"));
        assertThat(stage.broker().server().get("/" + name + "/magento/doctor").get("findings"))
                .noneSatisfy(
                        finding -> assertThat(finding.get("check").asText()).isEqualTo("log-key"));
    }

    @Test
    void refusesToStartWithLogKeyThatOthersCanRead() throws Exception {
        Path open = Files.writeString(folder.resolve("log-key.pem"), "nothing");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> Broker.withOptions(stage.magento(), Map.of(Broker.LOG_KEY + "FILE", open.toString())))
                .hasMessageContaining("log-key-file")
                .hasMessageContaining("is open to others");
    }

    /** An entry, and a checkpoint that covers it. */
    private String checkpoint(Broker broker) {
        BrokerRealm realm = broker.realm(name);
        Account account = realm.admin().create(Account.called("Lee"));
        realm.admin().link(account, Broker.PROVIDER, UUID.randomUUID().toString(), "Lee");
        return new Ledger(broker, name).checkpoint();
    }

    private Ran verify(Ledger ledger, String checkpoint, String... options) throws Exception {
        return new ShippedCommand(folder)
                .run(
                        null,
                        "verify",
                        Files.writeString(folder.resolve("ledger.ndjson"), ledger.export()),
                        "--checkpoint",
                        Files.writeString(folder.resolve("checkpoint.txt"), checkpoint),
                        options[0],
                        options[1]);
    }
}
