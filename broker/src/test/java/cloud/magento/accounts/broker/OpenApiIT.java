package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Audit;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Operator;
import cloud.magento.accounts.broker.support.Schema;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Walker;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The API's description is true of what is served. */
class OpenApiIT {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void answersEveryGetAsDescribed() {
        // given
        Audit audit = Audit.of(stage.broker(), Broker.REALM);
        Account account = stage.linkedAccount(stage.person("Lee"));
        String exemption = "users/" + account.id() + "/exemption";
        stage.broker()
                .server()
                .send(
                        "PUT",
                        audit.path(exemption, Map.of()),
                        Admin.json(Map.of("until", "2999-01-01T00:00:00Z", "reason", "On leave")))
                .expecting(200);
        Audit ofRealmMadeAnew = realmMadeAnew();
        Map<String, String> existing = Map.of(
                "{ledger}",
                ofRealmMadeAnew
                        .get("ledger/earlier", Map.of())
                        .expecting(200)
                        .json()
                        .at("/0/id")
                        .asText(),
                "{id}",
                account.id(),
                "{campaign}",
                campaign(),
                "{group}",
                stage.broker().admin().cohort("open-api-" + account.username(), "2999-01-01T00:00:00Z"),
                "{reference}",
                new Walker()
                        .open(stage.broker().realmUrl("/broker/magento/endpoint?state=x&code=y"))
                        .reference()
                        .orElseThrow());
        JsonNode document = audit.get("openapi", Map.of()).expecting(200).json();
        Schema schema = new Schema(document);

        document.get("paths").fields().forEachRemaining(path -> {
            if (path.getValue().has("get")) {
                // when
                Audit asked = path.getKey().contains("{ledger}") ? ofRealmMadeAnew : audit;
                Answer answer = asked.get(filled(path.getKey().substring(1), existing), Map.of())
                        .expecting(200);

                // then
                JsonNode content = path.getValue().at("/get/responses/200/content");
                String type = answer.headers()
                        .firstValue("Content-Type")
                        .orElseThrow()
                        .split(";")[0];
                assertThat(content.has(type)).as(path.getKey() + " as " + type).isTrue();
                JsonNode body =
                        type.matches("application/(.+\\+)?json") ? answer.json() : TextNode.valueOf(answer.body());
                assertThat(schema.faults(content.get(type).get("schema"), body))
                        .as(path.getKey())
                        .isEmpty();
            }
        });
        lines(audit, "identities/export?format=ndjson")
                .forEach(line -> assertThat(schema.faults(document.at("/components/schemas/Identity"), line))
                        .isEmpty());
        lines(audit, "ledger/export")
                .forEach(line -> assertThat(schema.faults(document.at("/components/schemas/LedgerRecord"), line))
                        .isEmpty());
    }

    @Test
    void letsOnlyRealmAdministratorsReadDescription() {
        // given
        String asked = "/" + Broker.REALM + "/magento/openapi";

        // then
        assertThat(new Http().get(stage.broker().url("/admin/realms" + asked)).status())
                .isEqualTo(401);
        Operator.with(stage.broker(), Broker.REALM).send("GET", asked, Map.of()).expecting(403);
        for (String role : List.of("view-clients", "view-magento-links", "manage-magento-links")) {
            Operator.with(stage.broker(), Broker.REALM, role)
                    .send("GET", asked, Map.of())
                    .expecting(200);
        }
    }

    /** One that reaches nobody. */
    private String campaign() {
        String group = stage.broker().admin().group("nobody-" + UUID.randomUUID(), Map.of());
        return stage.broker()
                .server()
                .send("POST", "/" + Broker.REALM + "/magento/campaigns", Admin.json(Map.of("group", group)))
                .expecting(200)
                .json()
                .at("/campaign/id")
                .asText();
    }

    /** One that has the ledger of the realm that was there before it. */
    private Audit realmMadeAnew() {
        String name = "open-api-" + UUID.randomUUID();
        Admin server = stage.broker().server();
        stage.broker().further(name, stage.magento());
        String bundle = Audit.of(stage.broker(), name)
                .get("bundle", Map.of())
                .expecting(200)
                .body();
        server.delete("/" + name);
        server.post("", BrokerRealm.template(name, stage.magento()));
        stage.broker().accounts().introduceTo(stage.magento());
        String key = bundle.replaceFirst("(?s).*\"fingerprint\":\"([^\"]+)\".*", "$1");
        server.send("POST", "/" + name + "/magento/bundle?key=" + key, BodyPublishers.ofString(bundle))
                .expecting(200);
        return Audit.of(stage.broker(), name);
    }

    private static String filled(String template, Map<String, String> values) {
        String path = template;
        for (Map.Entry<String, String> value : values.entrySet()) {
            path = path.replace(value.getKey(), value.getValue());
        }
        return path;
    }

    private static List<JsonNode> lines(Audit audit, String path) {
        return audit.get(path, Map.of())
                .expecting(200)
                .body()
                .lines()
                .map(OpenApiIT::json)
                .toList();
    }

    private static JsonNode json(String line) {
        try {
            return Http.JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }
}
