package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.Operator;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.Walker.Shown;
import cloud.magento.accounts.broker.upstream.Person;
import cloud.magento.accounts.ledger.chain.CompactJws;
import cloud.magento.accounts.ledger.chain.LogPublicKey;
import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever changes a link, an exemption or the policy, and whoever is refused, has one entry in the record. */
class LedgerIT {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void recordsLinkWithProofAndAuthenticationContext() {
        // given
        Account account = stage.account("Lee");
        Person person = stage.person("Lee");

        // when
        Shown connected = connect(account, person);

        // then
        assertThat(connected.has("data-status=\"connected\"")).isTrue();
        JsonNode made = only(ledger().of(account, "link-made"));
        JsonNode entry = made.get("entry");
        assertThat(text(entry, "by")).isEqualTo("person");
        assertThat(text(entry, "proof")).isEqualTo("local-login");
        assertThat(text(entry, "client")).isEqualTo("magento-account-settings");
        JsonNode data = made.get("account").get("data");
        assertThat(text(data, "account")).isEqualTo(account.id());
        assertThat(text(data, "issuer")).isEqualTo(stage.magento().issuer());
        assertThat(text(data, "subject")).isEqualTo(person.subject());
        assertThat(text(data, "name")).isEqualTo(person.preferredUsername());
        assertThat(text(data, "address")).isEqualTo("127.0.0.1");
        assertThat(text(data, "acr")).isEqualTo("1");
        assertThat(data.get("amr")).extracting(JsonNode::asText).containsExactly("pwd");
        assertThat(entry.toString())
                .doesNotContain(account.id())
                .doesNotContain(person.subject())
                .doesNotContain(account.username());
        assertWhole();
    }

    @Test
    void recordsAdministratorAsActor() {
        // given
        Account account = stage.account("Lee");
        Person person = stage.person("Lee");
        String admin = stage.broker()
                .server()
                .get("/master/users", Map.of("username", "admin"))
                .get(0)
                .get("id")
                .asText();

        // when
        stage.broker().admin().link(account, Broker.PROVIDER, person.subject(), person.preferredUsername());
        unlink(account).expecting(204);

        // then
        List<JsonNode> entries = ledger().of(account);
        assertThat(entries)
                .extracting(entry -> text(entry.get("entry"), "type"))
                .containsExactly("link-made", "link-ended");
        assertThat(entries).allSatisfy(entry -> {
            assertThat(text(entry.get("entry"), "by")).isEqualTo("administrator");
            JsonNode actor = entry.get("actor").get("data");
            assertThat(text(actor, "actor")).isEqualTo(admin);
            assertThat(text(actor, "realm")).isEqualTo("master");
            assertThat(text(entry.get("account").get("data"), "subject")).isEqualTo(person.subject());
        });
        assertThat(ledger().entries(Map.of("user", admin), entry -> entries.contains(entry)))
                .hasSize(2);
        assertWhole();
    }

    @Test
    void recordsExemptionAndItsEnd() {
        // given
        Account account = stage.account("Lee");

        // when
        exemption("PUT", account, Map.of("until", "2999-01-01T00:00:00Z", "reason", "Ticket 17"))
                .expecting(200);
        exemption("DELETE", account, Map.of()).expecting(204);

        // then
        JsonNode granted = only(ledger().of(account, "exemption-granted"));
        assertThat(text(granted.get("entry").get("details"), "until")).isEqualTo("2999-01-01T00:00:00Z");
        assertThat(text(granted.get("account").get("data"), "why")).isEqualTo("Ticket 17");
        assertThat(ledger().of(account, "exemption-ended")).hasSize(1);
        assertWhole();
    }

    @Test
    void recordsEndOfLinkAndExemptionWhenAccountIsDeleted() {
        // given
        Account account = stage.linkedAccount(stage.person("Lee"));
        exemption("PUT", account, Map.of("until", "2999-01-01T00:00:00Z", "reason", "Ticket 18"))
                .expecting(200);

        // when
        stage.broker().admin().delete(account);

        // then
        assertThat(ledger().of(account))
                .extracting(entry -> text(entry.get("entry"), "type") + " "
                        + entry.get("entry").path("reason").asText())
                .containsExactly(
                        "link-made ",
                        "exemption-granted ",
                        "link-ended account-deleted",
                        "exemption-ended account-deleted");
        assertWhole();
    }

    @Test
    void recordsConflictWithShownReference() {
        // given
        Person person = stage.person("Lee");
        stage.linkedAccount(person);
        Account other = stage.account("Kim");

        // when
        Shown refused =
                new Walker().goUntilUpstreamAnswered(stage.broker().accountPage(), other, stage.magento(), person);

        // then
        assertThat(refused.has("id=\"magento-error\"")).isTrue();
        JsonNode conflict = only(ledger().of(other, "conflict"));
        assertThat(text(conflict.get("entry"), "reason")).isEqualTo("already-linked");
        assertThat(refused.reference()).contains(text(conflict.get("entry"), "reference"));
        assertThat(text(conflict.get("account").get("data"), "subject")).isEqualTo(person.subject());
        assertWhole();
    }

