package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.ledger.Ran;
import cloud.magento.accounts.broker.ledger.ShippedCommand;
import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.Database;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.Html;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.RealmKeyStage;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import cloud.magento.accounts.broker.upstream.PushedRequestRule;
import cloud.magento.accounts.broker.upstream.Requests.Request;
import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSObject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A key that a realm rotates away leaves its checkpoints verifiable, and told apart from forged ones; and sign-ins that
 * are under way do not notice, as long as Magento.com knows the new one first.
 */
class KeyRotationIT {
    private static final String OTHER_KEY = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"EdDSA\",\"use\":\"sig\","
            + "\"kid\":\"%s\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

    private static final Map<String, List<String>> PASSIVE = Map.of("active", List.of("false"));
    private static final Map<String, List<String>> DISABLED = Map.of("enabled", List.of("false"));

    /** In place of the {@link Stage}: once there is a log key, realms' keys sign no checkpoints. */
    @RegisterExtension
    final RealmKeyStage stage = new RealmKeyStage();

    @TempDir
    Path folder;

    private final String name = "rotated-" + UUID.randomUUID();
    private BrokerRealm realm;
    private String realmId;

    @BeforeEach
    void realmOfItsOwn() {
        realm = stage.broker().further(name, stage.magento());
        realmId = realm.admin().get("").get("id").asText();
    }

    @AfterEach
    void removeRealm() {
        stage.broker().server().delete("/" + name);
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
        configure(key, provider, algorithm, setting, value, PASSIVE);
        assertVerified(0, 0, 0);

        // when, then: disabled
        configure(key, provider, algorithm, setting, value, DISABLED);
        assertVerified(1, 0, 0);

        // when, then: deleted
        stage.broker().server().delete("/" + name + "/components/" + id(key));
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
        stage.broker().server().delete("/" + name + "/components/" + id(key));
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
        stage.broker().server().delete("/" + name + "/components/" + id(key));
        assertVerified(1, 0, 0);

        // when
        String[] parts = checkpoint.split("\\.");
        String forged =
                parts[0] + "." + parts[1] + "." + (parts[2].startsWith("A") ? "B" : "A") + parts[2].substring(1);
        update("update MAGENTO_LEDGER_CHECKPOINT set TOKEN = '" + forged + "' where REALM_ID = ?");

        // then
        assertVerified(0, 0, 1);
    }

    /** The drill of the operator's reference, with an upstream that fetches the keys when it likes. */
    @Test
    void authenticatesClientThroughoutKeyRotation() throws Exception {
        try (MagentoStandIn magento = upstreamThatTrustsKeysOfRealm();
                DemoApp app = DemoApp.of(realm)) {
            // given: a trip under way, by the first key
            URI first = key("rsa-generated", "RS256", "algorithm", "RS256");
            String firstKid = activeKid();
            magento.client().fetchKeys();
            Trip before = Trip.begin(magento, app);

            // when: the second key is published, and fetched, before it signs
            URI second = key("rsa-generated", "RS256", "algorithm", "RS256", PASSIVE);
            assertThat(activeKid()).isEqualTo(firstKid);
            magento.client().fetchKeys();
            Trip between = Trip.begin(magento, app);
            configure(second, "rsa-generated", "RS256", "algorithm", "RS256", Map.of("priority", List.of("2000")));
            configure(first, "rsa-generated", "RS256", "algorithm", "RS256", PASSIVE);
            String secondKid = activeKid();
            assertThat(secondKid).isNotEqualTo(firstKid);

            // then: who left by the first key comes back by the second
            before.assertArrives();
            Trip after = Trip.begin(magento, app);

            // when: the first key is gone
            configure(first, "rsa-generated", "RS256", "algorithm", "RS256", DISABLED);
            magento.client().fetchKeys();

            // then
            between.assertArrives();
            after.assertArrives();
            assertThat(kids(magento, Endpoint.PAR)).containsExactly(firstKid, firstKid, secondKid);
            assertThat(kids(magento, Endpoint.TOKEN)).containsExactly(secondKid, secondKid, secondKid);
        }
    }

