package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Audit;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.Operator;
import cloud.magento.accounts.broker.support.RealmAdmin;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.Walker.Shown;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Links, pre-associations and exemptions of many accounts by one call. */
class BulkIT {
    @RegisterExtension
    final Stage stage = new Stage();

    private final String name = "bulk-" + UUID.randomUUID();
    private BrokerRealm realm;
    private RealmAdmin admin;
    private Operator operator;

    @BeforeEach
    void aRealm() {
        realm = stage.broker().further(name, stage.magento());
        admin = realm.admin();
        admin.sendMailThrough(stage.mailbox());
        operator = Operator.with(stage.broker(), name, "manage-magento-links", "manage-users");
    }

    @AfterEach
    void noRealm() {
        stage.broker().server().delete("/" + name);
        stage.broker().accounts().introduceTo(stage.magento());
    }

    @Test
    void linksFromFileAndOwnersSignIn() {
        // given: an account with a session, which a new link ends, and one with nothing open
        Person ada = stage.person("Ada");
        Account signedIn = admin.create(Account.called("Ada"));
        Account quiet = admin.create(Account.called("Quentin"));
        csv("import", "action,id,until,reason", "exempt," + signedIn.id() + ",2999-01-01T00:00:00Z,On leave");
        Walker local = new Walker();
        local.submit(
                local.open(realm.url("/magento/user")),
                Map.of("username", signedIn.username(), "password", signedIn.password()));
        assertThat(admin.sessions(signedIn)).isEqualTo(1);

        // when
        List<JsonNode> answer = csv(
                "import",
                "username,subject,upstreamUsername",
                signedIn.username() + "," + ada.subject() + ",Ada",
                quiet.username() + ",subject-of-quentin,Quentin",
                "nobody,subject-of-nobody,Nobody");

        // then
        assertThat(answer)
                .extracting(line -> line.path("result").asText())
                .containsExactly("linked", "linked", "failed", "");
        assertThat(answer.get(3).toString())
                .isEqualTo("{\"rows\":3,\"failed\":1,\"dryRun\":false,\"results\":{\"failed\":1,\"linked\":2}}");
        assertThat(admin.sessions(signedIn)).isZero();
        Ledger ledger = new Ledger(stage.broker(), name);
        for (Account account : List.of(signedIn, quiet)) {
            assertThat(ledger.of(account, "link-made")).singleElement().satisfies(entry -> {
                assertThat(entry.at("/entry/by").asText()).isEqualTo("administrator");
                assertThat(entry.at("/entry/proof").asText()).isEqualTo("administrator");
                assertThat(entry.at("/entry/actor").isMissingNode()).isFalse();
            });
            assertThat(admin.federatedIdentities(account)).hasSize(1);
            assertThat(stage.mailbox().to(account.email())).isEmpty();
        }
        assertThat(ledger.verify().get("whole").asBoolean()).isTrue();
        Audit audit = Audit.of(stage.broker(), name);
        audit.assertListsAreAsLong(audit.coverage());

        // and
        Shown page = new Walker().signInThrough(realm.url("/magento/user"), stage.magento(), ada);
        assertThat(page.has("data-status=\"connected\"")).as(page.page().body()).isTrue();
    }

    @Test
    void accountIsKnownAsLinkedAtOnceAndAsUnlinkedAtOnce() {
        // given: Keycloak has the account and that it is not linked in its cache
        Account account = admin.create(Account.called("Ada"));
        assertThat(admin.federatedIdentities(account)).isEmpty();

        // when
        csv("import", "username,subject", account.username() + ",one");

        // then
        assertThat(admin.federatedIdentities(account)).hasSize(1);

        // when
        List<JsonNode> unlinked =
                lines(send(operator, "unlink", "application/x-ndjson", "{\"id\":\"" + account.id() + "\"}"));

        // then
        assertThat(unlinked.get(0).get("result").asText()).isEqualTo("unlinked");
        assertThat(admin.federatedIdentities(account)).isEmpty();
    }

    @Test
    void writesToOwnersOnlyWhereAskedTo() {
        // given
        Account told = admin.create(Account.called("Tilda"));

        // when
        csv("import?notify=true", "id,subject,upstreamUsername", told.id() + ",one,Tilda");

        // then
        stage.mailbox().await(told.email(), "Your account is connected to Magento.com");
    }

