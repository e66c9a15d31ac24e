package cloud.magento.accounts.broker.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The compose file and the proxy in front of its two brokers. */
class ComposeTest {
    private final JsonNode services = Manifests.of("compose.yaml").get(0).get("services");
    private final JsonNode broker = services.get("broker");

    @Test
    void runsTwoBrokersBehindProxy() throws IOException {
        String proxy = Files.readString(Manifests.FOLDER.resolve("haproxy.cfg"));

        assertThat(broker.at("/deploy/replicas").asInt()).isEqualTo(2);
        assertThat(broker.has("ports")).as("two cannot have one port").isFalse();
        assertThat(proxy)
                .contains("server-template broker 2 broker:8080")
                .contains("option httpchk GET /health/ready")
                .contains("check port 9000")
                .contains("http-check expect status 200")
                // What a person sends of themselves is not handed on.
                .contains("http-request del-header Forwarded")
                .contains("http-request set-header X-Forwarded-For %[src]");
        assertThat(broker.at("/environment/KC_PROXY_HEADERS").asText()).isEqualTo("xforwarded");
    }

    @Test
    void opensNothingBeyondThisMachine() {
        List<String> ports = new ArrayList<>();
        services.forEach(service -> service.path("ports").forEach(port -> ports.add(port.asText())));

        assertThat(ports).isNotEmpty().allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    @Test
    void leavesBrokerNothingThatItDoesNotNeed() {
        assertThat(broker.get("read_only").asBoolean()).isTrue();
        assertThat(broker.get("cap_drop")).extracting(JsonNode::asText).containsExactly("ALL");
        assertThat(broker.get("security_opt")).extracting(JsonNode::asText).containsExactly("no-new-privileges:true");
        assertThat(broker.at("/deploy/resources/limits/memory").isMissingNode()).isFalse();
    }

    @Test
    void givesNoSecretByVariable() {
        assertThat(broker.get("environment").fieldNames())
                .toIterable()
                .noneMatch(name -> name.matches(".*(PASSWORD|SECRET)"));
    }
}
