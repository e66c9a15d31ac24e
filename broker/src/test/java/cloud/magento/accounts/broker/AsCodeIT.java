package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.ledger.Ran;
import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.Operator;
import cloud.magento.accounts.broker.support.RealmAdmin;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.StartCommand;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of docs/as-code.md, sent as each tool sends them and compared as it compares: applied the first time,
 * no difference the second.
 */
class AsCodeIT {
    private static final Path EXAMPLES = Path.of("..", "docs", "examples");
    private static final String FIRST_LOGIN = "magento first broker login";

    /** What keycloak-config-cli leaves out of the realm that it creates, of what the example has. */
    private static final List<String> APART = List.of("groups", "identityProviders", "identityProviderMappers");

    @RegisterExtension
    final Stage stage = new Stage();

    private final String name = "as-code-" + UUID.randomUUID();

    @TempDir
    Path folder;

    @AfterEach
    void noRealm() {
        stage.broker().server().delete("/" + name);
    }

    @Test
    void realmFileIsSetUpWithProviderThatNamesOurFlow() {
        // when
        server().post("", realmFile());

        // then
        assertThat(server().get("/" + name).get("browserFlow").asText()).isEqualTo("magento browser");
        assertSame(realmFile().at("/identityProviders/0"), provider());
        assertThat(mappers()).hasSize(1);
        assertThat(StreamSupport.stream(
                                server().get("/" + name + "/authentication/flows")
                                        .spliterator(),
                                false)
                        .filter(flow -> flow.get("alias").asText().equals(FIRST_LOGIN)))
                .hasSize(1);
        JsonNode steps = server().send("POST", "/" + name + "/magento/setup?dryRun=true", BodyPublishers.noBody())
                .expecting(200)
                .json();
        assertThat(steps.findValuesAsText("outcome")).containsOnly("present");
        assertThat(new Ledger(stage.broker(), name).verify().get("whole").asBoolean())
                .isTrue();
    }

    @Test
    void configCliAppliesTheSameFileOnceAndFindsNoDifferenceThen() {
        // when: the realm with its attributes, then group by group, provider and mapper
        ObjectNode file = realmFile();
        ObjectNode bare = file.deepCopy();
        bare.remove(APART);
        server().post("", bare);
        file.get("groups").forEach(group -> server().post("/" + name + "/groups", group));
        server().post("/" + name + "/identity-provider/instances", file.at("/identityProviders/0"));
        server().post(
                        "/" + name + "/identity-provider/instances/magento/mappers",
                        file.at("/identityProviderMappers/0"));

        // then: it patches what is there with the file, and sees whether that is another
        assertSame(file.at("/identityProviders/0"), provider());
        assertSame(file.at("/identityProviderMappers/0"), mappers().get(0));

        // when: the realm is sent each time
        int entries = entries();
        ObjectNode provider = provider();
        server().put("/" + name, bare);

        // then
        assertThat(entries()).isEqualTo(entries);
        assertThat(provider()).isEqualTo(provider);
        assertThat(server().get("/" + name).get("browserFlow").asText()).isEqualTo("magento browser");
    }

    @Test
    void terraformAppliesItsBodyOnceAndReadsBackWhatItSent() {
        // when
        ObjectNode body = read("terraform/identity-provider.json");
        server().post("", Map.of("realm", name, "enabled", true, "attributes", Map.of("magento.setup", "on-import")));
        server().post("/" + name + "/identity-provider/instances", body);

        // then: of what it reads back it compares what it sent; an empty text is none, and a secret is not compared
        assertReadBack(body);
        assertThat(server().get("/" + name).get("attributes").fieldNames())
                .toIterable()
                .filteredOn(attribute -> attribute.startsWith("magento."))
                .containsExactly("magento.setup");
        int entries = entries();
        ObjectNode provider = provider();

        // when: applied again, with the secret as it was read
        body.put("internalId", provider.get("internalId").asText());
        ((ObjectNode) body.get("config")).put("clientSecret", "**********");
        server().put("/" + name + "/identity-provider/instances/magento", body);

        // then
        assertReadBack(body);
        assertThat(provider()).isEqualTo(provider);
        assertThat(entries()).isEqualTo(entries);
    }

