package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.Operator;
import cloud.magento.accounts.broker.support.RealmAdmin;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.Walker.Shown;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A realm that is made anew from a file with its people, and its bundle put back. */
class BundleIT {
    private static final Instant DATE = Instant.parse("2026-01-02T03:04:05Z");

    @RegisterExtension
    final Stage stage = new Stage();

    private final String name = "bundle-" + UUID.randomUUID();

    @AfterEach
    void noRealm() {
        stage.broker().server().delete("/" + name);
        stage.broker().accounts().introduceTo(stage.magento());
    }

    @Test
    void givesRealmThatWasMadeAnewItsDatesProofsAndHistory() {
        // given: a realm with somebody linked long ago, and its bundle
        BrokerRealm realm = stage.broker().further(name, stage.magento());
        RealmAdmin admin = realm.admin();
        Person ada = stage.person("Ada");
        Account account = admin.create(Account.called("Ada"));
        admin.link(account, Broker.PROVIDER, ada.subject(), ada.preferredUsername());
        stage.broker()
                .database()
                .update(
                        "update MAGENTO_LINK set LINKED_AT = ?, PROOF = 'password' where USER_ID = ?",
                        DATE.toEpochMilli(),
                        account.id());
        new Ledger(stage.broker(), name).checkpoint();
        String bundle = bundle("GET", "", "").expecting(200).body();
        String end = bundle.lines().reduce((one, other) -> other).orElseThrow();
        assertThat(end).contains("\"type\":\"end\"", "\"link\":1", "\"checkpoint\":1");

        // when: the realm is made anew with its people and their links, as an import does
        stage.broker().server().delete("/" + name);
        stage.broker().server().post("", representation(account, ada));

        // then: that wrote to nobody, and the dates and proofs are lost
        assertThat(stage.broker().database().links(account))
                .singleElement()
                .satisfies(row -> assertThat(row.proof()).isEqualTo("administrator"));

        // when: the realm's keys did not come along, so the key that signed has to be named
        String fingerprint = end.replaceFirst(".*\"fingerprint\":\"([^\"]+)\".*", "$1");
        assertThat(bundle("POST", "", bundle)
                        .expecting(409)
                        .json()
                        .get("detail")
                        .asText())
                .contains(fingerprint);
        JsonNode plan = bundle("POST", "?dryRun=true&key=" + fingerprint, bundle)
                .expecting(200)
                .json();
        JsonNode done =
                bundle("POST", "?key=" + fingerprint, bundle).expecting(200).json();

        // then
        assertThat(plan.at("/links/imported").asInt()).isEqualTo(1);
        assertThat(done.at("/links/imported").asInt()).isEqualTo(1);
        assertThat(done.get("complete").asBoolean()).isTrue();
        assertThat(done.get("left")).isEmpty();
        assertThat(stage.broker().database().links(account)).singleElement().satisfies(row -> {
            assertThat(row.proof()).isEqualTo("password");
            assertThat(row.linkedAt()).isEqualTo(DATE.toEpochMilli());
        });
        Ledger ledger = new Ledger(stage.broker(), name);
        assertThat(ledger.verify().get("whole").asBoolean()).isTrue();
        JsonNode named = ledger.entries(Map.of("type", "bundle-imported")).get(0);
        JsonNode earlier = ledger.send("GET", "/earlier").expecting(200).json().get(0);
        assertThat(named.at("/entry/details/head").asText())
                .isEqualTo(earlier.get("head").asText());
        String path = "/earlier/" + earlier.get("id").asText();
        assertThat(ledger.send("GET", path + "/verify")
                        .expecting(200)
                        .json()
                        .get("whole")
                        .asBoolean())
                .isTrue();
        assertThat(ledger.send("GET", path + "/export").expecting(200).body().lines())
                .hasSize(earlier.get("entries").asInt());

        // and: the second time nothing changes
        JsonNode again =
                bundle("POST", "?key=" + fingerprint, bundle).expecting(200).json();
        assertThat(again.at("/links/unchanged").asInt()).isEqualTo(1);
        assertThat(again.at("/ledgers/0/state").asText()).isEqualTo("unchanged");

        // and: the person gets in, and nobody was written to
        realm.introduceTo(stage.magento());
        Shown page = new Walker().signInThrough(realm.url("/magento/user"), stage.magento(), ada);
        assertThat(page.has("data-status=\"connected\"")).as(page.page().body()).isTrue();
        assertThat(stage.mailbox().to(account.email())).isEmpty();
    }

    @Test
    void takesBundleInPartsAndRefusesOneThatWasChanged() {
        // given
        stage.broker().further(name, stage.magento());
        String bundle = bundle("GET", "", "").expecting(200).body();
        int cut = bundle.indexOf('\n') + 1;

        // then
        bundle("PUT", "/uploads/a-bundle/2", bundle.substring(cut)).expecting(204);
        bundle("POST", "?upload=a-bundle", "").expecting(400);
        bundle("PUT", "/uploads/a-bundle/1", bundle.substring(0, cut)).expecting(204);
        JsonNode done = bundle("POST", "?upload=a-bundle", "").expecting(200).json();
        assertThat(done.at("/ledgers/0/state").asText()).isEqualTo("own");
        bundle("POST", "?upload=a-bundle", "").expecting(400);
        bundle("DELETE", "/uploads/a-bundle", "").expecting(204);
        assertThat(bundle("POST", "", bundle.replaceFirst("\"name\":\"", "\"name\":\"x"))
                        .expecting(400)
                        .json()
                        .get("detail")
                        .asText())
                .contains("the hash is another");
    }

    @Test
    void wantsRolesForReadingAndForPuttingBack() {
        // given
        stage.broker().further(name, stage.magento());
        Operator viewer = Operator.with(stage.broker(), name, "view-magento-links");
        Operator manager = Operator.with(stage.broker(), name, "manage-magento-links");
        Operator nobody = Operator.with(stage.broker(), name, "view-users");
        String path = "/" + name + "/magento/bundle";

        // then
        viewer.send("GET", path, Map.of()).expecting(200);
        nobody.send("GET", path, Map.of()).expecting(403);
        viewer.send("POST", path, Map.of()).expecting(403);
        manager.send("POST", path, Map.of()).expecting(403);
    }

    private ObjectNode representation(Account account, Person person) {
        ObjectNode realm = BrokerRealm.template(name, stage.magento());
        realm.putObject("smtpServer")
                .put("host", stage.mailbox().host())
                .put("port", Integer.toString(stage.mailbox().port()))
                .put("from", "broker@local.example");
        ObjectNode user = realm.putArray("users")
                .addObject()
                .put("id", account.id())
                .put("username", account.username())
                .put("email", account.email())
                .put("emailVerified", true)
                .put("firstName", account.firstName())
                .put("lastName", account.lastName())
                .put("enabled", true);
        user.putArray("federatedIdentities")
                .addObject()
                .put("identityProvider", Broker.PROVIDER)
                .put("userId", person.subject())
                .put("userName", person.preferredUsername());
        return realm;
    }

    private Answer bundle(String method, String path, String body) {
        return stage.broker()
                .server()
                .send(method, "/" + name + "/magento/bundle" + path, BodyPublishers.ofString(body));
    }
}
