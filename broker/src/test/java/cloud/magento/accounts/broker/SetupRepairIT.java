package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The set-up compares what is there with what has to be, mends what is its own, and leaves the rest to its operator.
 */
class SetupRepairIT {
    private static final String PROVIDER = "/identity-provider/instances/" + Broker.PROVIDER;
    private static final String FIRST_LOGIN = "magento first broker login";
    private static final String CLIENT = "magento-account-settings";

    @RegisterExtension
    final Stage stage = new Stage();

    private String realm = "repaired-" + UUID.randomUUID();

    @BeforeEach
    void makeTheRealm() {
        stage.broker().further(realm, stage.magento());
    }

    @AfterEach
    void removeTheRealm() {
        stage.broker().server().delete("/" + realm);
    }

    @Test
    void keepsPagesWorkingAfterRealmRename() {
        // given
        String before = realm;
        String renamed = "renamed-" + UUID.randomUUID();

        // when
        send("PUT", "", Map.of("realm", renamed)).expecting(204);
        realm = renamed;

        // then
        for (String page : List.of("/magento/user", "/magento/audit")) {
            assertThat(signInFor(page).expecting(200).body()).contains("kc-form-login");
        }
        assertThat(client().get("redirectUris")).hasSize(1).first().asString().doesNotContain(before);
        assertThat(steps("?dryRun=true").values()).containsOnly("present");
    }

    /** What somebody may have done to it. */
    enum Damage {
        ADDRESSES("client " + CLIENT),
        CLIENT_OPENED("client " + CLIENT),
        ACTION_OFF("required-action magento-link"),
        ACTION_MOVED("required-action magento-link"),
        CLAIMS_GONE("client-scope magento-link"),
        STEP_DISABLED("flow " + FIRST_LOGIN),
        STEP_GONE("flow " + FIRST_LOGIN),
        STEP_MOVED("flow " + FIRST_LOGIN),
        STEP_BELOW_GONE("flow magento browser"),
        FIRST_LOGIN_OF_KEYCLOAK("flow-binding first login of magento");

        private final String step;

        Damage(String step) {
            this.step = step;
        }
    }

    @ParameterizedTest
    @EnumSource
    void repairsDamagedSetup(Damage damage) {
        // given
        assertThat(steps("?dryRun=true").values()).containsOnly("present");
        inflict(damage);

        // when
        Map<String, String> wouldBe = steps("?dryRun=true");
        Map<String, String> again = steps("?dryRun=true");
        Map<String, String> done = steps("");

        // then
        assertThat(wouldBe).isEqualTo(again).containsEntry(damage.step, "repaired");
        assertThat(wouldBe.values().stream().filter("repaired"::equals)).hasSize(1);
        assertThat(done).isEqualTo(wouldBe);
        assertThat(steps("?dryRun=true").values()).containsOnly("present");
    }

