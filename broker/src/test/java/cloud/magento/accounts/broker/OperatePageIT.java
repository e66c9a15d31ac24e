package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Audit;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.Html;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.Polling;
import cloud.magento.accounts.broker.support.RealmAdmin;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.Walker.Shown;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an operator does on the operator's page, each by the REST API's own call and on record. */
class OperatePageIT {
    private static final List<String> ALL_ROLES =
            List.of("manage-magento-links", "manage-identity-providers", "manage-users", "manage-realm");

    private static final String AHEAD = "2998-01-01T00:00:00Z";

    @RegisterExtension
    final Stage stage = new Stage();

    private final String name = "operated-" + UUID.randomUUID();
    private final Walker walker = new Walker();
    private BrokerRealm realm;
    private RealmAdmin admin;
    private Person olga;
    private Account operator;

    @BeforeEach
    void anOperator() {
        realm = stage.broker().further(name, stage.magento());
        admin = realm.admin();
        olga = stage.person("Olga");
        operator = admin.create(Account.called("Olga"));
        admin.link(operator, Broker.PROVIDER, olga.subject(), olga.preferredUsername());
    }

    @AfterEach
    void noRealm() {
        stage.broker().server().delete("/" + name);
        stage.broker().accounts().introduceTo(stage.magento());
    }

    @Test
    void refusesWhoIsNoOperator() {
        Shown page = signIn();

        assertThat(page.page().status()).isEqualTo(403);
        assertThat(Html.of(page.page()).text("magento-refused"))
                .get()
                .asString()
                .contains("view-magento-links");
        assertThat(page.has("data-act")).isFalse();
    }

    @Test
    void whoMayOnlyLookChangesNothing() {
        // given
        admin.grant(operator, "view-magento-links");
        signIn();

        // then
        assertThat(open("/exemptions").has("data-act=\"grant\"")).isFalse();

        // when: the form is made up
        Shown policy = open("/policy");
        Shown answer = walker.fill(policy, "form[data-act=change]", Map.of("confirmed", "true", "selfUnlink", "true"));

        // then
        assertThat(answer.page().status()).isEqualTo(403);
        assertThat(Html.of(answer.page()).text("magento-problem"))
                .get()
                .asString()
                .contains("manage-magento-links");
        assertThat(admin.providerConfig(Broker.PROVIDER)).doesNotContainEntry("selfUnlink", "true");
    }

    @Test
    void refusesFormOfAnotherSite() {
        // given
        asOperator();

        // when
        Shown answer = walker.fill(
                open("/policy"), "form[data-act=change]", Map.of("confirmed", "true", "stateChecker", "forged"));

        // then
        assertThat(answer.has("id=\"magento-outdated\"")).isTrue();
    }

    @Test
    void changesPolicyOnceConfirmedAndOnRecord() {
        // given
        asOperator();

        // when
        Shown told = walker.fill(open("/policy"), "form[data-act=change]", Map.of("selfUnlink", "true"));

        // then: nothing else is named, and nothing has happened
        assertThat(Html.of(told.page()).cells("#magento-changes-table tbody tr[data-key=selfUnlink]"))
                .contains("false", "true");
        assertThat(Html.of(told.page()).cells("#magento-changes-table tbody tr"))
                .hasSize(3);
        assertThat(admin.providerConfig(Broker.PROVIDER)).doesNotContainEntry("selfUnlink", "true");

        // when
        Shown done = walker.fill(told, "form[data-act=change]", Map.of());

        // then
        assertThat(done.has("id=\"magento-policy.done\""))
                .as(done.page().body())
                .isTrue();
        assertThat(admin.providerConfig(Broker.PROVIDER)).containsEntry("selfUnlink", "true");
        assertThat(new Ledger(stage.broker(), name)
                        .entries(Map.of("type", "policy-changed"))
                        .get(0)
                        .at("/entry/by")
                        .asText())
                .isEqualTo("administrator");
    }

