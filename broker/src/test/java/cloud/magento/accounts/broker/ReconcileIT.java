package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Audit;
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
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The tables of a realm apart, as after a time without the jar or a restored copy: named, mended, healed. */
class ReconcileIT {
    @RegisterExtension
    final Stage stage = new Stage();

    private final String name = "reconcile-" + UUID.randomUUID();
    private BrokerRealm realm;
    private RealmAdmin admin;

    @BeforeEach
    void aRealm() {
        realm = stage.broker().further(name, stage.magento());
        admin = realm.admin();
        admin.sendMailThrough(stage.mailbox());
    }

    @AfterEach
    void noRealm() {
        stage.broker().server().delete("/" + name);
        stage.broker().accounts().introduceTo(stage.magento());
    }

    @Test
    void namesAndMendsLinksOfTimeWithoutJar() {
        // given: a link that was removed meanwhile, one that was written, and one that both have
        Account removed = linked("Rita");
        Account written = linked("Wim");
        Account both = linked("Bo");
        stage.mailbox().await(removed.email(), "Your account is connected to Magento.com");
        withoutJar("delete from FEDERATED_IDENTITY where USER_ID = ?", removed);
        withoutJar("delete from MAGENTO_LINK where USER_ID = ?", written);

        // when
        JsonNode named = reconcile("GET", "").expecting(200).json();

        // then
        assertThat(named.at("/notInRegistry/count").asInt()).isEqualTo(1);
        assertThat(named.at("/notInRegistry/examples/0/userId").asText()).isEqualTo(written.id());
        assertThat(named.at("/notInKeycloak/count").asInt()).isEqualTo(1);
        assertThat(named.at("/notInKeycloak/examples/0/userId").asText()).isEqualTo(removed.id());
        assertThat(Instant.parse(named.at("/notInKeycloak/examples/0/linkedAt").asText()))
                .isBefore(Instant.now());
        assertThat(named.at("/notInRegistry/examples/0").has("linkedAt")).isFalse();

        // when
        JsonNode plan = reconcile("POST", "?dryRun=true").expecting(200).json();
        JsonNode done = reconcile("POST", "").expecting(200).json();

        // then: what was named is mended, with entries, and nobody was written to
        assertThat(plan.get("notInRegistry")).isEqualTo(done.get("notInRegistry"));
        assertThat(done.get("complete").asBoolean()).isTrue();
        assertThat(stage.broker().database().links(removed)).isEmpty();
        assertThat(stage.broker().database().links(written)).hasSize(1);
        assertThat(stage.broker().database().links(both)).hasSize(1);
        Ledger ledger = new Ledger(stage.broker(), name);
        assertThat(ledger.of(removed, "link-ended"))
                .singleElement()
                .satisfies(
                        entry -> assertThat(entry.at("/entry/reason").asText()).isEqualTo("reconciled"));
        assertThat(ledger.of(written, "link-made")).hasSize(2);
        assertThat(ledger.verify().get("whole").asBoolean()).isTrue();
        assertThat(stage.mailbox().to(removed.email())).hasSize(1);

        // and: there is nothing left to name
        JsonNode after = reconcile("GET", "").expecting(200).json();
        assertThat(after.at("/notInRegistry/count").asInt()).isZero();
        assertThat(after.at("/notInKeycloak/count").asInt()).isZero();
        assertThat(after.get("undecided")).isEmpty();
        Audit audit = Audit.of(stage.broker(), name);
        audit.assertListsAreAsLong(audit.coverage());
    }

    @Test
    void leavesDecisionWhereBothTellOtherwise() {
        // given
        Account account = linked("Ada");
        stage.broker()
                .database()
                .update("update FEDERATED_IDENTITY set FEDERATED_USER_ID = 'another' where USER_ID = ?", account.id());
        admin.clearUserCache();

        // when
        JsonNode done = reconcile("POST", "").expecting(200).json();

        // then
        assertThat(done.at("/undecided/0/obstacle").asText()).isEqualTo("other-subject-in-registry");
        assertThat(done.at("/undecided/0/examples/0/userId").asText()).isEqualTo(account.id());
        assertThat(stage.broker().database().links(account)).hasSize(1);
    }

    @Test
    void letsOwnerLinkAnewWhoseLinkWasRemovedWithoutJar() {
        // given
        Person ada = stage.person("Ada");
        Account account = admin.create(Account.called("Ada"));
        admin.link(account, Broker.PROVIDER, ada.subject(), ada.preferredUsername());
        withoutJar("delete from FEDERATED_IDENTITY where USER_ID = ?", account);

        // when
        Walker walker = new Walker();
        Shown connected = walker.submit(
                walker.goAsFarAsThePreview(realm.url("/magento/user"), account, stage.magento(), ada),
                Map.of("action", "connect"));

        // then
        assertThat(connected.has("data-status=\"connected\""))
                .as(connected.page().body())
                .isTrue();
        assertThat(stage.broker().database().links(account)).hasSize(1);
        Ledger ledger = new Ledger(stage.broker(), name);
        assertThat(ledger.of(account, "link-ended")).hasSize(1);
        assertThat(ledger.of(account, "link-made")).hasSize(2);
        assertThat(ledger.verify().get("whole").asBoolean()).isTrue();
    }

    @Test
    void takesLinkThatWasWrittenWithoutJarIntoRegistryAtNextSignIn() {
        // given
        Person ada = stage.person("Ada");
        Account account = admin.create(Account.called("Ada"));
        admin.link(account, Broker.PROVIDER, ada.subject(), ada.preferredUsername());
        withoutJar("delete from MAGENTO_LINK where USER_ID = ?", account);

        // when
        Shown page = new Walker().signInThrough(realm.url("/magento/user"), stage.magento(), ada);

        // then
        assertThat(page.has("data-status=\"connected\"")).as(page.page().body()).isTrue();
        assertThat(stage.broker().database().links(account)).singleElement().satisfies(row -> {
            assertThat(row.subject()).isEqualTo(ada.subject());
            assertThat(row.proof()).isEqualTo("adopted");
        });
    }

    @Test
    void wantsRoleForReadingAndAnotherForMending() {
        // given
        Operator viewer = Operator.with(stage.broker(), name, "view-magento-links");
        Operator nobody = Operator.with(stage.broker(), name, "view-users");
        String path = "/" + name + "/magento/reconcile";

        // then
        viewer.send("GET", path, Map.of()).expecting(200);
        viewer.send("POST", path + "?dryRun=true", Map.of()).expecting(403);
        nobody.send("GET", path, Map.of()).expecting(403);
        viewer.send("GET", path + "?max=1", Map.of()).expecting(400);
    }

    private Account linked(String firstName) {
        Account account = admin.create(Account.called(firstName));
        admin.link(account, Broker.PROVIDER, "subject-of-" + account.username(), firstName);
        return account;
    }

    /** What happens to the account's rows while nobody of ours hears of it. */
    private void withoutJar(String statement, Account account) {
        stage.broker().database().update(statement, account.id());
        admin.clearUserCache();
    }

    private Answer reconcile(String method, String query) {
        return stage.broker().server().send(method, "/" + name + "/magento/reconcile" + query, Admin.json(Map.of()));
    }
}
