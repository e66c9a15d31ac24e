package cloud.magento.accounts.broker.ways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cloud.magento.accounts.broker.ledger.Ran;
import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.Database.LinkRow;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * The door to the provider that stands beside the server: {@code kc.sh import} takes a realm away, with its accounts
 * and links, and puts in its place what the file says; what our tables had of them comes back with a bundle.
 */
@TestInstance(Lifecycle.PER_CLASS)
class RealmImportIT {
    private static final String REALM = "imported";
    private static final String CARRIED = "carried";
    private static final Instant DATE = Instant.parse("2026-01-02T03:04:05Z");
    private static final String FIRST_LOGIN = "magento first broker login";

    private final MagentoStandIn magento = MagentoStandIn.start();
    private Broker broker;
    private Account account;
    private Person ada;
    private Person lee;
    private Account traveller;

    @TempDir
    Path folder;

    @BeforeAll
    void linkTwoAccounts() {
        broker = Broker.withUpstream(magento);
        broker.further(REALM, magento);
        ada = magento.add(Person.called("Ada"));
        lee = magento.add(Person.called("Lee"));
        account = broker.server().realm(REALM).create(Account.called("Ada"));
        Account other = broker.server().realm(REALM).create(Account.called("Lee"));
        broker.server().realm(REALM).link(account, Broker.PROVIDER, ada.subject(), ada.preferredUsername());
        broker.server().realm(REALM).link(other, Broker.PROVIDER, lee.subject(), lee.preferredUsername());
        broker.further(CARRIED, magento);
        traveller = broker.server().realm(CARRIED).create(Account.called("Mia"));
        broker.server().realm(CARRIED).link(traveller, Broker.PROVIDER, "subject-of-mia", "mia");
        broker.database()
                .update(
                        "update MAGENTO_LINK set LINKED_AT = ?, PROOF = 'password' where USER_ID = ?",
                        DATE.toEpochMilli(),
                        traveller.id());
    }

    @AfterAll
    void close() {
        broker.close();
        magento.close();
    }

    @Test
    void importsNeitherMaskedSecretNorUnstatedLinks() {
        try (MagentoStandIn elsewhere = MagentoStandIn.start()) {
            // given: a file as an export has it, and one with another issuer that states the link of one account alone
            Path masked = written("masked", withMaskedSecret(file(elsewhere)));
            Path moved = written("moved", withOurFirstLogin(withLink(file(elsewhere))));
            String bundle = bundle("GET", "", "");

            broker.whileStopped(() -> {
                // when
                Ran refused = broker.importRealm(masked);

                // then: all is as it was
                assertThat(refused.code()).isNotZero();
                assertThat(refused.out() + refused.err()).contains("masked");
                assertLinked(ada, magento);
                assertLinked(lee, magento);

                // when
                Ran replaced = broker.importRealm(moved);

                // then: both tables have what the file states
                assertThat(replaced.code()).as(replaced.out() + replaced.err()).isZero();
                assertLinked(ada, elsewhere);
                assertThat(broker.database().linksOfSubject(lee.subject())).isEmpty();
                assertThat(broker.database().federatedIdentities(lee.subject())).isZero();

                // and: a realm as Keycloak exports it comes back without date and proof
                Path whole = folder.resolve("whole.json");
                Ran exported = broker.exportRealm(CARRIED, whole);
                assertThat(exported.code()).as(exported.out() + exported.err()).isZero();
                Ran carried = broker.importRealm(whole);
                assertThat(carried.code()).as(carried.out() + carried.err()).isZero();
                assertThat(broker.database().links(traveller))
                        .extracting(LinkRow::proof)
                        .containsExactly("administrator");
            });

            // and: its bundle, signed with the key that came along, brings them back
            assertThat(bundle("POST", "?dryRun=false", bundle)).contains("\"known\":true", "\"imported\":1");
            assertThat(broker.database().links(traveller))
                    .extracting(LinkRow::proof, LinkRow::linkedAt)
                    .containsExactly(tuple("password", DATE.toEpochMilli()));
            assertThat(new Ledger(broker, CARRIED).verify().get("whole").asBoolean())
                    .isTrue();

            // and: the record goes on, and says what ended and whose word it is that began
            Ledger ledger = new Ledger(broker, REALM);
            assertThat(ledger.verify().get("whole").asBoolean()).isTrue();
            assertThat(ledger.entries(Map.of("type", "provider-removed")))
                    .singleElement()
                    .satisfies(entry ->
                            assertThat(entry.at("/entry/details/links").asInt()).isEqualTo(2));
            assertThat(ledger.entries(Map.of("type", "link-made"))).hasSize(3);
            assertThat(broker.server()
                            .get("/" + REALM + "/identity-provider/instances/" + Broker.PROVIDER)
                            .get("firstBrokerLoginFlowAlias")
                            .asText())
                    .isEqualTo(FIRST_LOGIN);
        }
    }

    private String bundle(String method, String query, String body) {
        return broker.server()
                .send(method, "/" + CARRIED + "/magento/bundle" + query, BodyPublishers.ofString(body))
                .expecting(200)
                .body();
    }

    private static ObjectNode withMaskedSecret(ObjectNode realm) {
        ((ObjectNode) realm.get("identityProviders").get(0).get("config")).put("clientSecret", "**********");
        return realm;
    }

    private ObjectNode withLink(ObjectNode realm) {
        ((ObjectNode) realm.get("users").get(0))
                .putArray("federatedIdentities")
                .addObject()
                .put("identityProvider", Broker.PROVIDER)
                .put("userId", ada.subject())
                .put("userName", "ada");
        return realm;
    }

    /** As a tool names it that made the realm first and the provider then. */
    private static ObjectNode withOurFirstLogin(ObjectNode realm) {
        ((ObjectNode) realm.get("identityProviders").get(0)).put("firstBrokerLoginFlowAlias", FIRST_LOGIN);
        return realm;
    }

    private void assertLinked(Person person, MagentoStandIn upstream) {
        assertThat(broker.database().linksOfSubject(person.subject()))
                .extracting(LinkRow::issuer, LinkRow::proof)
                .containsExactly(tuple(upstream.issuer(), "administrator"));
        assertThat(broker.database().federatedIdentities(person.subject())).isOne();
    }

    /** The realm with the one account, under its own ids, as an export has it. */
    private ObjectNode file(MagentoStandIn upstream) {
        ObjectNode realm = BrokerRealm.template(REALM, upstream);
        realm.put("id", broker.server().get("/" + REALM).get("id").asText());
        realm.putArray("users")
                .addObject()
                .put("id", account.id())
                .put("username", account.username())
                .put("email", account.email())
                .put("enabled", true);
        return realm;
    }

    private Path written(String name, ObjectNode realm) {
        try {
            return Files.write(folder.resolve(name + ".json"), Http.JSON.writeValueAsBytes(realm));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