    /** One that the page offers and does not send would look changed, and not be. */
    @Test
    void changesEachSettingThatIsNoDateAndNoSwitch() {
        // given
        asOperator();
        Map<String, String> wanted = Map.of(
                "linkMaxSkips", "3",
                "primaryLogin", "preferred",
                "secondFactor", "upstream",
                "upstreamLevels", "2=second-factor 3=urn:example:key",
                "upstreamMaxAge", "3600");

        // when
        Shown told = walker.fill(open("/policy"), "form[data-act=change]", wanted);
        Shown done = walker.fill(told, "form[data-act=change]", Map.of());

        // then
        assertThat(done.has("id=\"magento-policy.done\""))
                .as(done.page().body())
                .isTrue();
        assertThat(admin.providerConfig(Broker.PROVIDER)).containsAllEntriesOf(wanted);
    }

    /** Who has not reached it themselves could not come in again to undo it. */
    @Test
    void asksEverybodyForNoLevelThatTheOperatorHasNotReached() {
        // given
        asOperator();

        // when
        Shown told = walker.fill(
                open("/policy"),
                "form[data-act=change]",
                Map.of("upstreamLevels", "2=second-factor", "requiredLevel", "2"));

        // then
        assertThat(told.has("You are not signed in at level 2 yourself"))
                .as(told.page().body())
                .isTrue();
        assertThat(admin.providerConfig(Broker.PROVIDER)).doesNotContainKey("requiredLevel");
    }

    @Test
    void declaresOutageOnceConfirmedAndEndsIt() {
        // given
        asOperator();
        Account ada = admin.create(Account.called("Ada"));
        admin.link(ada, Broker.PROVIDER, "sub-of-ada", "ada");
        Shown page = open("/outage");
        assertThat(Html.of(page.page()).cells("#magento-upstream-table tbody tr[data-key=provider]"))
                .contains("Enabled");

        // when
        String until = Instant.now()
                .plus(Duration.ofHours(2))
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
        Shown told = walker.fill(
                page,
                "form[data-act=declare]",
                Map.of("until", until.replace(":00Z", ""), "public-reason", "<b>Fire</b>"));

        // then: it says whom it lets in, and nothing has happened
        assertThat(told.has("2 of 2 connected accounts")).as(told.page().body()).isTrue();
        assertThat(told.has("<b>Fire</b>")).isFalse();
        assertThat(outage().get("declared").asBoolean()).isFalse();

        // when
        Shown done = walker.fill(told, "form[data-act=declare]", Map.of());

        // then
        assertThat(done.has("id=\"magento-policy.done\""))
                .as(done.page().body())
                .isTrue();
        assertThat(outage().get("until").asText()).isEqualTo(until);
        assertThat(outage().get("reason").asText()).isEqualTo("<b>Fire</b>");

        // when
        Shown end = walker.fill(open("/outage"), "form[data-act=end-outage]", Map.of());
        assertThat(outage().get("declared").asBoolean()).isTrue();
        walker.fill(end, "form[data-act=end-outage]", Map.of());

        // then
        assertThat(outage().get("declared").asBoolean()).isFalse();
        assertThat(new Ledger(stage.broker(), name)
                        .entries(Map.of()).stream()
                                .map(entry -> entry.at("/entry/type").asText()))
                .contains("outage-declared", "outage-ended");

        // and: what the API refuses is told
        Shown refused = walker.fill(
                open("/outage"),
                "form[data-act=declare]",
                Map.of("until", "2999-01-01T00:00", "public-reason", "Fire"));
        assertThat(refused.page().status()).isEqualTo(400);
        assertThat(Html.of(refused.page()).text("magento-problem"))
                .get()
                .asString()
                .contains("outageMaxHours");
    }

    private JsonNode outage() {
        return stage.broker().server().get("/" + name + "/magento/outage");
    }