    @Test
    void recordsConflictOfAdministrator() {
        // given
        Person person = stage.person("Lee");
        stage.linkedAccount(person);
        Account other = stage.account("Kim");

        // when
        Answer answer = link(other, person);

        // then
        assertThat(answer.status()).isEqualTo(409);
        JsonNode conflict = only(ledger().of(other));
        assertThat(text(conflict.get("entry"), "type")).isEqualTo("conflict");
        assertThat(text(conflict.get("entry"), "by")).isEqualTo("administrator");
        assertThat(conflict.get("actor").get("data").has("actor")).isTrue();
        assertThat(text(conflict.get("account").get("data"), "subject")).isEqualTo(person.subject());
        assertWhole();
    }

    @Test
    void recordsRepeatedRefusalOfApplicationOnce() {
        // given
        Account account = stage.account("Lee");
        try (DemoApp app = DemoApp.of(stage.broker())) {
            // when
            app.passwordGrant(account).expecting(400);
            app.passwordGrant(account).expecting(400);
        }

        // then
        JsonNode refused = only(ledger().of(account));
        assertThat(text(refused.get("entry"), "type")).isEqualTo("refused");
        assertThat(text(refused.get("entry"), "reason")).isEqualTo("link-required");
        assertWhole();
    }

    @Test
    void recordsPolicyChangeOnceWithoutSecret() {
        // given
        long before = newest();
        Map<String, String> settings = Map.of("linkRemindFrom", "2019-12-24T00:00:00Z");

        // when
        stage.broker().admin().configureProvider(Broker.PROVIDER, settings);
        stage.broker().admin().configureProvider(Broker.PROVIDER, settings);

        // then
        JsonNode changed = only(ledger().entries(Map.of("type", "policy-changed", "after", Long.toString(before))));
        JsonNode policy = changed.get("entry").get("details").get("policy");
        assertThat(text(policy, "linkRemindFrom")).isEqualTo("2019-12-24T00:00:00Z");
        assertThat(text(policy, "issuer")).isEqualTo(stage.magento().issuer());
        assertThat(changed.toString()).doesNotContain(stage.magento().client().secret());
        stage.broker().admin().configureProvider(Broker.PROVIDER, Map.of("linkRemindFrom", ""));
        assertThat(ledger().entries(Map.of("type", "policy-changed", "after", Long.toString(before))))
                .hasSize(2);
    }

    @Test
    void recordsCohortDeadlineAsPolicyChange() {
        // given
        Account account = stage.account("Lee");
        long before = newest();

        // when
        stage.broker()
                .admin()
                .join(account, "cohort", Map.of("magento.link.enforceFrom", List.of("2998-01-01T00:00:00Z")));

        // then
        JsonNode changed = only(ledger().entries(Map.of("type", "policy-changed", "after", Long.toString(before))));
        assertThat(changed.get("entry").get("details").get("cohorts").elements())
                .toIterable()
                .extracting(JsonNode::asText)
                .contains("2998-01-01T00:00:00Z");
    }

    @Test
    void erasesPersonAndKeepsChainWhole() {
        // given
        Person person = stage.person("Lee");
        Account account = stage.linkedAccount(person);
        ledger().erase(account, "GDPR-12").expecting(409);
        String linked = ledger().export();
        assertThat(linked).contains(person.subject()).contains(account.id());

        // when
        stage.broker().admin().delete(account);
        JsonNode erased = ledger().erase(account, "GDPR-12").expecting(200).json();

        // then
        assertThat(erased.get("erased").asInt()).isEqualTo(2);
        assertThat(ledger().export()).doesNotContain(person.subject()).doesNotContain(account.id());
        assertThat(stage.broker()
                        .database()
                        .query(
                                "select SEQ from MAGENTO_LEDGER_PERSON where PERSON_ID = ?",
                                row -> row.getLong(1),
                                account.id()))
                .isEmpty();
        assertWhole();
        ledger().erase(account, "GDPR-12").expecting(404);
    }

    @Test
    void signsCheckpointWithSizeAndHead() throws Exception {
        // given
        stage.linkedAccount(stage.person("Lee"));

        // when
        String token = ledger().checkpoint();
        JsonNode found = ledger().verify();

        // then
        JWSObject checkpoint = JWSObject.parse(token);
        JWKSet keys = JWKSet.load(stage.broker().realmUrl("/magento/log-keys").toURL());
        assertThat(keys.toString(true))
                .isEqualTo(
                        JWKSet.parse(ledger().send("GET", "/log-keys").body()).toString(true));
        OctetKeyPair key = keys.getKeyByKeyId(checkpoint.getHeader().getKeyID()).toOctetKeyPair();
        assertThat(key.computeThumbprint().toString()).isEqualTo(key.getKeyID());
        assertThat(CompactJws.parse(token)
                        .isBy(new LogPublicKey(key.getX().toString()), "magento-ledger-checkpoint+jwt"))
                .isTrue();
        assertThat(checkpoint.getHeader().getType().getType()).isEqualTo("magento-ledger-checkpoint+jwt");
        Map<String, Object> claims =
                JSONObjectUtils.parse(checkpoint.getPayload().toString());
        assertThat(claims.get("size")).isEqualTo(found.get("entries").asLong());
        assertThat(claims.get("head")).isEqualTo(text(found, "head"));
        assertThat(ledger().verify().get("checkpoints").asInt()).isPositive();
    }