    @Test
    void keepsChangesOfOperator() {
        // given: a step more, another requirement of one of Keycloak's, one more address
        send("POST", "/authentication/flows/magento%20browser/executions/execution", Map.of("provider", "auth-spnego"))
                .expecting(201);
        ObjectNode factor = execution("magento browser", "magento browser second factor");
        send("PUT", "/authentication/flows/magento%20browser/executions", factor.put("requirement", "REQUIRED"))
                .expecting(204);
        ObjectNode client = client();
        client.withArray("redirectUris").add("https://portal.example/*");
        send("PUT", "/clients/" + client.get("id").asText(), client).expecting(204);
        JsonNode flow = get("/authentication/flows/magento%20browser/executions");

        // when
        Map<String, String> steps = steps("");

        // then
        assertThat(steps.values()).containsOnly("present");
        assertThat(get("/authentication/flows/magento%20browser/executions")).isEqualTo(flow);
        assertThat(client().get("redirectUris")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE", "OVERWRITE", "CREATE", "NEW REALM"})
    void bindsOwnFirstLoginFlowWhenProviderNamesNone(String door) {
        assertThat(save(door, "").status()).isBetween(200, 204);
        assertThat(get(PROVIDER).get("firstBrokerLoginFlowAlias").asText()).isEqualTo(FIRST_LOGIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE", "OVERWRITE", "CREATE", "NEW REALM"})
    void rejectsFirstLoginFlowWithoutLinkSteps(String door) {
        assertThat(save(door, "first broker login").expecting(400).body()).contains("magento-confirm-link");
    }

    @Test
    void acceptsOperatorFirstLoginFlowOnlyWithLinkSteps() {
        // given: an operator's flow with our steps
        send("POST", "/authentication/flows/magento%20first%20broker%20login/copy", Map.of("newName", "our own"))
                .expecting(201);

        // when
        save("UPDATE", "our own").expecting(204);

        // then
        assertThat(steps("")).containsEntry("flow-binding first login of magento", "kept");

        // when: it loses one
        ObjectNode confirm = execution("our own", "magento-confirm-link");
        send("PUT", "/authentication/flows/our%20own/executions", confirm.put("requirement", "DISABLED"))
                .expecting(204);

        // then: the way back stays open, a new binding does not, and the set-up puts ours in its place
        stage.broker().server().realm(realm).configureProvider(Broker.PROVIDER, Map.of("linkReportOnly", "true"));
        assertThat(steps("")).containsEntry("flow-binding first login of magento", "repaired");
        assertThat(save("UPDATE", "our own").expecting(400).body()).contains("our own");
    }

    private Answer save(String door, String flow) {
        ObjectNode provider = (ObjectNode) get(PROVIDER);
        ((ObjectNode) provider.get("config"))
                .put("clientSecret", stage.magento().client().secret());
        provider.put("firstBrokerLoginFlowAlias", flow);
        switch (door) {
            case "UPDATE":
                return send("PUT", PROVIDER, provider);
            case "OVERWRITE":
                return send(
                        "POST",
                        "/partialImport",
                        Map.of("ifResourceExists", "OVERWRITE", "identityProviders", List.of(provider)));
            case "CREATE":
                send("DELETE", PROVIDER, Map.of()).expecting(204);
                return send("POST", "/identity-provider/instances", provider);
            case "NEW REALM":
                stage.broker().server().delete("/" + realm);
                provider.remove("internalId");
                Answer made = stage.broker()
                        .server()
                        .send(
                                "POST",
                                "",
                                Admin.json(Map.of(
                                        "realm", realm, "enabled", true, "identityProviders", List.of(provider))));
                if (made.status() != 201) {
                    stage.broker().server().post("", Map.of("realm", realm));
                }
                return made;
            default:
                throw new IllegalArgumentException(door);
        }
    }

    private void inflict(Damage damage) {
        switch (damage) {
            case ADDRESSES -> change(client(), Map.of("redirectUris", List.of("/realms/elsewhere/magento/*")));
            case CLIENT_OPENED -> change(client(), Map.of("directAccessGrantsEnabled", true));
            case ACTION_OFF -> changeAction(Map.of("enabled", false));
            case ACTION_MOVED -> changeAction(Map.of("priority", 50));
            case CLAIMS_GONE -> removeClaims();
            case STEP_DISABLED ->
                send(
                                "PUT",
                                flow(FIRST_LOGIN) + "/executions",
                                execution(FIRST_LOGIN, "magento-confirm-link").put("requirement", "DISABLED"))
                        .expecting(204);
            case STEP_GONE -> remove(execution(FIRST_LOGIN, "magento-match-account"));
            case STEP_MOVED ->
                send(
                                "POST",
                                "/authentication/executions/"
                                        + execution(FIRST_LOGIN, "magento-confirm-link")
                                                .get("id")
                                                .asText() + "/raise-priority",
                                Map.of())
                        .expecting(204);
            case STEP_BELOW_GONE -> remove(execution("magento browser", "magento-password-form"));
            case FIRST_LOGIN_OF_KEYCLOAK -> bindKeycloaksFirstLogin();
        }
    }

    private void change(ObjectNode client, Map<String, Object> properties) {
        properties.forEach((name, value) -> client.set(name, Http.JSON.valueToTree(value)));
        send("PUT", "/clients/" + client.get("id").asText(), client).expecting(204);
    }

    private void changeAction(Map<String, Object> properties) {
        ObjectNode action = (ObjectNode) get("/authentication/required-actions/magento-link");
        properties.forEach((name, value) -> action.set(name, Http.JSON.valueToTree(value)));
        send("PUT", "/authentication/required-actions/magento-link", action).expecting(204);
    }

    private void removeClaims() {
        for (JsonNode scope : get("/client-scopes")) {
            if (scope.get("name").asText().equals("magento-link")) {
                send(
                                "DELETE",
                                "/client-scopes/" + scope.get("id").asText() + "/protocol-mappers/models/"
                                        + scope.get("protocolMappers")
                                                .get(0)
                                                .get("id")
                                                .asText(),
                                Map.of())
                        .expecting(204);
            }
        }
    }

    private void remove(JsonNode execution) {
        send("DELETE", "/authentication/executions/" + execution.get("id").asText(), Map.of())
                .expecting(204);
    }

    /** As of a time when that was accepted. */
    private void bindKeycloaksFirstLogin() {
        String flow = "";
        for (JsonNode found : get("/authentication/flows")) {
            flow = found.get("alias").asText().equals("first broker login")
                    ? found.get("id").asText()
                    : flow;
        }
        stage.broker()
                .database()
                .update(
                        "update IDENTITY_PROVIDER set FIRST_BROKER_LOGIN_FLOW_ID = ? where INTERNAL_ID = ?",
                        flow,
                        get(PROVIDER).get("internalId").asText());
        send("POST", "/clear-realm-cache", Map.of()).expecting(204);
    }

    private ObjectNode execution(String flow, String step) {
        for (JsonNode execution : get(flow(flow) + "/executions")) {
            if (step.equals(execution.path("providerId").asText())
                    || step.equals(execution.path("displayName").asText())) {
                return (ObjectNode) execution;
            }
        }
        throw new AssertionError("No step " + step + " in " + flow);
    }

    private static String flow(String alias) {
        return "/authentication/flows/" + alias.replace(" ", "%20");
    }

    private ObjectNode client() {
        return (ObjectNode) get("/clients?clientId=" + CLIENT).get(0);
    }

    /** The page that who is not signed in gets to see. */
    private Answer signInFor(String page) {
        Http http = new Http();
        URI address = stage.broker().url("/realms/" + realm + page);
        Answer answer = http.get(address);
        while (answer.isRedirect()) {
            answer = http.get(answer.location());
        }
        return answer;
    }

    private JsonNode get(String path) {
        return stage.broker().server().get("/" + realm + path);
    }

    private Answer send(String method, String path, Object body) {
        return stage.broker().server().send(method, "/" + realm + path, Admin.json(body));
    }

    private Map<String, String> steps(String query) {
        Map<String, String> steps = new TreeMap<>();
        send("POST", "/magento/setup" + query, Map.of())
                .expecting(200)
                .json()
                .forEach(step -> steps.put(
                        step.get("kind").asText() + " " + step.get("name").asText(),
                        step.get("outcome").asText()));
        return steps;
    }
}