    /** Why the drill has its order. */
    @Test
    void refusesSignInsUntilUpstreamHasFetchedNewKey() throws Exception {
        try (MagentoStandIn magento = upstreamThatTrustsKeysOfRealm();
                DemoApp app = DemoApp.of(realm)) {
            // given
            magento.client().fetchKeys();

            // when: a key signs at once
            key("rsa-generated", "RS256", "algorithm", "RS256");

            // then
            Answer page = new Http().follow(app.signIn(Map.of("kc_idp_hint", Broker.PROVIDER)));
            assertThat(Html.of(page).attribute("data-reason")).contains("upstream-configuration");
            assertThat(magento.requests().count(Endpoint.AUTHORIZATION)).isZero();

            // when, then
            magento.client().fetchKeys();
            Trip.begin(magento, app).assertArrives();
        }
    }

    /** Somebody whose browser is at the upstream, and is signed in there. */
    private record Trip(Http browser, URI leaving) {
        static Trip begin(MagentoStandIn magento, DemoApp app) {
            Person person = Person.called("Nia");
            Http browser = new Http().withCookie(magento.accountPage(), magento.session(person));
            return new Trip(
                    browser,
                    browser.followUntil(
                            browser.get(app.signIn(Map.of("kc_idp_hint", Broker.PROVIDER))), magento.issuer()));
        }

        void assertArrives() {
            assertThat(browser.follow(leaving).expecting(200).body()).contains("name=\"action\" value=\"connect\"");
        }
    }

    private MagentoStandIn upstreamThatTrustsKeysOfRealm() {
        MagentoStandIn magento = MagentoStandIn.start();
        realm.useUpstream(magento)
                .admin()
                .configureProvider(Broker.PROVIDER, Map.of("clientAuthMethod", "private_key_jwt"));
        magento.takePushedRequests(PushedRequestRule.REQUIRED);
        return magento;
    }

    private String activeKid() {
        return realm.admin().get("/keys").get("active").get("RS256").asText();
    }

    /** By which keys the broker proved who it is at an endpoint, the oldest first. */
    private static List<String> kids(MagentoStandIn magento, Endpoint endpoint) throws ParseException {
        List<String> kids = new ArrayList<>();
        for (Request request : magento.requests().at(endpoint)) {
            String assertion = request.parameters().getOrDefault("client_assertion", "");
            kids.add(JWSObject.parse(assertion).getHeader().getKeyID());
        }
        return kids;
    }

    /** An entry, and a checkpoint that covers it. */
    private String signed() {
        Account account = realm.admin().create(Account.called("Lee"));
        realm.admin().link(account, Broker.PROVIDER, UUID.randomUUID().toString(), "Lee");
        return get("/checkpoint");
    }

    private void assertVerified(int retired, int unknown, int forged) {
        JsonNode found = new Ledger(stage.broker(), name).verify();
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
        return new Ledger(stage.broker(), name).send("GET", path).expecting(200).body();
    }

    private String publishedKeys() {
        return new Http()
                .get(realm.url("/protocol/openid-connect/certs"))
                .expecting(200)
                .body();
    }

    private URI key(String provider, String algorithm, String setting, String value) {
        return key(provider, algorithm, setting, value, Map.of());
    }

    private URI key(String provider, String algorithm, String setting, String value, Map<String, List<String>> more) {
        URI key = stage.broker()
                .server()
                .post("/" + name + "/components", component(provider, algorithm, setting, value, more));
        realm.admin().changeRealm(Map.of("defaultSignatureAlgorithm", algorithm));
        return key;
    }

    private void configure(
            URI key, String provider, String algorithm, String setting, String value, Map<String, List<String>> more) {
        Map<String, Object> component = new HashMap<>(component(provider, algorithm, setting, value, more));
        component.put("id", id(key));
        stage.broker().server().put("/" + name + "/components/" + id(key), component);
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
        Database database = stage.broker().database();
        assertThat(database.update(sql, realmId)).isEqualTo(1);
    }
}