    @Test
    void exemptsAndEndsOneByNameAndAllOfGroup() {
        // given
        asOperator();
        Account ada = admin.create(Account.called("Ada"));
        Account ben = admin.create(Account.called("Ben"));
        admin.join(ben, admin.group("crew", Map.of()));

        // when
        Shown told = walker.fill(
                open("/exemptions"),
                "form[data-act=grant]",
                Map.of("account", ada.username(), "until", "2999-01-01T00:00", "reason", "On leave <b>"));
        Shown done = walker.fill(told, "form[data-act=grant]", Map.of());
        Shown group = walker.fill(
                open("/exemptions"),
                "form[data-act=grant-group]",
                Map.of("group", "/crew", "until", "2999-02-01T00:00", "reason", "Crew"));
        walker.fill(group, "form[data-act=grant-group]", Map.of());

        // then
        assertThat(done.has("id=\"magento-policy.done\""))
                .as(done.page().body())
                .isTrue();
        Shown list = open("/exemptions");
        assertThat(Html.of(list.page()).cells("#magento-exemptions-table tbody tr[data-key=" + ada.id() + "]"))
                .startsWith(ada.username())
                .contains("On leave <b>");
        assertThat(list.has("data-key=\"" + ben.id() + "\"")).isTrue();
        assertThat(exemption(ada).get("grantedBy").asText()).isEqualTo(operator.id());

        // when
        Shown ending = walker.fill(list, "tr[data-key=" + ada.id() + "] form[data-act=end]", Map.of());
        walker.fill(ending, "form[data-act=end]", Map.of());

        // then
        assertThat(open("/exemptions").has("data-key=\"" + ada.id() + "\"")).isFalse();
    }

    @Test
    void givesGroupDeadlineAndWithdrawsApproval() {
        // given
        asOperator();
        String crew = admin.group("crew", Map.of());

        // when
        Shown told = walker.fill(
                open("/groups"),
                "form[data-act=set-deadline]",
                Map.of("group", "/crew", "deadline", "2999-01-01T00:00", "reason", "Abroad"));
        Shown done = walker.fill(told, "form[data-act=set-deadline]", Map.of());

        // then
        assertThat(done.has("id=\"magento-policy.done\""))
                .as(done.page().body())
                .isTrue();
        assertThat(Html.of(open("/groups").page()).cells("#magento-groups-table tbody tr[data-key=" + crew + "]"))
                .contains("Holds", "Abroad");

        // when
        Shown withdrawing = walker.fill(open("/groups"), "form[data-act=withdraw]", Map.of());
        walker.fill(withdrawing, "form[data-act=withdraw]", Map.of());

        // then
        assertThat(Html.of(open("/groups").page())
                        .cells("#magento-groups-table tbody tr[data-key=" + crew + "]")
                        .get(2))
                .contains("not approved");
    }

    @Test
    void linksByFileOnceItWasLookedAt() {
        // given
        asOperator();
        Account ada = admin.create(Account.called("Ada"));
        String file = "username,subject\n" + ada.username() + ",subject-of-ada\n<nobody>,subject-of-nobody\n";

        // when
        Shown told = walker.fill(open("/links"), "form[data-act=try-file]", Map.of(), "file", file);

        // then
        assertThat(Html.of(told.page()).cells("#magento-sums [data-result=linked]"))
                .contains("1");
        assertThat(Html.of(told.page())
                        .cells("#magento-progress [data-line='3']")
                        .toString())
                .contains("no such account");
        assertThat(admin.federatedIdentities(ada)).isEmpty();

        // when
        Shown other = walker.fill(
                told, "form[data-act=do-file]", Map.of(), "file", file.replace("subject-of-ada", "subject-of-eve"));

        // then
        assertThat(other.page().status()).isEqualTo(409);
        assertThat(admin.federatedIdentities(ada)).isEmpty();

        // when
        Shown done = walker.fill(told, "form[data-act=do-file]", Map.of(), "file", file);

        // then
        assertThat(Html.of(done.page()).cells("#magento-sums [data-result=linked]"))
                .contains("1");
        assertThat(done.page().body()).contains("</html>");
        assertThat(admin.federatedIdentities(ada)).hasSize(1);
        assertThat(new Ledger(stage.broker(), name).of(ada, "link-made"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.at("/entry/by").asText()).isEqualTo("administrator"));
    }