    @Test
    void rejectsReadingWithoutRoleOrFromOtherRealm() {
        // given
        Operator nobody = Operator.with(stage.broker(), Broker.REALM, "view-users", "view-events");
        stage.broker().further("elsewhere", stage.magento());
        Operator stranger = Operator.with(stage.broker(), "elsewhere", "manage-magento-links", "realm-admin");
        Operator auditor = Operator.with(stage.broker(), Broker.REALM, "view-magento-links");

        // then
        for (String path : List.of("", "/export", "/verify", "/checkpoint")) {
            String address = "/" + Broker.REALM + "/magento/ledger" + path;
            assertThat(nobody.send("GET", address, Map.of()).status()).isEqualTo(403);
            assertThat(stranger.send("GET", address, Map.of()).status()).isEqualTo(403);
            assertThat(auditor.send("GET", address, Map.of()).status()).isEqualTo(200);
        }
        String erasures = "/" + Broker.REALM + "/magento/ledger/erasures";
        assertThat(auditor.send("POST", erasures, Map.of("userId", "x", "reason", "y"))
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max=0",
                "max=1001",
                "max=many",
                "after=-1",
                "after=1.5",
                "type=nothing",
                "from=yesterday",
                "to=2027-01-01",
                "order=up"
            })
    void explainsInvalidFilter(String query) {
        Answer answer = ledger().send("GET", "?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asText()).contains(query.substring(0, query.indexOf('=')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?usr=somebody", "?type=link-made&type=refused", "/export?format=csv"})
    void rejectsUnknownOrRepeatedFilter(String query) {
        assertThat(ledger().send("GET", query).status()).isEqualTo(400);
    }

    @Test
    void findsNoEntryFromFarFuture() {
        Answer answer = ledger().send("GET", "?from=%2B999999999-01-01T00:00:00Z");

        assertThat(answer.expecting(200).json().get("entries")).isEmpty();
    }

    @Test
    void recordsEveryReadOfLedger() {
        // given
        int before = adminEvents();

        // when
        ledger().export();
        ledger().entries(Map.of("max", "1000", "after", Long.toString(newest())));

        // then: also the reading that newest() did
        assertThat(adminEvents()).isEqualTo(before + 3);
    }

    private Ledger ledger() {
        return new Ledger(stage.broker());
    }

    private long newest() {
        return ledger().send("GET", "?order=desc&max=1")
                .expecting(200)
                .json()
                .at("/entries/0/entry/seq")
                .asLong();
    }

    private int adminEvents() {
        int events = 0;
        for (JsonNode event : stage.broker()
                .server()
                .get("/" + Broker.REALM + "/admin-events", Map.of("operationTypes", "ACTION", "max", "10000"))) {
            events += text(event, "resourceType").equals("MAGENTO_LEDGER") ? 1 : 0;
        }
        return events;
    }

    private Shown connect(Account account, Person person) {
        Walker walker = new Walker();
        return walker.submit(
                walker.goAsFarAsThePreview(stage.broker().accountPage(), account, stage.magento(), person),
                Map.of("action", "connect"));
    }

    private Answer link(Account account, Person person) {
        return stage.broker()
                .server()
                .send(
                        "POST",
                        federatedIdentity(account),
                        Admin.json(Map.of(
                                "identityProvider", Broker.PROVIDER,
                                "userId", person.subject(),
                                "userName", person.preferredUsername())));
    }

    private Answer unlink(Account account) {
        return stage.broker().server().send("DELETE", federatedIdentity(account), Admin.json(Map.of()));
    }

    private static String federatedIdentity(Account account) {
        return "/" + Broker.REALM + "/users/" + account.id() + "/federated-identity/" + Broker.PROVIDER;
    }

    private Answer exemption(String method, Account account, Map<String, String> wish) {
        return stage.broker()
                .server()
                .send(method, "/" + Broker.REALM + "/magento/users/" + account.id() + "/exemption", Admin.json(wish));
    }

    private void assertWhole() {
        JsonNode found = ledger().verify();
        assertThat(found.get("whole").asBoolean()).as(found.toString()).isTrue();
    }

    private static JsonNode only(List<JsonNode> entries) {
        assertThat(entries).hasSize(1);
        return entries.get(0);
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asText();
    }
}
