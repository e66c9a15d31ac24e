package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Audit;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.RealmAdmin;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nobody enforces the policy by mistake, by whichever door. */
class InterlockIT {
    private static final String ALIAS = Broker.PROVIDER;
    private static final String PROVIDER = "/identity-provider/instances/" + ALIAS;
    private static final String AHEAD = "2990-01-01T00:00:00Z";

    @RegisterExtension
    final Stage stage = new Stage();

    private final String name = "interlock-" + UUID.randomUUID();
    private RealmAdmin admin;
    private Person ada;
    private Account lee;

    /** One account is linked, and two are not. */
    @BeforeEach
    void aRealmThatOnlyReports() {
        ObjectNode realm = BrokerRealm.template(name, stage.magento());
        ((ObjectNode) realm.at("/identityProviders/0/config")).put("linkReportOnly", "true");
        stage.broker().server().post("", realm);
        admin = stage.broker().realm(name).introduceTo(stage.magento()).admin();
        ada = stage.person("Ada");
        admin.link(admin.create(Account.called("Ada")), ALIAS, ada.subject(), ada.preferredUsername());
        lee = admin.create(Account.called("Lee"));
        admin.create(Account.called("Mia"));
    }

    @AfterEach
    void noRealm() {
        stage.broker().server().delete("/" + name);
        stage.broker().accounts().introduceTo(stage.magento());
    }