    @Test
    void comparesTablesAndMendsWhatIsCertain() {
        // given
        asOperator();
        Account ada = admin.create(Account.called("Ada"));
        admin.link(ada, Broker.PROVIDER, "subject-of-ada", "Ada");
        stage.broker().database().update("delete from MAGENTO_LINK where USER_ID = ?", ada.id());

        // when
        Shown told = walker.fill(open("/reconcile"), "form[data-act=compare]", Map.of());

        // then
        assertThat(Html.of(told.page()).cells("#magento-reconcile-table tbody tr[data-key=not-in-registry]"))
                .contains("1");

        // when: there is more by then
        Account boris = admin.create(Account.called("Boris"));
        admin.link(boris, Broker.PROVIDER, "subject-of-boris", "Boris");
        stage.broker().database().update("delete from MAGENTO_LINK where USER_ID = ?", boris.id());
        Shown outdated = walker.fill(told, "form[data-act=mend]", Map.of());

        // then
        assertThat(outdated.page().status()).isEqualTo(409);
        assertThat(outdated.has("id=\"magento-policy.meanwhile\"")).isTrue();
        assertThat(cells(outdated, "#magento-reconcile-table tbody tr[data-key=not-in-registry]"))
                .contains("2");
        assertThat(stage.broker().database().linksOfSubject("subject-of-ada")).isEmpty();

        // when
        Shown done = walker.fill(outdated, "form[data-act=mend]", Map.of());
        Shown again = walker.fill(done, "form[data-act=compare]", Map.of());

        // then
        assertThat(again.has("id=\"magento-reconcile.agree\""))
                .as(again.page().body())
                .isTrue();
    }

    @Test
    void tellsWhoWouldBeStoppedWhereAndHandsOutTheList() {
        // given
        asOperator();
        DemoApp shop = DemoApp.of(realm);
        Account ada = admin.create(Account.called("Ada"));
        admin.create(Account.called("Nora"));
        admin.configureProvider(Broker.PROVIDER, Map.of("linkReportOnly", "true", "linkEnforceFrom", AHEAD));
        assertThat(shop.passwordGrant(ada).status()).isEqualTo(200);

        // when
        Shown page = Polling.until(
                () -> open("/ahead"),
                shown -> !cells(shown, "#magento-applications-table tr[data-key=" + shop.clientId() + "]")
                        .isEmpty());

        // then: the operator came through Magento.com, which stays open
        assertThat(cells(page, "#magento-applications-table tr[data-key=" + shop.clientId() + "]"))
                .containsExactly(shop.clientId(), "1");
        assertThat(cells(page, "#magento-ways-table tr[data-key=grant]")).endsWith("1");
        assertThat(cells(page, "#magento-unreachable-table tr[data-key=no-sign-in]"))
                .endsWith("1");
        assertThat(Html.of(page.page()).text()).contains("2 of 3 accounts would be stopped");

        // when: the number is followed
        Shown list = walker.open(page.link("client=" + shop.clientId()));

        // then
        assertThat(cells(list, "#magento-people-table tbody tr")).contains(ada.username(), shop.clientId());
        assertThat(list.has("data-key=\"" + ada.id() + "\"")).isTrue();
        assertThat(cells(walker.open(list.link("list=true")), "#magento-people-table tbody tr"))
                .hasSize(2 * 4);

        // when
        Shown file = walker.fill(list, "form[data-act=export-csv]", Map.of());

        // then
        assertThat(file.page().body().lines()).hasSize(2).anyMatch(line -> line.contains(ada.username()));
        assertThat(Audit.of(stage.broker(), name).events("MAGENTO_PREVIEW_EXPORT"))
                .hasSize(1);

        // and: what cannot be told is said on the page
        Shown past = open("/ahead?at=2001-01-01T00%3A00");
        assertThat(past.page().status()).isEqualTo(400);
        assertThat(past.has("id=\"magento-problem\"")).isTrue();
    }

