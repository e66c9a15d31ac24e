package cloud.magento.accounts.broker.bench;

import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Makes the realms that are compared, all of the broker's own template: same keys, same events, same client, one
 * account whose session came through upstream.
 */
final class Realms {
    private static final String ACCOUNT = "bench";

    private final Server server;
    private final MagentoStandIn upstream;

    Realms(Server server, MagentoStandIn upstream) {
        this.server = server;
        this.upstream = upstream;
    }

    /** As the broker ships it: the deadline has passed, upstream is the primary login. */
    Contender gated() {
        String realm = "bench-gate";
        create(template(realm));
        return signedIn("gate", realm, Broker.PROVIDER);
    }

    /**
     * An account that is not linked, long before the deadline: it passes, and its application is told that it is due.
     */
    Contender beforeDeadline() {
        String realm = "bench-before";
        ObjectNode template = template(realm);
        ((ObjectNode) template.get("identityProviders").get(0).get("config"))
                .put("linkEnforceFrom", "2999-01-01T00:00:00Z");
        create(template);
        Person person = upstream.add(Person.called("Bench"));
        createAccount(realm, person);
        Contender contender =
                new Contender("gate, not linked, not due yet", server.realm(realm), Broker.PROVIDER, upstream, person);
        contender.signInByPassword(ACCOUNT, ACCOUNT);
        return contender;
    }

    /**
     * The same with Keycloak's own OpenID Connect provider put in place of ours, under its alias: the same flows,
     * client scope and session, but no policy and nothing to decide. A provider of some kind must stay, since Keycloak
     * ends sessions that came through one that is gone.
     */
    Contender withoutGate(String name, String realm) {
        create(template(realm));
        String providers = "/" + realm + "/identity-provider/instances";
        server.administer("DELETE", providers + "/" + Broker.PROVIDER, Map.of());
        server.administer("POST", providers, stockProvider(Broker.PROVIDER));
        return signedIn(name, realm, Broker.PROVIDER);
    }

    /** Keycloak's own flows, and its own OpenID Connect provider in front of the same upstream. */
    Contender stock() {
        String alias = "oidc";
        ObjectNode realm = template("bench-stock");
        realm.remove("attributes");
        realm.putArray("identityProviders").addPOJO(stockProvider(alias));
        create(realm);
        return signedIn("stock", "bench-stock", alias);
    }

    private void create(ObjectNode realm) {
        server.administer("POST", "", realm);
    }

    private ObjectNode template(String name) {
        ObjectNode realm = BrokerRealm.template(name, upstream);
        ((ObjectNode) realm.get("identityProviders").get(0).get("config"))
                .put("clientAuthMethod", "client_secret_post");
        return realm;
    }

    private Map<String, Object> stockProvider(String alias) {
        String issuer = upstream.issuer();
        return Map.of(
                "alias",
                alias,
                "providerId",
                "oidc",
                "enabled",
                true,
                "config",
                Map.ofEntries(
                        Map.entry("issuer", issuer),
                        Map.entry("authorizationUrl", issuer + "/authorize"),
                        Map.entry("tokenUrl", issuer + "/token"),
                        Map.entry("userInfoUrl", issuer + "/userinfo"),
                        Map.entry("jwksUrl", issuer + "/keys"),
                        Map.entry("useJwksUrl", "true"),
                        Map.entry("validateSignature", "true"),
                        Map.entry("clientId", upstream.client().id()),
                        Map.entry("clientSecret", upstream.client().secret()),
                        Map.entry("clientAuthMethod", "client_secret_post"),
                        Map.entry("defaultScope", "openid profile email"),
                        Map.entry("pkceEnabled", "true"),
                        Map.entry("pkceMethod", "S256"),
                        Map.entry("syncMode", "IMPORT")));
    }

    /** One account, linked, and signed in through upstream with one application. */
    private Contender signedIn(String name, String realm, String alias) {
        URI address = server.realm(realm);
        upstream.client().redirectingTo(URI.create(address + "/broker/" + alias + "/endpoint"));
        Person person = upstream.add(Person.called("Bench"));
        String user = createAccount(realm, person);
        server.administer(
                "POST",
                "/" + realm + "/users/" + user + "/federated-identity/" + alias,
                Map.of("identityProvider", alias, "userId", person.subject(), "userName", person.preferredUsername()));
        Contender contender = new Contender(name, address, alias, upstream, person);
        contender.signInThroughUpstream();
        return contender;
    }

    /** An account with a password, and an application; returns the account's id. */
    private String createAccount(String realm, Person person) {
        server.administer(
                "POST",
                "/" + realm + "/clients",
                Map.of(
                        "clientId",
                        Contender.CLIENT,
                        "publicClient",
                        true,
                        "standardFlowEnabled",
                        true,
                        "redirectUris",
                        List.of(Contender.REDIRECT)));
        return server.administer(
                "POST",
                "/" + realm + "/users",
                Map.of(
                        "username",
                        ACCOUNT,
                        "email",
                        String.valueOf(person.email()),
                        "emailVerified",
                        true,
                        "firstName",
                        "Bench",
                        "lastName",
                        "Local",
                        "enabled",
                        true,
                        "credentials",
                        List.of(Map.of("type", "password", "value", ACCOUNT, "temporary", false))));
    }
}
