package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Operator;
import cloud.magento.accounts.broker.support.OtherProvider;
import cloud.magento.accounts.broker.support.Pkce;
import cloud.magento.accounts.broker.support.RealmAdmin;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.Walker.Shown;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A hole is opened, what comes of it is shown, the doctor reports it, the fix shuts it, and neither the doctor nor the
 * person finds it any more.
 */
class DoctorIT {
    private static final String WRONG_PASSWORD = "Invalid username or password";
    private static final String CONTINUE_AT_MAGENTO = "id=\"magento-continue\"";
    private static final String CONNECT = "id=\"magento-connect\"";

    @RegisterExtension
    final Stage stage = new Stage();

    private final String name = "doctor-" + UUID.randomUUID();
    private final Pkce pkce = Pkce.fresh();
    private BrokerRealm realm;
    private RealmAdmin admin;

    @BeforeEach
    void aRealm() {
        realm = stage.broker().further(name, stage.magento());
        admin = realm.admin();
        admin.sendMailThrough(stage.mailbox());
    }

    @AfterEach
    void noRealm() {
        stage.broker().server().delete("/" + name);
        stage.broker().accounts().introduceTo(stage.magento());
    }

    @Test
    void letsLinkedPeopleIntoClientThatHadStockFlow() {
        // given: a linked person, and a client with Keycloak's browser flow
        Account ada = linked("Ada");
        client("shop", Map.of("authenticationFlowBindingOverrides", Map.of("browser", flow("browser"))));
        assertThat(typed("shop", ada).has(WRONG_PASSWORD)).isTrue();
        int logged = stage.broker().log().end();

        // when
        JsonNode found = finding("client-flow", "severe");
        JsonNode plan = fix("client-flow", "?dryRun=true");

        // then: it is told, and a dry run changes nothing
        assertThat(found.get("subject").asText()).isEqualTo("client shop, browser flow: browser");
        assertThat(plan.get("fixed")).hasSize(1);
        assertThat(finding("client-flow", "severe")).isEqualTo(found);

        // when
        assertThat(fix("client-flow", "").get("fixed")).hasSize(1);

        // then
        assertThat(report().get("severe").asInt()).isZero();
        assertThat(typed("shop", ada).has(CONTINUE_AT_MAGENTO)).isTrue();

        // and: the log says when it becomes so
        client("blog", Map.of("authenticationFlowBindingOverrides", Map.of("browser", flow("browser"))));
        admin.configureProvider(Broker.PROVIDER, Map.of("supportUrl", "https://support.example"));
        String line = "Realm " + name + ": the doctor finds 1 severe: client-flow (client blog, browser flow: browser)";
        assertThat(stage.broker().log().sinceWith(logged, line)).contains(line);
    }

    @Test
    void putsOurStepIntoFlowOfOperator() {
        // given: the realm's browser flow is a copy of Keycloak's
        Account ada = linked("Ada");
        client("shop", Map.of());
        send("POST", "/authentication/flows/browser/copy", Map.of("newName", "our own"))
                .expecting(201);
        admin.changeRealm(Map.of("browserFlow", "our own"));
        assertThat(typed("shop", ada).has(WRONG_PASSWORD)).isTrue();

        // when
        finding("realm-flow", "severe");
        fix("realm-flow", "");

        // then
        assertThat(report().get("severe").asInt()).isZero();
        assertThat(admin.get("").get("browserFlow").asText()).isEqualTo("our own");
        assertThat(typed("shop", ada).has(CONTINUE_AT_MAGENTO)).isTrue();
    }

