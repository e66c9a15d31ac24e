package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.broker.ledger.Ran;
import cloud.magento.accounts.broker.ledger.ShippedCommand;
import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.Database;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSObject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Without a log key: a key that a realm rotates away leaves its checkpoints verifiable, and told apart from forged
 * ones. And a log key that was meant and cannot be used.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyRotationIT {
    private static final String LOG_KEY = "KC_SPI_EVENTS_LISTENER__MAGENTO_LEDGER__LOG_KEY_";

    private static final String OTHER_KEY = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"EdDSA\",\"use\":\"sig\","
            + "\"kid\":\"%s\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

    private final MagentoStandIn magento = MagentoStandIn.start();
    private @Nullable Broker started;

    @TempDir
    Path folder;

    private String name = "";
    private BrokerRealm realm;
    private String realmId;

    @BeforeAll
    void startWithoutLogKey() {
        started = Broker.withOptions(magento, Map.of(LOG_KEY + "FILE", "", LOG_KEY + "CREATE", "false"));
    }

    @AfterAll
    void stop() {
        if (started != null) {
            started.close();
        }
        magento.close();
    }

    @BeforeEach
    void realmOfItsOwn() {
        name = "rotated-" + UUID.randomUUID();
        realm = broker().further(name, magento);
        realmId = realm.admin().get("").get("id").asText();
    }

    @AfterEach
    void removeRealm() {
        broker().server().delete("/" + name);
    }

    @ParameterizedTest
    @CsvSource({
        "rsa-generated, RS256, algorithm, RS256",
        "rsa-generated, PS512, algorithm, PS512",
        "ecdsa-generated, ES256, ecdsaEllipticCurveKey, P-256",
        "ecdsa-generated, ES512, ecdsaEllipticCurveKey, P-521",
        "eddsa-generated, EdDSA, eddsaEllipticCurveKey, Ed25519"
    })
    void verifiesCheckpointOfPassiveDisabledOrDeletedKey(
            String provider, String algorithm, String setting, String value) throws Exception {
        // given
        URI key = key(provider, algorithm, setting, value);
        String checkpoint = signed();
        assertThat(JWSObject.parse(checkpoint).getHeader().getAlgorithm().getName())
                .isEqualTo(algorithm);
        String keysOfThen = publishedKeys();
        assertVerified(0, 0, 0);

        // when, then: passive, it is still published
        configure(key, provider, algorithm, setting, value, Map.of("active", List.of("false")));
        assertVerified(0, 0, 0);

        // when, then: disabled
        configure(key, provider, algorithm, setting, value, Map.of("enabled", List.of("false")));
        assertVerified(1, 0, 0);

        // when, then: deleted
        broker().server().delete("/" + name + "/components/" + id(key));
        assertVerified(1, 0, 0);

        // then: offline, the keys of now do not know it, those that were kept do, here or elsewhere
        assertThat(offline(publishedKeys()).err()).contains("was not checked").contains("not among the keys given");
        assertThat(offline(publishedKeys()).code()).isEqualTo(2);
        for (String keys : List.of(keysOfThen, get("/keys"))) {
            Ran ran = offline(keys);
            assertThat(ran.err()).isEmpty();
            assertThat(ran.code()).isZero();
            assertThat(ran.out()).contains("Checkpoints: 1 met");
        }
    }

    @Test
    void distinguishesUnknownKeyFromForgedSignature() throws Exception {
        // given: a checkpoint of before keys were kept, and its key gone
        URI key = key("rsa-generated", "RS256", "algorithm", "RS256");
        String checkpoint = signed();
        broker().server().delete("/" + name + "/components/" + id(key));
        update("update MAGENTO_LEDGER_CHECKPOINT set PUBLIC_KEY = null where REALM_ID = ?");

        // then
        assertVerified(0, 1, 0);

        // when: somebody puts a key of his own there
        String kid = JWSObject.parse(checkpoint).getHeader().getKeyID();
        update("update MAGENTO_LEDGER_CHECKPOINT set PUBLIC_KEY = '" + OTHER_KEY.formatted(kid)
                + "' where REALM_ID = ?");

        // then
        assertVerified(0, 0, 1);

        // when: or something that is no key
        update("update MAGENTO_LEDGER_CHECKPOINT set PUBLIC_KEY = 'nonsense' where REALM_ID = ?");

        // then
        assertVerified(0, 0, 1);
    }

    @Test
    void findsForgedCheckpointOfRetiredKey() throws Exception {
        // given
        URI key = key("ecdsa-generated", "ES256", "ecdsaEllipticCurveKey", "P-256");
        String checkpoint = signed();
        broker().server().delete("/" + name + "/components/" + id(key));
        assertVerified(1, 0, 0);

        // when
        String[] parts = checkpoint.split("\\.");
        String forged =
                parts[0] + "." + parts[1] + "." + (parts[2].startsWith("A") ? "B" : "A") + parts[2].substring(1);
        update("update MAGENTO_LEDGER_CHECKPOINT set TOKEN = '" + forged + "' where REALM_ID = ?");

        // then
        assertVerified(0, 0, 1);
    }

    @Test
    void saysInLogAndDoctorThatRealmsKeySigns() {
        assertThat(broker().log().since(0)).contains("which lies in the database").contains("log-key-file");
        assertThat(realm.admin().get("/magento/doctor").get("findings"))
                .anySatisfy(finding ->
                        assertThat(finding.get("check").asText()).isEqualTo("log-key"));
    }

    @Test
    void refusesToStartWithLogKeyThatCannotBeUsed() throws Exception {
        Path open = Files.writeString(folder.resolve("log-key.pem"), "nothing");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> Broker.withOptions(magento, Map.of(LOG_KEY + "FILE", open.toString())))
                .hasMessageContaining("log-key-file")
                .hasMessageContaining("is open to others");
    }

    private Broker broker() {
        if (started == null) {
            throw new IllegalStateException("Not started");
        }
        return started;
    }

    /** An entry, and a checkpoint that covers it. */
    private String signed() {
        Account account = realm.admin().create(Account.called("Lee"));
        realm.admin().link(account, Broker.PROVIDER, UUID.randomUUID().toString(), "Lee");
        return get("/checkpoint");
    }

    private void assertVerified(int retired, int unknown, int forged) {
        JsonNode found = new Ledger(broker(), name).verify();
        assertThat(found.get("retiredKeyCheckpoints").asInt())
                .as(found.toString())
                .isEqualTo(retired);
        assertThat(found.get("unknownKeyCheckpoints").asInt())
                .as(found.toString())
                .isEqualTo(unknown);
        assertThat(found.get("forgedCheckpoints").asInt()).as(found.toString()).isEqualTo(forged);
        assertThat(found.get("whole").asBoolean()).as(found.toString()).isEqualTo(forged == 0);
        assertThat(found.get("checkpoints").asInt()).as(found.toString()).isEqualTo(1 - unknown - forged);
    }

    private Ran offline(String keys) throws Exception {
        return new ShippedCommand(folder)
                .run(
                        null,
                        "verify",
                        Files.writeString(folder.resolve("ledger.ndjson"), get("/export")),
                        "--checkpoint",
                        Files.writeString(folder.resolve("checkpoints.txt"), get("/checkpoints")),
                        "--keys",
                        Files.writeString(folder.resolve("keys.json"), keys));
    }

    private String get(String path) {
        return new Ledger(broker(), name).send("GET", path).expecting(200).body();
    }

    private String publishedKeys() {
        return new Http()
                .get(realm.url("/protocol/openid-connect/certs"))
                .expecting(200)
                .body();
    }

    private URI key(String provider, String algorithm, String setting, String value) {
        URI key = broker()
                .server()
                .post("/" + name + "/components", component(provider, algorithm, setting, value, Map.of()));
        realm.admin().changeRealm(Map.of("defaultSignatureAlgorithm", algorithm));
        return key;
    }

    private void configure(
            URI key, String provider, String algorithm, String setting, String value, Map<String, List<String>> more) {
        Map<String, Object> component = new HashMap<>(component(provider, algorithm, setting, value, more));
        component.put("id", id(key));
        broker().server().put("/" + name + "/components/" + id(key), component);
    }

    private Map<String, Object> component(
            String provider, String algorithm, String setting, String value, Map<String, List<String>> more) {
        Map<String, List<String>> config =
                new HashMap<>(Map.of("priority", List.of("1000"), "algorithm", List.of(algorithm)));
        config.put(setting, List.of(value));
        config.putAll(more);
        return Map.of(
                "name",
                "rotated",
                "providerId",
                provider,
                "providerType",
                "org.keycloak.keys.KeyProvider",
                "parentId",
                realmId,
                "config",
                config);
    }

    private static String id(URI component) {
        return component.getPath().substring(component.getPath().lastIndexOf('/') + 1);
    }

    private void update(String sql) {
        Database database = broker().database();
        assertThat(database.update(sql, realmId)).isEqualTo(1);
    }
}