    @Test
    void rolloutIsAppliedOnceAndUnchangedThen() {
        // given
        server().post("", realmFile());
        RealmAdmin admin = stage.broker().server().realm(name);
        Account member = admin.create(Account.called("Mia"));
        admin.join(member, group("Board"));
        Operator operator = Operator.with(stage.broker(), name, "manage-magento-links", "manage-identity-providers");
        ObjectNode document = read("rollout.json");

        // when
        JsonNode told = rollout(operator, "?dryRun=true", document);
        JsonNode done = rollout(operator, "", document);

        // then
        assertThat(done).isEqualTo(told);
        assertThat(outcome(done, "linkMaxSkips")).isEqualTo("changed");
        assertThat(outcome(done, "/Partners")).isEqualTo("changed");
        assertThat(outcome(done, "/Board")).isEqualTo("added");
        JsonNode exemption = server().get("/" + name + "/magento/users/" + member.id() + "/exemption");
        assertThat(exemption.get("reason").asText()).startsWith("Ticket 4713");
        Ledger ledger = new Ledger(stage.broker(), name);
        assertThat(ledger.of(member, "exemption-granted")).hasSize(1);
        assertThat(ledger.entries(Map.of("type", "cohort-approved"))).isNotEmpty();
        assertThat(ledger.entries(Map.of("type", "policy-changed")))
                .last()
                .satisfies(entry -> assertThat(
                                entry.at("/entry/details/policy/linkMaxSkips").asText())
                        .isEqualTo("5"));
        assertThat(eventTypes())
                .contains("IDENTITY_PROVIDER", "GROUP", "MAGENTO_COHORT", "MAGENTO_EXEMPTION", "MAGENTO_ROLLOUT");

        // when
        int entries = entries();
        long events = changesOnRecord();
        JsonNode again = rollout(operator, "", document);
        JsonNode back = operator.send("GET", path(""), Map.of()).expecting(200).json();
        JsonNode fromBack = rollout(operator, "", back);

        // then
        assertThat(again.findValuesAsText("outcome")).containsOnly("unchanged", "left");
        assertThat(fromBack.findValuesAsText("outcome")).containsOnly("unchanged");
        assertThat(entries()).isEqualTo(entries);
        assertThat(changesOnRecord()).isEqualTo(events);
        assertThat(ledger.verify().get("whole").asBoolean()).isTrue();
    }

    @Test
    void rolloutIsAllOrNothingAndWantsTheRoles() {
        // given
        server().post("", realmFile());
        int entries = entries();
        ObjectNode wrong = read("rollout.json");
        ((ObjectNode) wrong.at("/exemptions/0")).put("until", "2020-01-01T00:00:00Z");
        Operator links = Operator.with(stage.broker(), name, "manage-magento-links");
        Operator viewer = Operator.with(stage.broker(), name, "view-magento-links");
        Operator both = Operator.with(stage.broker(), name, "manage-magento-links", "manage-identity-providers");

        // then
        Answer refused = both.send("PUT", path(""), wrong).expecting(400);
        assertThat(refused.json().get("detail").asText())
                .isEqualTo("$.exemptions[0].until: The end of an exemption lies in the future.");
        assertThat(viewer.send("PUT", path(""), read("rollout.json"))
                        .expecting(403)
                        .json()
                        .get("detail")
                        .asText())
                .contains("manage-magento-links");
        assertThat(links.send("PUT", path(""), read("rollout.json"))
                        .expecting(403)
                        .json()
                        .get("detail")
                        .asText())
                .contains("manage-identity-providers");
        assertThat(both.send("PUT", path("?dryrun=true"), Map.of()).status()).isEqualTo(400);
        assertThat(entries()).isEqualTo(entries);
        assertThat(provider().at("/config/linkMaxSkips").isMissingNode()).isTrue();

        // and: whoever may not change settings may send the rest
        ObjectNode rest = read("rollout.json");
        rest.remove("settings");
        links.send("PUT", path(""), rest).expecting(200);
    }