    @Test
    void showsPageAgainWhereActionWasDisabled() {
        // given: the required action is off, and a client has the implicit flow
        Account bob = admin.create(Account.called("Bob"));
        client("shop", Map.of("implicitFlowEnabled", true));
        ObjectNode action = (ObjectNode) admin.get("/authentication/required-actions/magento-link");
        send("PUT", "/authentication/required-actions/magento-link", action.put("enabled", false))
                .expecting(204);

        // then: the person comes back to an application that gets no token, and hears no reason
        Shown back = typed("shop", bob);
        assertThat(back.page().uri().toString()).startsWith(callback());
        assertThat(redeem("shop", back)
                        .expecting(400)
                        .json()
                        .get("error_description")
                        .asText())
                .isEqualTo("magento_link_required");
        Shown implicit = typed("shop", bob, Map.of("response_type", "id_token token", "nonce", "n"));
        assertThat(implicit.page().status()).isGreaterThanOrEqualTo(400);
        assertThat(implicit.has(CONNECT)).isFalse();

        // when
        finding("required-action", "severe");
        finding("implicit-flow", "warning");
        fix("required-action", "");

        // then
        assertThat(typed("shop", bob).has(CONNECT)).isTrue();
        assertThat(report().get("severe").asInt()).isZero();
        change("shop", Map.of("implicitFlowEnabled", false));
        assertThat(found("implicit-flow")).isEmpty();
    }

    @Test
    void linksNewcomersAgainAfterWrongFirstLoginFlow() {
        // given: the first login flow is Keycloak's, written past the server
        stage.broker()
                .database()
                .update(
                        "update IDENTITY_PROVIDER set FIRST_BROKER_LOGIN_FLOW_ID = ? where REALM_ID = ?",
                        flow("first broker login"),
                        admin.get("").get("id").asText());
        send("POST", "/clear-realm-cache", Map.of()).expecting(204);
        Person newcomer = stage.person("Nina");
        Shown refused = new Walker().signInThrough(realm.url("/magento/user"), stage.magento(), newcomer);
        assertThat(refused.has("data-status=\"connected\"")).isFalse();
        assertThat(refused.has("id=\"magento-create-account\"")).isFalse();

        // when
        finding("first-login", "severe");
        fix("first-login", "");

        // then
        assertThat(report().get("severe").asInt()).isZero();
        Shown asked = new Walker().signInThrough(realm.url("/magento/user"), stage.magento(), stage.person("Nils"));
        assertThat(asked.has("magento-upstream")).as(asked.page().body()).isTrue();
    }

    @Test
    void givesOutNoStoredTokenAnyMore() {
        // given: another provider stores its tokens, as Terraform has it; before the deadline somebody came by it
        admin.configureProvider(Broker.PROVIDER, Map.of("linkReportOnly", "true"));
        try (OtherProvider other = OtherProvider.of(stage.broker(), name)) {
            other.change(Map.of("storeToken", true, "addReadTokenRoleOnCreate", true));
            Account ada = admin.create(Account.called("Ada"));
            Person atOther = other.upstream().add(Person.called("Ada"));
            admin.link(ada, other.alias(), atOther.subject(), atOther.preferredUsername());
            admin.grant(ada, "broker", "read-token");
            client("shop", Map.of());
            Walker walker = new Walker().signedInAt(other.upstream(), atOther);
            Shown back = walker.open(signIn("shop", Map.of("kc_idp_hint", other.alias())));
            String token = redeem("shop", back)
                    .expecting(200)
                    .json()
                    .get("access_token")
                    .asText();
            admin.configureProvider(Broker.PROVIDER, Map.of("linkReportOnly", "false"));

            // then: past the deadline the access token that is held gets the other provider's
            assertThat(stored(other, token).expecting(200).body()).contains("access_token");

            // when
            assertThat(finding("stored-tokens", "warning").get("subject").asText())
                    .isEqualTo(other.alias());
            fix("stored-tokens", "");

            // then
            assertThat(stored(other, token).status()).isGreaterThanOrEqualTo(400);
            assertThat(found("stored-tokens")).isEmpty();
        }
    }

