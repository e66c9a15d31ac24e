package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Audit;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.DemoApp.Tokens;
import cloud.magento.accounts.broker.support.FederatedIdentity;
import cloud.magento.accounts.broker.support.Html;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.Operator;
import cloud.magento.accounts.broker.support.RealmAdmin;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.StockProvider;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.Walker.Shown;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A realm in use, made on Keycloak's own means, whose provider of type {@code oidc} is taken over: nobody who is in it
 * notices, and until the policy is enforced there is a way back.
 */
class AdoptionIT {
    private static final String ALIAS = "magento";

    @RegisterExtension
    final Stage stage = new Stage();

    private final String name = "adoption-" + UUID.randomUUID();
    private BrokerRealm realm;
    private RealmAdmin admin;
    private DemoApp app;
    private Person ada;
    private Account adas;
    private Account lees;

    @BeforeEach
    void aRealmInUse() {
        stage.broker()
                .server()
                .post("", Map.of("realm", name, "enabled", true, "eventsEnabled", true, "adminEventsEnabled", true));
        realm = stage.broker().realm(name).introduceTo(stage.magento());
        admin = realm.admin();
        admin.sendMailThrough(stage.mailbox());
        assertThat(admin.tryToCreateProvider(StockProvider.of(stage.magento())).status())
                .isEqualTo(201);
        app = DemoApp.of(realm);
        ada = stage.person("Ada");
        adas = admin.create(Account.called("Ada"));
        lees = admin.create(Account.called("Lee"));
        admin.link(adas, ALIAS, ada.subject(), ada.preferredUsername());
    }

    /** Makes what the policy needs, as the guide has it before the take-over. */
    private void setUp() {
        call("POST /admin/realms/" + name + "/magento/setup").expecting(200);
    }

    @AfterEach
    void noRealm() {
        app.close();
        stage.broker().server().delete("/" + name);
        stage.broker().accounts().introduceTo(stage.magento());
    }

    @Test
    void takesOverProviderWithoutAnybodyNoticing() {
        // given: somebody came through Keycloak's provider, somebody else by password
        Tokens adasTokens = signIn(ada);
        Tokens leesTokens = new Tokens(app.passwordGrant(lees).expecting(200).json());
        setUp();
        JsonNode before = provider();

        // when
        JsonNode plan = adopt(true).expecting(200).json();

        // then: nothing has changed
        assertThat(plan.get("providerType").asText()).isEqualTo("oidc");
        assertThat(plan.get("blockers")).isEmpty();
        assertThat(plan.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "alias", "providerType", "dryRun", "taken", "notes", "blockers", "complete", "links", "left");
        assertThat(plan.at("/links/adopted").asInt()).isEqualTo(1);
        assertThat(provider()).isEqualTo(before);
        assertThat(stage.broker().database().linksOfSubject(ada.subject())).isEmpty();

        // when
        JsonNode done = adopt(false).expecting(200).json();

        // then: the provider is the same one, and ours
        assertThat(done.at("/links/adopted").asInt()).isEqualTo(1);
        JsonNode after = provider();
        assertThat(after.get("providerId").asText()).isEqualTo("magento");
        assertThat(after.get("internalId")).isEqualTo(before.get("internalId"));
        assertThat(after.at("/config/clientId")).isEqualTo(before.at("/config/clientId"));
        assertThat(after.at("/config/linkReportOnly").asText()).isEqualTo("true");
        assertThat(after.get("firstBrokerLoginFlowAlias").asText()).isEqualTo("magento first broker login");

        // and: sessions and tokens stay, and nobody was written to
        app.refresh(adasTokens).expecting(200);
        app.refresh(leesTokens).expecting(200);
        assertThat(admin.sessions(adas)).isEqualTo(1);
        assertThat(stage.mailbox().to(adas.email())).isEmpty();
        assertThat(admin.federatedIdentities(adas))
                .extracting(FederatedIdentity::userName)
                .containsExactly(ada.preferredUsername());

        // and: the record says what is known
        assertThat(new Ledger(stage.broker(), name).of(adas, "link-made"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.at("/entry/proof").asText()).isEqualTo("adopted");
                    assertThat(entry.at("/entry/by").asText()).isEqualTo("administrator");
                    assertThat(entry.at("/account/data/subject").asText()).isEqualTo(ada.subject());
                });
        assertThat(new Ledger(stage.broker(), name).verify().get("whole").asBoolean())
                .isTrue();
        assertThat(Audit.of(stage.broker(), name).usernames(Map.of("state", "linked")))
                .containsExactly(adas.username());

