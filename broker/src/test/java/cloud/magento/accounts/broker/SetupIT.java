package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Operator;
import cloud.magento.accounts.broker.support.Stage;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A realm that exists already, with an operator's own changes in it, is set up by one request. */
class SetupIT {
    private static final String MAGENTO = "magento";

    @RegisterExtension
    final Stage stage = new Stage();

    private final String realm = "set-up-" + UUID.randomUUID();

    @BeforeEach
    void makeTheRealm() {
        stage.broker().server().post("", Map.of("realm", realm, "enabled", true));
        stage.broker()
                .server()
                .realm(realm)
                .tryToCreateProvider(Map.of(
                        "alias",
                        MAGENTO,
                        "providerId",
                        MAGENTO,
                        "enabled",
                        true,
                        "config",
                        Map.of(
                                "issuer", stage.magento().issuer(),
                                "clientId", stage.magento().client().id(),
                                "clientSecret", stage.magento().client().secret())))
                .expecting(201);
    }

    @AfterEach
    void removeTheRealm() {
        stage.broker().server().delete("/" + realm);
    }

    @Test
    void reportsMissingStepsAndChangesNothingOnDryRun() {
        // given
        JsonNode before = get("");

        // when
        Map<String, String> steps = steps(setUp("?dryRun=true").expecting(200));

        // then
        assertThat(steps)
                .containsEntry("flow magento browser", "changed")
                .containsEntry("flow magento first broker login", "present")
                .containsEntry("flow magento post broker login", "present")
                .containsEntry("flow magento direct grant", "changed")
                .containsEntry("flow magento reset credentials", "changed")
                .containsEntry("role realm-management: view-magento-links", "changed")
                .containsEntry("role realm-management: manage-magento-links", "changed");
        assertThat(get("")).isEqualTo(before);
        assertThat(get("/authentication/flows"))
                .extracting(flow -> flow.get("alias").asText())
                .filteredOn(alias -> alias.startsWith("magento "))
                .containsExactlyInAnyOrder("magento first broker login", "magento post broker login");
    }

    @Test
    void findsEverythingPresentOnSecondRun() {
        // when
        setUp("").expecting(200);
        JsonNode after = get("");
        Map<String, String> again = steps(setUp("").expecting(200));

        // then
        assertThat(again.values()).isNotEmpty().containsOnly("present");
        assertThat(get("")).isEqualTo(after);
        assertThat(after.get("browserFlow").asText()).isEqualTo("magento browser");
        assertThat(after.get("directGrantFlow").asText()).isEqualTo("magento direct grant");
        assertThat(after.get("resetCredentialsFlow").asText()).isEqualTo("magento reset credentials");
        assertThat(get("/identity-provider/instances/" + MAGENTO)
                        .get("firstBrokerLoginFlowAlias")
                        .asText())
                .isEqualTo("magento first broker login");
        assertThat(get("/identity-provider/instances/" + MAGENTO)
                        .get("postBrokerLoginFlowAlias")
                        .asText())
                .isEqualTo("magento post broker login");
        JsonNode first = get("/authentication/required-actions").get(0);
        assertThat(first.get("alias").asText()).isEqualTo("magento-link");
        assertThat(first.get("enabled").asBoolean()).isTrue();
    }

    @Test
    void keepsFlowOfOperator() {
        // given
        stage.broker()
                .server()
                .post(
                        "/" + realm + "/authentication/flows",
                        Map.of("alias", "our own", "providerId", "basic-flow", "topLevel", true, "builtIn", false));
        stage.broker().server().put("/" + realm, Map.of("browserFlow", "our own"));

        // when
        Map<String, String> steps = steps(setUp("").expecting(200));

        // then
        assertThat(steps.values()).contains("kept");
        assertThat(get("").get("browserFlow").asText()).isEqualTo("our own");
        assertThat(get("").get("directGrantFlow").asText()).isEqualTo("magento direct grant");
        assertThat(steps(setUp("").expecting(200)).values()).containsOnly("present", "kept");
    }

    @Test
    void requiresManageRealmRole() {
        // given
        setUp("").expecting(200);
        Operator operator = Operator.with(stage.broker(), realm, "manage-magento-links", "manage-users");
        Operator administrator = Operator.with(stage.broker(), realm, "manage-realm");

        // when
        Answer refused = operator.send("POST", "/" + realm + "/magento/setup", Map.of());
        Answer done = administrator.send("POST", "/" + realm + "/magento/setup", Map.of());

        // then
        assertThat(refused.expecting(403).json().get("detail").asText()).contains("manage-realm");
        assertThat(refused.headers().firstValue("Content-Type"))
                .get()
                .asString()
                .startsWith("application/problem+json");
        assertThat(steps(done.expecting(200)).values()).containsOnly("present");
    }

    private Answer setUp(String query) {
        return stage.broker().server().send("POST", "/" + realm + "/magento/setup" + query, Admin.json(Map.of()));
    }

    private JsonNode get(String path) {
        return stage.broker().server().get("/" + realm + path);
    }

    private static Map<String, String> steps(Answer answer) {
        Map<String, String> steps = new TreeMap<>();
        answer.json()
                .forEach(step -> steps.put(
                        step.get("kind").asText() + " " + step.get("name").asText(),
                        step.get("outcome").asText()));
        return steps;
    }
}