    @Test
    void namesClientsWithGrantsThatShowNoPage() {
        // given: a token from before the deadline, and a client with password grant and token exchange
        Account bob = admin.create(Account.called("Bob"));
        client(
                "batch",
                Map.of(
                        "directAccessGrantsEnabled",
                        true,
                        "publicClient",
                        false,
                        "secret",
                        "s3cret",
                        "attributes",
                        Map.of("standard.token.exchange.enabled", "true")));
        admin.configureProvider(Broker.PROVIDER, Map.of("linkReportOnly", "true"));
        String token =
                passwordGrant(bob).expecting(200).json().get("access_token").asText();
        admin.configureProvider(Broker.PROVIDER, Map.of("linkReportOnly", "false"));

        // then: from then on there is an error, and no page
        assertThat(error(passwordGrant(bob))).isEqualTo("magento_link_required");
        assertThat(error(exchange(token))).isEqualTo("magento_link_required");

        // then
        assertThat(found("grants-without-page"))
                .extracting(finding -> finding.get("subject").asText())
                .containsExactly("client batch, password grant", "client batch, token exchange");
        assertThat(send("POST", "/magento/doctor/grants-without-page/fix", Map.of())
                        .expecting(409)
                        .json()
                        .get("detail")
                        .asText())
                .contains("no fix that is certain");

        // when
        change(
                "batch",
                Map.of(
                        "directAccessGrantsEnabled",
                        false,
                        "attributes",
                        Map.of("standard.token.exchange.enabled", "false")));

        // then
        assertThat(found("grants-without-page")).isEmpty();
        assertThat(passwordGrant(bob).expecting(400).json().get("error").asText())
                .isEqualTo("unauthorized_client");
    }

    @Test
    void findsNothingSevereInRealmOfTemplateAndAsksForRoles() {
        // given
        Operator auditor = Operator.with(stage.broker(), name, "view-magento-links");
        Operator links = Operator.with(stage.broker(), name, "manage-magento-links");
        Operator clients = Operator.with(stage.broker(), name, "manage-magento-links", "manage-clients");
        Operator all = Operator.with(stage.broker(), name, "manage-magento-links", "manage-clients", "manage-realm");
        Operator stranger = Operator.with(stage.broker(), name, "view-clients");
        String path = "/" + name + "/magento/doctor";

        // when
        JsonNode report = auditor.send("GET", path, Map.of()).expecting(200).json();

        // then
        assertThat(report.get("severe").asInt()).isZero();
        assertThat(report.get("warnings").asInt()).isZero();
        assertThat(report.get("findings"))
                .extracting(finding -> finding.get("check").asText())
                .containsExactly("server-version");
        stranger.send("GET", path, Map.of()).expecting(403);
        auditor.send("POST", path + "/client-flow/fix", Map.of()).expecting(403);
        assertThat(links.send("POST", path + "/client-flow/fix", Map.of())
                        .expecting(403)
                        .json()
                        .get("detail")
                        .asText())
                .contains("manage-clients");
        assertThat(clients.send("POST", path + "/client-flow/fix", Map.of())
                        .expecting(403)
                        .json()
                        .get("detail")
                        .asText())
                .as("a client's flow may be the realm's")
                .contains("manage-realm");
        all.send("POST", path + "/client-flow/fix?dryRun=true", Map.of()).expecting(200);
        all.send("POST", path + "/no-such-check/fix", Map.of()).expecting(404);
        auditor.send("GET", path + "?dryRun=true", Map.of()).expecting(400);
    }

    private Account linked(String firstName) {
        Person person = stage.person(firstName);
        Account account = admin.create(Account.called(firstName));
        admin.link(account, Broker.PROVIDER, person.subject(), person.preferredUsername());
        return account;
    }

    private void client(String clientId, Map<String, Object> more) {
        Map<String, Object> client =
                new HashMap<>(Map.of("clientId", clientId, "publicClient", true, "redirectUris", List.of(callback())));
        client.putAll(more);
        admin.createClient(client);
    }

