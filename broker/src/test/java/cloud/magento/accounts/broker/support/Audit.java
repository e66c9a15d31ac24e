package cloud.magento.accounts.broker.support;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Http.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an auditor asks of a realm by the admin REST API, as the server's administrator. */
public final class Audit {
    private final Broker broker;
    private final String realm;

    private Audit(Broker broker, String realm) {
        this.broker = broker;
        this.realm = realm;
    }

    public static Audit of(Broker broker, String realm) {
        return new Audit(broker, realm);
    }

    public String path(String path, Map<String, String> query) {
        return Http.uri("/" + realm + "/magento/" + path, query).toString();
    }

    public Answer get(String path, Map<String, String> query) {
        return broker.server().send("GET", path(path, query), BodyPublishers.noBody());
    }

    /** The same, with this header Accept. */
    public Answer accepting(String accept, String path) {
        return new Http()
                .send(HttpRequest.newBuilder(broker.url("/admin/realms" + path(path, Map.of())))
                        .header("Authorization", "Bearer " + token())
                        .header("Accept", accept));
    }

    /** A token of the server's administrator, for requests that are no ordinary ones. */
    public String token() {
        return new Http()
                .post(
                        broker.url("/realms/master/protocol/openid-connect/token"),
                        Map.of(
                                "grant_type", "password",
                                "client_id", "admin-cli",
                                "username", "admin",
                                "password", "admin"))
                .expecting(200)
                .json()
                .get("access_token")
                .asText();
    }

    public JsonNode coverage() {
        return get("coverage", Map.of()).expecting(200).json();
    }

    /** The first thousand accounts for which the filter holds. */
    public List<JsonNode> identities(Map<String, String> filter) {
        Map<String, String> query = new HashMap<>(filter);
        query.put("max", "1000");
        return rows(get("identities", query).expecting(200).json());
    }

    /** Their names. */
    public List<String> usernames(Map<String, String> filter) {
        return identities(filter).stream()
                .map(row -> row.get("username").asText())
                .toList();
    }

    /** Each number of the coverage leads to its list: whoever counts the rows finds the same. */
    public void assertListsAreAsLong(JsonNode coverage) {
        assertLists(Map.of(), coverage.get("accounts"));
        assertLists(Map.of("cohort", "none"), coverage.get("everybodyElse"));
        coverage.get("cohorts")
                .forEach(cohort -> assertLists(Map.of("cohort", cohort.get("id").asText()), cohort.get("accounts")));
        assertLength(Map.of("state", "disabled"), coverage.get("disabled"));
        assertLength(Map.of("neverUsed", "true"), coverage.get("links").get("neverUsed"));
        assertLength(
                Map.of("drift", "true"),
                get("coverage/drift", Map.of()).expecting(200).json().get("emailDrift"));
    }

    private void assertLists(Map<String, String> filter, JsonNode counts) {
        for (String state : List.of("linked", "exempt", "due", "overdue")) {
            Map<String, String> narrower = new HashMap<>(filter);
            narrower.put("state", state);
            assertLength(narrower, counts.get(state));
            assertThat(identities(narrower))
                    .allSatisfy(row -> assertThat(row.get("state").asText()).isEqualTo(state));
        }
    }

    private void assertLength(Map<String, String> filter, JsonNode number) {
        assertThat(identities(filter)).as(filter.toString()).hasSize(number.asInt());
    }

    public static List<JsonNode> rows(JsonNode page) {
        List<JsonNode> rows = new ArrayList<>();
        page.get("identities").forEach(rows::add);
        return rows;
    }

    /** The admin events of this kind, newest first. */
    public List<JsonNode> events(String resource) {
        return events("ACTION", resource);
    }

    /** The same of another operation than {@code ACTION}. */
    public List<JsonNode> events(String operation, String resource) {
        List<JsonNode> events = new ArrayList<>();
        broker.server()
                .get("/" + realm + "/admin-events", Map.of("operationTypes", operation, "max", "1000"))
                .forEach(event -> {
                    if (event.get("resourceType").asText().equals(resource)) {
                        events.add(event);
                    }
                });
        return events;
    }
}