    @Test
    void kcadmAppliesBothFilesTwice() throws IOException {
        // given
        Path realm = written("realm", realmFile());
        StartCommand kcadm = StartCommand.on(folder.resolve("data"))
                .of(Path.of("target", "magento-broker", "bin", "kcadm.sh").toAbsolutePath());
        Path config = folder.resolve("kcadm.config");
        Ran login = kcadm.run(
                "config",
                "credentials",
                "--config",
                config.toString(),
                "--server",
                stage.broker().url("").toString(),
                "--realm",
                "master",
                "--user",
                "admin",
                "--password",
                "admin");
        assertThat(login.code()).as(login.out() + login.err()).isZero();
        Path wrapper = folder.resolve("kcadm");
        Files.writeString(
                wrapper,
                "#!/bin/sh\nexec \""
                        + Path.of("target", "magento-broker", "bin", "kcadm.sh").toAbsolutePath()
                        + "\" \"$@\" --config \"" + config + "\"\n");
        assertThat(wrapper.toFile().setExecutable(true)).isTrue();
        StartCommand script = StartCommand.on(folder.resolve("data"))
                .of(EXAMPLES.resolve("kcadm.sh").toAbsolutePath().normalize())
                .with("KCADM", wrapper.toString())
                .with("REALM", name)
                .with("REALM_FILE", realm.toString());

        // when
        Ran first = script.run();
        Ran second = script.run();

        // then
        assertThat(first.code()).as(first.out() + first.err()).isZero();
        assertThat(second.code()).as(second.out() + second.err()).isZero();
        assertThat(first.out()).contains("\"changed\"");
        assertThat(second.out()).contains("\"unchanged\"").doesNotContain("\"changed\"");
    }

    private Admin server() {
        return stage.broker().server();
    }

    private ObjectNode realmFile() {
        ObjectNode realm = read("realm.json").put("realm", name);
        realm.put("adminEventsEnabled", true).put("adminEventsDetailsEnabled", true);
        return realm;
    }

    private static ObjectNode read(String example) {
        try {
            return (ObjectNode) Http.JSON.readTree(EXAMPLES.resolve(example).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path written(String file, ObjectNode content) throws IOException {
        return Files.write(folder.resolve(file + ".json"), Http.JSON.writeValueAsBytes(content));
    }

    private ObjectNode provider() {
        return (ObjectNode) server().get("/" + name + "/identity-provider/instances/magento");
    }

    private JsonNode mappers() {
        return server().get("/" + name + "/identity-provider/instances/magento/mappers");
    }

    private int entries() {
        return new Ledger(stage.broker(), name).entries(Map.of()).size();
    }

    private Set<String> eventTypes() {
        return new TreeSet<>(server().get("/" + name + "/admin-events?max=1000").findValuesAsText("resourceType"));
    }

    /** The admin events of what changed something; reading the ledger leaves some too. */
    private long changesOnRecord() {
        return server().get("/" + name + "/admin-events?max=1000").findValuesAsText("operationType").stream()
                .filter(operation -> !operation.equals("ACTION"))
                .count();
    }

    private String group(String group) {
        return server().get("/" + name + "/groups", Map.of("search", group))
                .get(0)
                .get("id")
                .asText();
    }

    private String path(String query) {
        return "/" + name + "/magento/rollout" + query;
    }

    private JsonNode rollout(Operator operator, String query, JsonNode document) {
        return operator.send("PUT", path(query), document).expecting(200).json();
    }

    private static String outcome(JsonNode changes, String part) {
        return StreamSupport.stream(changes.spliterator(), false)
                .filter(change -> change.get("name").asText().equals(part))
                .map(change -> change.get("outcome").asText())
                .findFirst()
                .orElse("none");
    }

    /** What is there, with the members of the file in their place, is what is there. */
    private static void assertSame(JsonNode file, JsonNode there) {
        file.fields().forEachRemaining(member -> {
            if (member.getValue().isObject()) {
                assertSame(member.getValue(), there.path(member.getKey()));
            } else {
                assertThat(there.path(member.getKey())).as(member.getKey()).isEqualTo(member.getValue());
            }
        });
    }

    private void assertReadBack(ObjectNode sent) {
        ObjectNode there = provider();
        sent.fields().forEachRemaining(member -> {
            if (!member.getKey().equals("config") && !member.getKey().equals("internalId")) {
                assertThat(there.path(member.getKey()).asText())
                        .as(member.getKey())
                        .isEqualTo(member.getValue().asText());
            }
        });
        sent.get("config").fields().forEachRemaining(setting -> {
            if (!setting.getKey().equals("clientSecret")) {
                assertThat(there.path("config").path(setting.getKey()).asText(""))
                        .as(setting.getKey())
                        .isEqualTo(setting.getValue().asText());
            }
        });
    }
}