    @Test
    void preAssociatedPersonAgreesAndIsLinked() {
        // given: whom Magento.com knows by another address than the account has
        Person ada = stage.person("Ada");
        Account account = admin.create(Account.called("Ada"));
        csv("import", "username,upstreamEmail", account.username() + "," + ada.email());
        assertThat(operator.send("GET", "/" + name + "/magento/identities/expected", Map.of())
                        .expecting(200)
                        .json()
                        .at("/expected/0/upstreamEmail")
                        .asText())
                .isEqualTo(ada.email());

        // when
        Walker walker = new Walker();
        Shown preview = walker.signInThrough(realm.url("/magento/user"), stage.magento(), ada);
        assertThat(preview.has(account.username())).as(preview.page().body()).isTrue();
        assertThat(stage.broker().database().links(account)).isEmpty();
        Shown page = walker.submit(preview, Map.of("action", "connect"));

        // then
        assertThat(page.has("data-status=\"connected\"")).as(page.page().body()).isTrue();
        assertThat(stage.broker().database().links(account)).singleElement().satisfies(row -> {
            assertThat(row.subject()).isEqualTo(ada.subject());
            assertThat(row.proof()).isEqualTo("pre-association");
        });
        assertThat(operator.send("GET", "/" + name + "/magento/identities/expected", Map.of())
                        .json()
                        .get("expected"))
                .isEmpty();
        assertThat(new Ledger(stage.broker(), name).of(account, "link-expected"))
                .hasSize(1);
    }

    @Test
    void offersPreAssociatedAccountToNobodyWithUnverifiedAddress() {
        // given
        Person eve = stage.magento().add(Person.called("Eve").unverified());
        Account account = admin.create(Account.called("Ada"));
        csv("import", "username,upstreamEmail", account.username() + "," + eve.email());

        // when
        Shown page = new Walker().signInThrough(realm.url("/magento/user"), stage.magento(), eve);

        // then
        assertThat(page.has(account.username())).isFalse();
        assertThat(stage.broker().database().links(account)).isEmpty();
    }

    @Test
    void preAssociationThatIsWithdrawnMeanwhileLinksNobody() {
        // given
        Person ada = stage.person("Ada");
        Account account = admin.create(Account.called("Ada"));
        csv("import", "username,upstreamEmail", account.username() + "," + ada.email());
        Walker walker = new Walker();
        Shown preview = walker.signInThrough(realm.url("/magento/user"), stage.magento(), ada);

        // when
        csv("unlink", "username", account.username());
        Shown page = walker.submit(preview, Map.of("action", "connect"));

        // then: the account has to be proven now
        assertThat(page.has("data-status=\"connected\"")).isFalse();
        assertThat(page.has("name=\"password\"")).as(page.page().body()).isTrue();
        assertThat(stage.broker().database().links(account)).isEmpty();
    }

    @Test
    void refusesWhoMayNotWriteLinksAndWhatItCannotRead() {
        // given
        Operator exempting = Operator.with(stage.broker(), name, "manage-magento-links");
        Operator userManager = Operator.with(stage.broker(), name, "manage-users");

        // then
        send(exempting, "import", "text/csv", "username,subject").expecting(403);
        send(userManager, "import", "text/csv", "username,subject").expecting(403);
        assertThat(send(operator, "import", "text/csv", "user,subject")
                        .expecting(400)
                        .body())
                .contains("No column is called");
        send(operator, "import?dryrun=true", "text/csv", "username,subject").expecting(400);
        send(operator, "import", "application/json", "[]").expecting(415);
        assertThat(send(operator, "import", "text/csv", "username\n" + "x".repeat(11 * 1024 * 1024))
                        .status())
                .isEqualTo(413);
    }

    private List<JsonNode> csv(String call, String... rows) {
        return lines(send(operator, call, "text/csv", String.join("\n", rows)));
    }

    private Answer send(Operator who, String call, String type, String body) {
        return who.send("POST", "/" + name + "/magento/identities/" + call, type, BodyPublishers.ofString(body));
    }

    private static List<JsonNode> lines(Answer answer) {
        return answer.expecting(200).body().lines().map(BulkIT::json).toList();
    }

    private static JsonNode json(String line) {
        try {
            return Http.JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(line, e);
        }
    }
}