    @Test
    void namesWhatIsMissingByEveryDoor() {
        ObjectNode provider = provider();

        // the admin console, Terraform and kcadm.sh send the whole provider
        Answer put = send("PUT", PROVIDER, enforcing(provider));
        assertMissing(put, "no-recent-sign-in", "stopped-not-acknowledged");
        assertThat(put.json().get("stopped").asInt()).isEqualTo(2);
        assertThat(put.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");

        // partial import
        assertMissing(
                send(
                        "POST",
                        "/partialImport",
                        Map.of("ifResourceExists", "OVERWRITE", "identityProviders", List.of(enforcing(provider)))),
                "no-recent-sign-in",
                "stopped-not-acknowledged");

        // the roll-out as one document, where the date is moved as well
        assertMissing(
                send(
                        "PUT",
                        "/magento/rollout",
                        Map.of("settings", Map.of("linkReportOnly", false, "linkEnforceFrom", "2021-01-01"))),
                "no-recent-sign-in",
                "stopped-not-acknowledged");

        // deleted, and made anew
        send("DELETE", PROVIDER, Map.of()).expecting(204);
        ObjectNode anew = enforcing(provider);
        ((ObjectNode) anew.get("config"))
                .put("clientSecret", stage.magento().client().secret());
        anew.remove("internalId");
        Answer made = send("POST", "/identity-provider/instances", anew);
        assertMissing(made, "no-recent-sign-in", "stopped-not-acknowledged");
        assertThat(made.json().get("stopped").asInt()).isEqualTo(3);
        assertThat(send("GET", PROVIDER, Map.of()).status()).isEqualTo(404);
    }

    @Test
    void enforcesOnceEverythingHoldsAndTheNumberIsRight() {
        // given
        assertThat(outlook().at("/conditions/0/condition").asText()).isEqualTo("no-recent-sign-in");
        signIn();
        JsonNode outlook = outlook();
        assertThat(outlook.get("conditions")).isEmpty();
        assertThat(outlook.get("stopped").asInt()).isEqualTo(2);

        // when
        Answer wrong =
                admin.tryToConfigureProvider(ALIAS, Map.of("linkReportOnly", "false", "linkEnforceAcknowledged", "1"));
        assertMissing(wrong, "stopped-not-acknowledged");
        assertThat(admin.providerConfig(ALIAS)).containsEntry("linkReportOnly", "true");
        admin.tryToConfigureProvider(ALIAS, Map.of("linkReportOnly", "false", "linkEnforceAcknowledged", "2"))
                .expecting(204);

        // then: what was said of this change alone is not kept with the policy, and is on record
        assertThat(admin.providerConfig(ALIAS))
                .containsEntry("linkReportOnly", "false")
                .doesNotContainKey("linkEnforceAcknowledged");
        JsonNode entry = confirmed().get(0);
        assertThat(entry.at("/entry/details/stopped").asInt()).isEqualTo(2);
        assertThat(entry.at("/entry/reason").isMissingNode()).isTrue();

        // and: saved again as it is, it is no change
        admin.tryToConfigureProvider(ALIAS, Map.of()).expecting(204);
        assertThat(outlook().get("enforced").asBoolean()).isTrue();
        assertThat(confirmed()).hasSize(1);
        assertThat(new Ledger(stage.broker(), name).verify().get("whole").asBoolean())
                .isTrue();
    }

    @Test
    void wantsTheDoctorToFindNothingSevere() {
        // given
        signIn();
        String action = "/authentication/required-actions/magento-link";
        send("PUT", action, ((ObjectNode) admin.get(action)).put("enabled", false))
                .expecting(204);
        Map<String, String> enforcing = Map.of("linkReportOnly", "false", "linkEnforceAcknowledged", "2");

        // then
        assertMissing(admin.tryToConfigureProvider(ALIAS, enforcing), "doctor-severe");
        send("POST", "/magento/doctor/required-action/fix", Map.of()).expecting(200);
        admin.tryToConfigureProvider(ALIAS, enforcing).expecting(204);
    }

    @Test
    void goesOnAllTheSameWithReasonOnRecord() {
        // when
        Answer done = send(
                "PUT",
                "/magento/rollout?linkEnforceOverride=Ticket%204711",
                Map.of("settings", Map.of("linkReportOnly", false)));

        // then
        done.expecting(200);
        JsonNode entry = confirmed().get(0);
        assertThat(entry.at("/entry/reason").asText()).isEqualTo("overridden");
        assertThat(entry.at("/entry/details/why").asText()).isEqualTo("Ticket 4711");
        assertThat(entry.at("/entry/details/overridden"))
                .map(JsonNode::asText)
                .containsExactly("no-recent-sign-in", "stopped-not-acknowledged");
        assertThat(entry.at("/actor/data/realm").asText()).isEqualTo("master");
    }

    /** So many exemptions are written in transactions of their own, before the policy is. */
    @Test
    void rehearsesWholeRolloutBeforeAnyPartOfItIsDone() {
        // given
        admin.group("Board", Map.of());
        send(
                        "POST",
                        "/partialImport",
                        Map.of(
                                "ifResourceExists",
                                "FAIL",
                                "users",
                                IntStream.rangeClosed(0, 1000)
                                        .mapToObj(i -> Map.of(
                                                "username", "board-" + i, "enabled", true, "groups", List.of("/Board")))
                                        .toList()))
                .expecting(200);
        Map<String, Object> document = Map.of(
                "settings",
                Map.of("linkReportOnly", false, "linkMaxSkips", 7),
                "exemptions",
                List.of(Map.of("group", "/Board", "until", AHEAD, "reason", "At sea")));
        int entries = new Ledger(stage.broker(), name).entries(Map.of()).size();

        // when
        Answer refused = send("PUT", "/magento/rollout", document);

        // then
        assertMissing(refused, "no-recent-sign-in", "stopped-not-acknowledged");
        assertThat(refused.json().get("stopped").asInt()).isEqualTo(2);
        assertThat(admin.get("/magento/coverage").at("/accounts/exempt").asInt())
                .isZero();
        assertThat(new Ledger(stage.broker(), name).entries(Map.of())).hasSize(entries);
        assertThat(admin.providerConfig(ALIAS))
                .containsEntry("linkReportOnly", "true")
                .doesNotContainKey("linkMaxSkips");
        assertThat(Audit.of(stage.broker(), name).events("UPDATE", "MAGENTO_ROLLOUT"))
                .isEmpty();

        // when: nothing stands in its way
        send("PUT", "/magento/rollout?linkEnforceOverride=Ticket%204711", document)
                .expecting(200);

        // then
        assertThat(admin.get("/magento/coverage").at("/accounts/exempt").asInt())
                .isEqualTo(1001);
        assertThat(admin.providerConfig(ALIAS)).containsEntry("linkMaxSkips", "7");
    }

    @Test
    void holdsForTheDatesOfCohorts() {
        // given: enforced, with the deadline ahead
        signIn();
        admin.tryToConfigureProvider(ALIAS, Map.of("linkReportOnly", "false", "linkEnforceFrom", AHEAD))
                .expecting(204);
        String group = admin.cohort("Pilot", "2991-01-01T00:00:00Z");
        admin.join(lee, group);
        Map<String, Object> past =
                Map.of("name", "Pilot", "attributes", Map.of("magento.link.enforceFrom", List.of("2021-01-01")));

        // then
        assertMissing(send("PUT", "/groups/" + group, past), "stopped-not-acknowledged");
        assertThat(admin.get("/groups/" + group)
                        .at("/attributes/magento.link.enforceFrom/0")
                        .asText())
                .isEqualTo("2991-01-01T00:00:00Z");
        send("PUT", "/groups/" + group + "?linkEnforceAcknowledged=1", past).expecting(204);
        assertThat(confirmed()).hasSize(2);

        // and: a date that was approved later than the realm's ends no less
        String later = admin.cohort("Later", "2991-01-01T00:00:00Z");
        admin.join(admin.create(Account.called("Nia")), later);
        admin.tryToConfigureProvider(ALIAS, Map.of("linkEnforceFrom", "2021-01-01", "linkEnforceAcknowledged", "1"))
                .expecting(204);
        assertMissing(send("DELETE", "/magento/cohorts/" + later, Map.of()), "stopped-not-acknowledged");
        assertMissing(send("DELETE", "/groups/" + later, Map.of()), "stopped-not-acknowledged");
        send("DELETE", "/magento/cohorts/" + later + "?linkEnforceAcknowledged=1", Map.of())
                .expecting(200);
    }

    private void signIn() {
        new Walker()
                .signInThrough(stage.broker().realm(name).url("/magento/user"), stage.magento(), ada)
                .page()
                .expecting(200);
    }

    private JsonNode outlook() {
        return admin.get("/magento/interlock");
    }

    private List<JsonNode> confirmed() {
        return new Ledger(stage.broker(), name).entries(Map.of("type", "enforcement-confirmed"));
    }

    private ObjectNode provider() {
        return (ObjectNode) admin.get(PROVIDER);
    }

    private static ObjectNode enforcing(ObjectNode provider) {
        ObjectNode enforcing = provider.deepCopy();
        ((ObjectNode) enforcing.get("config")).put("linkReportOnly", "false");
        return enforcing;
    }

    private Answer send(String method, String path, Object body) {
        return stage.broker().server().send(method, "/" + name + path, Admin.json(body));
    }

    private static void assertMissing(Answer answer, String... conditions) {
        JsonNode problem = answer.expecting(409).json();
        assertThat(problem.get("type").asText()).isEqualTo("magento-interlock");
        assertThat(problem.get("conditions"))
                .extracting(condition -> condition.get("condition").asText())
                .containsExactly(conditions);
        assertThat(problem.get("conditions"))
                .allSatisfy(condition -> assertThat(problem.get("errorMessage").asText())
                        .contains(condition.get("message").asText()));
    }
}