        // and: people come in as before, by the provider's new type
        assertThat(signIn(ada).accessToken().get("sub").asText()).isEqualTo(adas.id());
        app.passwordGrant(lees).expecting(200);
    }

    @Test
    void passesOverOnSecondCallWhatIsDone() {
        // given
        setUp();
        adopt(false).expecting(200);
        long entries = entries();

        // when
        JsonNode again = adopt(false).expecting(200).json();

        // then
        assertThat(again.at("/links/adopted").asInt()).isZero();
        assertThat(again.at("/links/present").asInt()).isEqualTo(1);
        assertThat(entries()).isEqualTo(entries);
    }

    @Test
    void leavesOutAmbiguousLinksAndNamesTheirRepair() {
        // given: one subject with two accounts, and what no provider gives out
        Account twin = admin.create(Account.called("Twin"));
        admin.link(twin, ALIAS, ada.subject(), "ada");
        admin.link(lees, ALIAS, "n\u00f6", "lee");

        // when
        JsonNode report = adopt(false).expecting(200).json();

        // then
        assertThat(report.at("/links/adopted").asInt()).isZero();
        assertThat(report.at("/links/left").asInt()).isEqualTo(3);
        assertThat(report.get("left"))
                .extracting(group -> group.get("obstacle").asText())
                .containsExactly("subject-of-several-accounts", "subject-invalid");

        // when: the repair is called for the wrong ones, and the take-over again
        JsonNode examples = report.at("/left/0/examples");
        examples.forEach(example -> {
            if (example.get("userId").asText().equals(twin.id())) {
                call(example.get("call").asText()).expecting(204);
            }
        });
        JsonNode mended = adopt(false).expecting(200).json();

        // then
        assertThat(mended.at("/links/adopted").asInt()).isEqualTo(1);
        assertThat(signIn(ada).accessToken().get("sub").asText()).isEqualTo(adas.id());
    }

    @Test
    void givesProviderBackAsItWasAndTakesItOverAgain() {
        // given
        setUp();
        JsonNode before = provider();
        Tokens tokens = signIn(ada);
        adopt(false).expecting(200);

        // when: somebody has written the realm's attributes as code meanwhile, which takes away all others
        admin.changeRealm(Map.of("attributes", Map.of("mine", "alone")));
        JsonNode plan = giveBack(true).expecting(200).json();
        assertThat(provider().get("providerId").asText()).isEqualTo("magento");
        giveBack(false).expecting(200);

        // then
        assertThat(plan.get("links").asInt()).isEqualTo(1);
        assertThat(provider()).isEqualTo(before);
        assertThat(stage.broker().database().linksOfSubject(ada.subject())).isEmpty();
        app.refresh(tokens).expecting(200);
        assertThat(signIn(ada).accessToken().get("sub").asText()).isEqualTo(adas.id());
        giveBack(false).expecting(409);

        // when
        adopt(false).expecting(200);

        // then
        assertThat(signIn(ada).accessToken().get("sub").asText()).isEqualTo(adas.id());
        assertThat(new Ledger(stage.broker(), name).verify().get("whole").asBoolean())
                .isTrue();
    }

    @Test
    void enforcesPolicyAfterTakeOverAndThenHasNoWayBack() {
        // given
        setUp();
        adopt(false).expecting(200);
        app.passwordGrant(adas).expecting(200);

        // when
        admin.configureProvider(ALIAS, Map.of("linkReportOnly", "false"));

        // then: exactly those are stopped who should be
        assertThat(app.passwordGrant(adas)
                        .expecting(400)
                        .json()
                        .get("error_description")
                        .asText())
                .isEqualTo("magento_login_required");
        assertThat(app.passwordGrant(lees)
                        .expecting(400)
                        .json()
                        .get("error_description")
                        .asText())
                .isEqualTo("magento_link_required");
        assertThat(signIn(ada).accessToken().get("sub").asText()).isEqualTo(adas.id());

        // and
        assertThat(giveBack(false).expecting(409).json().get("detail").asText()).contains("no way back");
        admin.configureProvider(ALIAS, Map.of("linkReportOnly", "true"));
        giveBack(false).expecting(409);
    }

    @Test
    void changesNothingWhereSomethingStandsInTheWay() {
        // given
        admin.configureProvider(ALIAS, Map.of("filteredByClaim", "true", "issuer", ""));
        JsonNode before = provider();

        // when
        JsonNode report = adopt(false).expecting(409).json();

        // then
        assertThat(report.get("blockers")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(provider()).isEqualTo(before);
        assertThat(stage.broker().database().linksOfSubject(ada.subject())).isEmpty();
    }

    @Test
    void waitsWhereNobodyCouldSignInAfterwards() {
        // given
        admin.configureProvider(ALIAS, Map.of("jwksUrl", stage.magento().issuer() + "/no-keys"));

        // then
        assertThat(adopt(true).expecting(200).json().at("/blockers/0").asText()).contains("not-found");
        assertThat(adopt(false).expecting(409).json().at("/blockers/0").asText())
                .contains("not-found");

        // when: it is in a private network
        admin.configureProvider(
                ALIAS,
                Map.of(
                        "issuer", "https://10.0.0.1",
                        "jwksUrl", "https://10.0.0.1/keys",
                        "tokenUrl", "https://10.0.0.1/token",
                        "userInfoUrl", "https://10.0.0.1/userinfo",
                        "authorizationUrl", "https://10.0.0.1/authorize"));

        // then
        assertThat(adopt(false).expecting(409).json().at("/blockers/0").asText())
                .contains("allowPrivateAddresses");
        assertThat(provider().get("providerId").asText()).isEqualTo("oidc");
    }

    @Test
    void proposesTakeOverDuringSetUp() {
        // when
        JsonNode steps = stage.broker()
                .server()
                .send("POST", "/" + name + "/magento/setup?dryRun=true", Admin.json(Map.of()))
                .expecting(200)
                .json();

        // then
        assertThat(List.of(steps.get(steps.size() - 1).toString()))
                .containsExactly("{\"kind\":\"adoption\",\"name\":\"magento\",\"outcome\":\"proposed\"}");
    }

    @Test
    void rejectsUnknownProviderOtherTypeAndMissingRight() {
        // given
        assertThat(admin.tryToCreateProvider(
                                Map.of("alias", "github", "providerId", "github", "config", Map.of("clientId", "x")))
                        .status())
                .isEqualTo(201);
        Operator ofRealm = Operator.with(stage.broker(), name, "manage-realm");
        Operator ofProviders = Operator.with(stage.broker(), name, "manage-identity-providers");
        Operator ofBoth = Operator.with(stage.broker(), name, "manage-realm", "manage-identity-providers");

        // then
        call("POST /admin/realms/" + name + "/magento/setup/adoption").expecting(400);
        call("POST /admin/realms/" + name + "/magento/setup/adoption?alias=nowhere")
                .expecting(404);
        call("POST /admin/realms/" + name + "/magento/setup/adoption?alias=github")
                .expecting(409);
        call("POST /admin/realms/" + name + "/magento/setup/adoption?alias=magento&dryrun=true")
                .expecting(400);
        String plan = "/" + name + "/magento/setup/adoption?alias=magento&dryRun=true";
        ofRealm.send("POST", plan, Map.of()).expecting(403);
        ofProviders.send("POST", plan, Map.of()).expecting(403);
        ofRealm.send("DELETE", plan, Map.of()).expecting(403);
        ofBoth.send("POST", plan, Map.of()).expecting(200);
        assertThat(provider().get("providerId").asText()).isEqualTo("oidc");
    }

    @Test
    void takesOverAndGivesBackOnTheOperatorsPage() {
        // given
        setUp();
        List.of("manage-realm", "manage-identity-providers").forEach(role -> admin.grant(adas, role));
        Walker walker = new Walker();
        URI page = stage.broker().realm(name).url("/magento/operate");
        walker.signInThrough(page, stage.magento(), ada).page().expecting(200);
        URI adoption = URI.create(page + "/adoption");

        // when
        Shown told = walker.fill(walker.open(adoption), "form[data-act=take-over]", Map.of());

        // then
        assertThat(Html.of(told.page()).cells("#magento-links-table tr[data-key=adopted]"))
                .endsWith("1");
        assertThat(provider().get("providerId").asText()).isEqualTo("oidc");

        // when: a setting that does not come along is there by then
        ObjectNode provider = (ObjectNode) provider();
        provider.withObject("/config").put("caseSensitiveOriginalUsername", "true");
        stage.broker().server().put("/" + name + "/identity-provider/instances/" + ALIAS, provider);
        Shown outdated = walker.fill(told, "form[data-act=take-over]", Map.of());

        // then
        assertThat(outdated.page().status()).isEqualTo(409);
        assertThat(outdated.has("id=\"magento-policy.meanwhile\"")).isTrue();
        assertThat(provider().get("providerId").asText()).isEqualTo("oidc");

        // when
        Shown done = walker.fill(outdated, "form[data-act=take-over]", Map.of());

        // then
        assertThat(done.has("id=\"magento-adoption.done\""))
                .as(done.page().body())
                .isTrue();
        assertThat(provider().get("providerId").asText()).isEqualTo("magento");
        assertThat(stage.broker().database().linksOfSubject(ada.subject())).hasSize(1);

        // when
        Shown back = walker.fill(walker.open(adoption), "form[data-act=give-back]", Map.of());
        assertThat(provider().get("providerId").asText()).isEqualTo("magento");

        // and: somebody gives it back and takes it over anew meanwhile
        giveBack(false).expecting(200);
        adopt(false).expecting(200);
        Shown other = walker.fill(back, "form[data-act=give-back]", Map.of());

        // then
        assertThat(other.page().status()).isEqualTo(409);
        assertThat(other.has("id=\"magento-policy.meanwhile\"")).isTrue();
        assertThat(provider().get("providerId").asText()).isEqualTo("magento");

        // when
        Shown given = walker.fill(other, "form[data-act=give-back]", Map.of());

        // then
        assertThat(given.has("id=\"magento-give-back.done\""))
                .as(given.page().body())
                .isTrue();
        assertThat(provider().get("providerId").asText()).isEqualTo("oidc");
        assertThat(admin.federatedIdentities(adas)).hasSize(1);
    }

    private JsonNode provider() {
        return admin.get("/identity-provider/instances/" + ALIAS);
    }

    private long entries() {
        return new Ledger(stage.broker(), name).verify().get("entries").asLong();
    }

    private Tokens signIn(Person person) {
        new Http()
                .withCookie(stage.magento().accountPage(), stage.magento().session(person))
                .follow(app.signIn(Map.of("kc_idp_hint", ALIAS)))
                .expecting(200);
        return app.tokens();
    }

    private Answer adopt(boolean dryRun) {
        return call("POST /admin/realms/" + name + "/magento/setup/adoption?alias=" + ALIAS + "&dryRun=" + dryRun);
    }

    private Answer giveBack(boolean dryRun) {
        return call("DELETE /admin/realms/" + name + "/magento/setup/adoption?alias=" + ALIAS + "&dryRun=" + dryRun);
    }

    /** A call as the report names it: method and path. */
    private Answer call(String line) {
        String[] parts = line.split(" ", 2);
        return stage.broker()
                .server()
                .send(parts[0], parts[1].substring("/admin/realms".length()), Admin.json(Map.of()));
    }
}