    @Test
    void tellsWhyOnePersonCannotSignInAndLeadsToWhatHelps() {
        // given
        asOperator();
        Account ada = admin.create(Account.called("Ada"));
        String person = "/person?account=" + ada.username();

        // when
        Shown told = open(person);

        // then
        assertThat(told.has("id=\"magento-diagnosis.link-required\"")).isTrue();
        assertThat(cells(told, "#magento-answers-table tr[data-key=local]")).contains("link-required");
        assertThat(cells(told, "#magento-facts-table tr[data-key=link]")).isNotEmpty();

        // when: the remedy is followed
        Shown exemptions = walker.open(told.link("/exemptions?account="));
        walker.fill(
                walker.fill(
                        exemptions,
                        "form[data-act=grant]",
                        Map.of("until", "2999-01-01T00:00", "reason", "Ticket 4711")),
                "form[data-act=grant]",
                Map.of());

        // then
        assertThat(open(person).has("id=\"magento-diagnosis.exempt\"")).isTrue();
        assertThat(exemption(ada).get("reason").asText()).isEqualTo("Ticket 4711");
        assertThat(open("/person?account=nobody").page().status()).isEqualTo(404);
    }

    @Test
    void doesNotUndoUnseenWhatSomebodyElseChangedMeanwhile() {
        // given
        asOperator();
        Shown told = walker.fill(open("/policy"), "form[data-act=change]", Map.of("selfUnlink", "true"));
        admin.configureProvider(Broker.PROVIDER, Map.of("linkReportOnly", "true"));

        // when
        Shown outdated = walker.fill(told, "form[data-act=change]", Map.of());

        // then
        assertThat(outdated.page().status()).isEqualTo(409);
        assertThat(outdated.has("id=\"magento-policy.meanwhile\"")).isTrue();
        assertThat(cells(outdated, "#magento-changes-table tr[data-key=linkReportOnly]"))
                .endsWith("true", "false");
        assertThat(admin.providerConfig(Broker.PROVIDER))
                .containsEntry("linkReportOnly", "true")
                .doesNotContainEntry("selfUnlink", "true");
    }

    @Test
    void tellsWhoMayOnlyLookNothingOfAccountsByName() {
        // given
        admin.grant(operator, "view-magento-links");
        admin.grant(operator, "manage-realm");
        signIn();
        Shown page = open("/exemptions");
        Shown form = open("/policy");

        // when: the form is made up
        Shown answer = walker.fill(
                form, "form[data-act=change]", url("/exemptions"), Map.of("act", "end", "account", operator.id()));

        // then
        assertThat(page.has("data-act=\"grant\"")).isFalse();
        assertThat(answer.page().status()).isEqualTo(403);
        assertThat(answer.has("@local.example")).isFalse();
    }