    private void change(String clientId, Map<String, Object> properties) {
        JsonNode client = stage.broker()
                .server()
                .get("/" + name + "/clients", Map.of("clientId", clientId))
                .get(0);
        Map<String, Object> changed = new HashMap<>(Map.of("clientId", clientId));
        changed.putAll(properties);
        send("PUT", "/clients/" + client.get("id").asText(), changed).expecting(204);
    }

    private String flow(String alias) {
        for (JsonNode flow : admin.get("/authentication/flows")) {
            if (flow.get("alias").asText().equals(alias)) {
                return flow.get("id").asText();
            }
        }
        throw new AssertionError("No flow " + alias);
    }

    /** A page that takes whatever parameters it is given. */
    private String callback() {
        return realm.url("/.well-known/openid-configuration").toString();
    }

    private URI signIn(String clientId, Map<String, String> more) {
        Map<String, String> parameters = new HashMap<>(Map.of(
                "client_id",
                clientId,
                "redirect_uri",
                callback(),
                "response_type",
                "code",
                "scope",
                "openid",
                "code_challenge",
                pkce.challenge(),
                "code_challenge_method",
                "S256"));
        parameters.putAll(more);
        return Http.uri(realm.url("/protocol/openid-connect/auth").toString(), parameters);
    }

    private Shown typed(String clientId, Account account) {
        return typed(clientId, account, Map.of());
    }

    /** The account's right password, typed where the application sends people. */
    private Shown typed(String clientId, Account account, Map<String, String> more) {
        Walker walker = new Walker();
        return walker.submit(
                walker.open(signIn(clientId, more)),
                Map.of("username", account.username(), "password", account.password()));
    }

    private Answer redeem(String clientId, Shown back) {
        return token(Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                clientId,
                "code",
                Http.parameter(back.page().uri(), "code"),
                "redirect_uri",
                callback(),
                "code_verifier",
                pkce.verifier()));
    }

    private Answer passwordGrant(Account account) {
        return token(Map.of(
                "grant_type",
                "password",
                "client_id",
                "batch",
                "client_secret",
                "s3cret",
                "username",
                account.username(),
                "password",
                account.password()));
    }

    private Answer exchange(String token) {
        return token(Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:token-exchange",
                "client_id",
                "batch",
                "client_secret",
                "s3cret",
                "subject_token",
                token,
                "subject_token_type",
                "urn:ietf:params:oauth:token-type:access_token"));
    }

    private Answer token(Map<String, String> form) {
        return new Http().post(realm.url("/protocol/openid-connect/token"), form);
    }

    private static String error(Answer answer) {
        return answer.expecting(400).json().get("error_description").asText();
    }

    private Answer stored(OtherProvider other, String token) {
        return new Http()
                .send(HttpRequest.newBuilder(realm.url("/broker/" + other.alias() + "/token"))
                        .header("Authorization", "Bearer " + token)
                        .GET());
    }

    private JsonNode report() {
        return send("GET", "/magento/doctor", Map.of()).expecting(200).json();
    }

    private List<JsonNode> found(String check) {
        List<JsonNode> findings = new ArrayList<>();
        report().get("findings").forEach(finding -> {
            if (finding.get("check").asText().equals(check)) {
                findings.add(finding);
            }
        });
        return findings;
    }

    private JsonNode finding(String check, String severity) {
        List<JsonNode> found = found(check);
        assertThat(found).as(check).hasSize(1);
        assertThat(found.get(0).get("severity").asText()).isEqualTo(severity);
        return found.get(0);
    }

    private JsonNode fix(String check, String query) {
        return send("POST", "/magento/doctor/" + check + "/fix" + query, Map.of())
                .expecting(200)
                .json();
    }

    private Answer send(String method, String path, Object body) {
        return stage.broker().server().send(method, "/" + name + path, Admin.json(body));
    }
}
