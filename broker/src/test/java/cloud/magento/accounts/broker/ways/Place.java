package cloud.magento.accounts.broker.ways;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.RealmAdmin;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A realm of the broker, made of the template that the broker ships, with a client for each way in. */
final class Place {
    static final String PROVIDER = Broker.PROVIDER;

    private static final String SECRET = "secret of a confidential client";

    private final Broker broker;
    private final String name;
    private final Admin server;
    private Policy policy = Policy.DUE;

    Place(Broker broker, String name) {
        this.broker = broker;
        this.name = name;
        this.server = broker.server();
    }

    Broker broker() {
        return broker;
    }

    RealmAdmin admin() {
        return server.realm(name);
    }

    String name() {
        return name;
    }

    URI url(String path) {
        return broker.url("/realms/" + name + path);
    }

    URI adminUrl(String path) {
        return broker.url("/admin/realms/" + name + path);
    }

    /** An ordinary application: authorization code, password grant and device grant. */
    App app() {
        return open("app");
    }

    /** An application that brings Keycloak's own sign-in and direct grant flows. */
    App stockApp() {
        return open("app-stock");
    }

    /** An application whose own sign-in flow asks for nothing but this. */
    App appBy(String credential) {
        return open("app-" + credential);
    }

    /** A client of the realm that has no secret. */
    App open(String clientId) {
        return new App(url(""), clientId, "");
    }

    /** A confidential client that every grant is switched on for, with a service account. */
    App service() {
        return new App(url(""), "service", SECRET);
    }

    Policy policy() {
        return policy;
    }

    /** Sets the policy, if it is another one. */
    void policy(Policy wanted) {
        if (!wanted.equals(policy)) {
            admin().configureProvider(PROVIDER, wanted.settings());
            policy = wanted;
        }
    }

    void exempt(Account account, Instant until) {
        send(
                        "PUT",
                        "/magento/users/" + account.id() + "/exemption",
                        Map.of("until", until.toString(), "reason", "test"))
                .expecting(200);
    }

    /** The service account of {@link #service()}. */
    Account serviceAccount() {
        JsonNode user = admin().get("/clients/" + clientUuid("service") + "/service-account-user");
        return new Account(user.get("id").asText(), user.get("username").asText(), "", "", "", "no password");
    }

    /** For an account that several attempts share. */
    void forgetFailedLogins(Account account) {
        send("DELETE", "/attack-detection/brute-force/users/" + account.id(), Map.of())
                .expecting(204);
    }

    String clientUuid(String clientId) {
        return server.get("/" + name + "/clients", Map.of("clientId", clientId))
                .get(0)
                .get("id")
                .asText();
    }

    /** Gives the account a role of a client. */
    void grant(Account account, String clientId, String roleName) {
        String client = clientUuid(clientId);
        JsonNode role = admin().get("/clients/" + client + "/roles/" + roleName);
        send("POST", "/users/" + account.id() + "/role-mappings/clients/" + client, List.of(role))
                .expecting(204);
    }

    /** What a user can sign in with here. */
    JsonNode credentials(String userId) {
        return admin().get("/users/" + userId + "/credentials");
    }

    /** Gives the account one more credential, as an import does. */
    void addCredential(Account account, Map<String, Object> credential) {
        admin().change(account, Map.of("credentials", List.of(credential)));
    }

    /** Asks the realm's administration for something. */
    Answer send(String method, String path, Object body) {
        return server.send(method, "/" + name + path, Admin.json(body));
    }

    /** Changes a required action of the realm. */
    void changeRequiredAction(String alias, Map<String, Object> properties) {
        String path = "/" + name + "/authentication/required-actions/" + alias;
        ObjectNode action = (ObjectNode) server.get(path);
        properties.forEach((key, value) -> action.set(key, Http.JSON.valueToTree(value)));
        server.put(path, action);
    }

    /** Has this flow, or none, follow a login at upstream; answers which one did so before. */
    String follow(String flowAlias) {
        ObjectNode provider = (ObjectNode) admin().get("/identity-provider/instances/" + PROVIDER);
        String before = provider.path("postBrokerLoginFlowAlias").asText();
        provider.put("postBrokerLoginFlowAlias", flowAlias);
        send("PUT", "/identity-provider/instances/" + PROVIDER, provider).expecting(204);
        return before;
    }

    /** Makes a sign-in flow of these steps, all of them required, and returns its id. */
    String makeFlow(String alias, List<String> authenticators) {
        server.post(
                "/" + name + "/authentication/flows",
                Map.of("alias", alias, "providerId", "basic-flow", "topLevel", true, "builtIn", false));
        String id = flow(alias);
        int priority = 0;
        for (String authenticator : authenticators) {
            server.post(
                    "/" + name + "/authentication/executions",
                    Map.of(
                            "authenticator",
                            authenticator,
                            "parentFlow",
                            id,
                            "requirement",
                            "REQUIRED",
                            "priority",
                            ++priority,
                            "authenticatorFlow",
                            false));
        }
        return id;
    }

    /** Sets up the only step of a flow. */
    void configure(String flowAlias, Map<String, String> config) {
        String path = "/" + name + "/authentication";
        String step = server.get(path + "/flows/" + flowAlias.replace(" ", "%20") + "/executions")
                .get(0)
                .get("id")
                .asText();
        server.post(
                path + "/executions/" + step + "/config", Map.of("alias", "set up of " + flowAlias, "config", config));
    }

    String flow(String alias) {
        for (JsonNode flow : server.get("/" + name + "/authentication/flows")) {
            if (flow.get("alias").asText().equals(alias)) {
                return flow.get("id").asText();
            }
        }
        throw new AssertionError("No flow " + alias);
    }

    /** Registers a public application. */
    void makeApp(String clientId, Map<String, Object> more) {
        Map<String, Object> client = new HashMap<>(Map.of(
                "clientId",
                clientId,
                "publicClient",
                true,
                "standardFlowEnabled",
                true,
                "directAccessGrantsEnabled",
                true,
                "redirectUris",
                List.of(App.CALLBACK),
                "attributes",
                Map.of("oauth2.device.authorization.grant.enabled", "true")));
        client.putAll(more);
        admin().createClient(client);
    }

    /** Registers {@link #service()}. */
    void makeService(String assertions) {
        admin().createClient(Map.of(
                "clientId", "service",
                "secret", SECRET,
                "publicClient", false,
                "standardFlowEnabled", true,
                "directAccessGrantsEnabled", true,
                "serviceAccountsEnabled", true,
                "authorizationServicesEnabled", true,
                "redirectUris", List.of(App.CALLBACK),
                "attributes",
                        Map.of(
                                "standard.token.exchange.enabled", "true",
                                "client_credentials.use_refresh_token", "true",
                                "oidc.ciba.grant.enabled", "true",
                                "oauth2.jwt.authorization.grant.enabled", "true",
                                "oauth2.jwt.authorization.grant.idp", assertions)));
        String resourceServer = "/" + name + "/clients/" + clientUuid("service") + "/authz/resource-server";
        ObjectNode settings = (ObjectNode) server.get(resourceServer);
        server.put(resourceServer, settings.put("policyEnforcementMode", "DISABLED"));
    }
}