    @Test
    void mendsWhatTheDoctorIsSureOf() {
        // given
        asOperator();
        String action = "/authentication/required-actions/magento-link";
        ObjectNode disabled = ((ObjectNode) admin.get(action)).put("enabled", false);
        stage.broker().server().put("/" + name + action, disabled);

        // when
        Shown found = open("/checks");
        Shown told = walker.fill(found, "li[data-key=required-action] form[data-act=fix]", Map.of());

        // then
        assertThat(found.has("id=\"magento-checks.severe\"")).isTrue();
        assertThat(admin.get(action).get("enabled").asBoolean()).isFalse();

        // when: somebody else mends it, and it breaks again, before it is confirmed
        stage.broker().server().put("/" + name + action, disabled.deepCopy().put("enabled", true));
        Shown outdated = walker.fill(told, "form[data-act=fix]", Map.of());
        stage.broker().server().put("/" + name + action, disabled);

        // then
        assertThat(outdated.page().status()).isEqualTo(409);
        assertThat(outdated.has("id=\"magento-policy.meanwhile\"")).isTrue();
        assertThat(outdated.has("id=\"magento-fix.done\"")).isFalse();

        // when
        Shown done = walker.fill(told, "form[data-act=fix]", Map.of());

        // then
        assertThat(done.has("id=\"magento-fix.done\"")).as(done.page().body()).isTrue();
        assertThat(admin.get(action).get("enabled").asBoolean()).isTrue();
        assertThat(open("/checks").has("data-key=\"required-action\"")).isFalse();
    }

    @Test
    void enforcesOnlyOnceTheNumberIsSaidOrReasonGiven() {
        // given: nobody but the operator, who has come in, is linked
        admin.configureProvider(Broker.PROVIDER, Map.of("linkReportOnly", "true"));
        asOperator();
        admin.create(Account.called("Ada"));
        assertThat(open("").has("id=\"magento-standing.report-only\"")).isTrue();

        // when
        Shown asked = walker.fill(open("/policy"), "form[data-act=change]", Map.of("linkReportOnly", ""));

        // then
        assertThat(asked.page().status()).isEqualTo(409);
        assertThat(asked.has("id=\"magento-policy.stopped\"")).isTrue();
        assertThat(admin.providerConfig(Broker.PROVIDER)).containsEntry("linkReportOnly", "true");

        // when
        Shown wrong = walker.fill(asked, "form[data-act=change]", Map.of("linkEnforceAcknowledged", "7"));
        Shown done = walker.fill(wrong, "form[data-act=change]", Map.of("linkEnforceAcknowledged", "1"));

        // then
        assertThat(wrong.page().status()).isEqualTo(409);
        assertThat(done.has("id=\"magento-policy.done\""))
                .as(done.page().body())
                .isTrue();
        assertThat(admin.providerConfig(Broker.PROVIDER)).containsEntry("linkReportOnly", "false");
        assertThat(open("").has("id=\"magento-standing.report-only\"")).isFalse();

        // when: the way back, and on again with a reason
        Shown back = walker.fill(open("/policy"), "form[data-act=change]", Map.of("linkReportOnly", "true"));
        walker.fill(back, "form[data-act=change]", Map.of());
        assertThat(admin.providerConfig(Broker.PROVIDER)).containsEntry("linkReportOnly", "true");
        walker.fill(
                walker.fill(open("/policy"), "form[data-act=change]", Map.of("linkReportOnly", "")),
                "form[data-act=change]",
                Map.of("linkEnforceOverride", "Agreed with the board"));

        // then
        assertThat(admin.providerConfig(Broker.PROVIDER)).containsEntry("linkReportOnly", "false");
        assertThat(new Ledger(stage.broker(), name)
                        .entries(Map.of("type", "enforcement-confirmed"))
                        .toString())
                .contains("Agreed with the board");
    }

    private static List<String> cells(Shown page, String row) {
        return Html.of(page.page()).cells(row);
    }

    private JsonNode exemption(Account account) {
        return stage.broker().server().get("/" + name + "/magento/users/" + account.id() + "/exemption");
    }

    private void asOperator() {
        ALL_ROLES.forEach(role -> admin.grant(operator, role));
        assertThat(signIn().page().status()).isEqualTo(200);
    }

    private Shown signIn() {
        return walker.signInThrough(url(""), stage.magento(), olga);
    }

    private Shown open(String path) {
        return walker.open(url(path));
    }

    private URI url(String path) {
        return realm.url("/magento/operate" + path);
    }
}
