package cloud.magento.accounts.broker.support;

import cloud.magento.accounts.broker.support.Http.Answer;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What a story asks of one realm's administration. */
public final class RealmAdmin {
    private static final Map<String, String> SECOND_FACTOR = Map.of(
            "type", "otp",
            "userLabel", "an app",
            "secretData", "{\"value\":\"a secret of somebody\"}",
            "credentialData", "{\"subType\":\"totp\",\"digits\":6,\"period\":30,\"algorithm\":\"HmacSHA1\"}");

    private final Admin admin;
    private final String path;

    RealmAdmin(Admin admin, String realm) {
        this.admin = admin;
        this.path = "/" + realm;
    }

    public JsonNode get(String subPath) {
        return admin.get(path + subPath);
    }

    /** Makes the account, with its email verified, and returns it with its id. */
    public Account create(Account account) {
        Map<String, Object> user = Map.of(
                "username", account.username(),
                "email", account.email(),
                "emailVerified", true,
                "firstName", account.firstName(),
                "lastName", account.lastName(),
                "enabled", true,
                "credentials", List.of(Map.of("type", "password", "value", account.password(), "temporary", false)));
        String location = admin.post(path + "/users", user).getPath();
        return account.withId(location.substring(location.lastIndexOf('/') + 1));
    }

    /** An account that is there already. */
    public Account account(String username, String password) {
        JsonNode user = admin.get(path + "/users", Map.of("username", username, "exact", "true"))
                .get(0);
        return new Account(
                user.get("id").asText(),
                username,
                user.get("email").asText(),
                user.get("firstName").asText(),
                user.get("lastName").asText(),
                password);
    }

    public void delete(Account account) {
        admin.delete(user(account));
    }

    /** Changes some of the user's properties, named as in Keycloak's user representation. */
    public void change(Account account, Map<String, Object> properties) {
        ObjectNode user = (ObjectNode) admin.get(user(account));
        properties.forEach((name, value) -> user.set(name, Http.JSON.valueToTree(value)));
        admin.put(user(account), user);
    }

    /** Has the account ask for a code of an app that somebody has. */
    public void addSecondFactor(Account account) {
        change(account, Map.of("credentials", List.of(SECOND_FACTOR)));
    }

    /** Leaves the account without a password. */
    public void removePassword(Account account) {
        for (JsonNode credential : admin.get(user(account) + "/credentials")) {
            if (credential.get("type").asText().equals("password")) {
                admin.delete(
                        user(account) + "/credentials/" + credential.get("id").asText());
            }
        }
    }

    /** The users with exactly this email. */
    public List<JsonNode> usersWithEmail(String email) {
        return elements(admin.get(path + "/users", Map.of("email", email, "exact", "true")));
    }

    /** The users whose name begins so. */
    public List<JsonNode> usersNamed(String beginning) {
        return elements(admin.get(path + "/users", Map.of("username", beginning)));
    }

    /** Has every sign-in through a provider run a mapper; returns where it lies. */
    public URI addMapper(String alias, String type, Map<String, String> settings) {
        return admin.post(
                path + "/identity-provider/instances/" + alias + "/mappers",
                Map.of(
                        "name",
                        type,
                        "identityProviderAlias",
                        alias,
                        "identityProviderMapper",
                        type,
                        "config",
                        settings));
    }

    public void deleteMapper(String alias, URI mapper) {
        String id = mapper.getPath().substring(mapper.getPath().lastIndexOf('/') + 1);
        admin.delete(path + "/identity-provider/instances/" + alias + "/mappers/" + id);
    }

    /** The user's representation. */
    public JsonNode user(String id) {
        return admin.get(path + "/users/" + id);
    }

    public void join(Account account, String groupName, Map<String, List<String>> groupAttributes) {
        join(account, group(groupName, groupAttributes));
    }

    public void join(Account account, String groupId) {
        admin.put(user(account) + "/groups/" + groupId, Map.of());
    }

    /** A new group; its id. */
    public String group(String groupName, Map<String, List<String>> attributes) {
        return id(admin.post(path + "/groups", Map.of("name", groupName, "attributes", attributes)));
    }

    /**
     * A new group whose members have a deadline of their own, which somebody approved where it is later than the
     * realm's.
     */
    public String cohort(String groupName, String deadline) {
        String group = group(groupName, Map.of("magento.link.enforceFrom", List.of(deadline)));
        admin.send(
                        "PUT",
                        path + "/magento/cohorts/" + group,
                        Admin.json(Map.of("deadline", deadline, "reason", "Agreed with the works council")))
                .expecting(200);
        return group;
    }

    private static String id(URI location) {
        return location.getPath().substring(location.getPath().lastIndexOf('/') + 1);
    }

    /** Gives the account a role of the realm's administration. */
    public void grant(Account account, String role) {
        grant(account, "realm-management", role);
    }

    /** Gives the account a role of a client. */
    public void grant(Account account, String clientId, String role) {
        String client = admin.get(path + "/clients", Map.of("clientId", clientId))
                .get(0)
                .get("id")
                .asText();
        admin.send(
                        "POST",
                        user(account) + "/role-mappings/clients/" + client,
                        Admin.json(List.of(admin.get(path + "/clients/" + client + "/roles/" + role))))
                .expecting(204);
    }

    /** Gives the account a role of the realm. */
    public void grantRealmRole(Account account, String role) {
        admin.send(
                        "POST",
                        user(account) + "/role-mappings/realm",
                        Admin.json(List.of(admin.get(path + "/roles/" + role))))
                .expecting(204);
    }

    /** What the account did as an administrator, newest first. */
    public List<JsonNode> adminEvents(Account account) {
        return elements(admin.get(path + "/admin-events", Map.of("authUser", account.id(), "max", "1000")));
    }

    public Map<String, String> providerConfig(String alias) {
        return Http.JSON.convertValue(
                admin.get(provider(alias)).get("config"), new TypeReference<Map<String, String>>() {});
    }

    /**
     * Changes some of the identity provider's settings; an empty value takes the setting away. Where that stops people
     * it is done all the same, for a reason that goes into the ledger: stories begin with any policy.
     */
    public void configureProvider(String alias, Map<String, String> settings) {
        Map<String, String> overriding = new HashMap<>(settings);
        overriding.putIfAbsent("linkEnforceOverride", "A story begins with this policy");
        tryToConfigureProvider(alias, overriding).expecting(204);
    }

    /** The same, where it may be refused. */
    public Answer tryToConfigureProvider(String alias, Map<String, String> settings) {
        ObjectNode provider = (ObjectNode) admin.get(provider(alias));
        ObjectNode config = (ObjectNode) provider.get("config");
        settings.forEach((key, value) -> {
            if (value.isEmpty()) {
                config.remove(key);
            } else {
                config.put(key, value);
            }
        });
        return admin.send("PUT", provider(alias), Admin.json(provider));
    }

    /** Adds an identity provider, which may be refused; it is described as in Keycloak's representation. */
    public Answer tryToCreateProvider(Map<String, Object> provider) {
        return admin.send("POST", path + "/identity-provider/instances", Admin.json(provider));
    }

    /** Has the server forget what it holds of the identity provider's keys and metadata. */
    public void reloadKeys(String alias) {
        admin.get(provider(alias) + "/reload-keys");
    }

    /** The ids of the account's sessions. */
    public List<String> sessionIds(Account account) {
        return elements(admin.get(user(account) + "/sessions")).stream()
                .map(session -> session.get("id").asText())
                .toList();
    }

    public void enableProvider(String alias, boolean enabled) {
        ObjectNode provider = (ObjectNode) admin.get(provider(alias));
        admin.put(provider(alias), provider.put("enabled", enabled));
    }

    public List<FederatedIdentity> federatedIdentities(Account account) {
        return elements(admin.get(user(account) + "/federated-identity")).stream()
                .map(link -> new FederatedIdentity(
                        link.get("identityProvider").asText(),
                        link.get("userId").asText(),
                        link.get("userName").asText()))
                .toList();
    }

    /** Ties the account to an upstream identity, as an operator does. */
    public void link(Account account, String alias, String subject, String userName) {
        tryToLink(account, alias, subject, userName).expecting(204);
    }

    /** The same, where it may be refused. */
    public Answer tryToLink(Account account, String alias, String subject, String userName) {
        return admin.send(
                "POST",
                user(account) + "/federated-identity/" + alias,
                Admin.json(Map.of("identityProvider", alias, "userId", subject, "userName", userName)));
    }

    /** The account's events, newest first. */
    public List<UserEvent> events(Account account) {
        return events(Map.of("user", account.id()));
    }

    /** The account's events of one type, newest first. */
    public List<UserEvent> events(Account account, String type) {
        return events(Map.of("user", account.id(), "type", type));
    }

    /** The realm's events of one type, newest first. */
    public List<UserEvent> events(String type) {
        return events(Map.of("type", type));
    }

    /** The realm's events that carry the detail, of any type and for anybody or nobody. */
    public List<UserEvent> eventsWith(String detail, String value) {
        return events(Map.of()).stream()
                .filter(event -> value.equals(event.details().get(detail)))
                .toList();
    }

    private List<UserEvent> events(Map<String, String> filter) {
        Map<String, String> query = new HashMap<>(filter);
        query.put("max", "1000");
        return elements(admin.get(path + "/events", query)).stream()
                .map(RealmAdmin::event)
                .toList();
    }

    private static UserEvent event(JsonNode event) {
        return new UserEvent(
                event.get("type").asText(),
                text(event, "userId"),
                text(event, "error"),
                event.has("details")
                        ? Http.JSON.convertValue(event.get("details"), new TypeReference<Map<String, String>>() {})
                        : Map.of(),
                event.get("time").asLong());
    }

    /** How many sessions the account has. */
    public int sessions(Account account) {
        return admin.get(user(account) + "/sessions").size();
    }

    /** How many failed logins brute force protection counts against the account. */
    public int failedLogins(Account account) {
        return admin.get(path + "/attack-detection/brute-force/users/" + account.id())
                .get("numFailures")
                .asInt();
    }

    /** The same once all are counted that an event tells of: Keycloak counts in a thread of its own. */
    public int failedLoginsOnceCounted(Account account) {
        return Polling.until(() -> failedLogins(account), counted -> counted >= wrongPasswords(account));
    }

    private long wrongPasswords(Account account) {
        return events(account).stream()
                .filter(event -> event.error().equals(Optional.of("invalid_user_credentials")))
                .count();
    }

    /** Whether brute force protection keeps the account locked at this moment. */
    public boolean isLocked(Account account) {
        return admin.get(path + "/attack-detection/brute-force/users/" + account.id())
                .get("disabled")
                .asBoolean();
    }

    /** Ends the account's link, as an operator does. */
    public void unlink(Account account, String alias) {
        admin.delete(user(account) + "/federated-identity/" + alias);
    }

    /** Registers a client, described as in Keycloak's client representation. */
    public void createClient(Map<String, Object> client) {
        admin.post(path + "/clients", client);
    }

    /** Changes some of the realm's properties, named as in Keycloak's realm representation. */
    public void changeRealm(Map<String, Object> properties) {
        admin.put(path, properties);
    }

    /** Adds a component such as a user federation, described as in Keycloak's representation. */
    public void addComponent(Map<String, Object> component) {
        admin.post(path + "/components", component);
    }

    /** Adds a mapper to the identity provider, described as in Keycloak's representation. */
    public void addMapper(String alias, Map<String, Object> mapper) {
        admin.post(provider(alias) + "/mappers", mapper);
    }

    /** Has every node forget the accounts that it has read. */
    public void clearUserCache() {
        admin.send("POST", path + "/clear-user-cache", Admin.json(Map.of())).expecting(204);
    }

    /** Sets how old a sign-in may be for a required action to count on it, in seconds. */
    public void configureMaxAuthAge(String requiredAction, int seconds) {
        admin.put(
                path + "/authentication/required-actions/" + requiredAction + "/config",
                Map.of("config", Map.of("max_auth_age", Integer.toString(seconds))));
    }

    /** Has the realm send its mail to this server. */
    public void sendMailThrough(Mailbox mailbox) {
        changeRealm(Map.of(
                "smtpServer",
                Map.of(
                        "host", mailbox.host(),
                        "port", Integer.toString(mailbox.port()),
                        "from", "broker@local.example")));
    }

    private String user(Account account) {
        return path + "/users/" + account.id();
    }

    private String provider(String alias) {
        return path + "/identity-provider/instances/" + alias;
    }

    private static Optional<String> text(JsonNode node, String name) {
        return Optional.ofNullable(node.get(name)).map(JsonNode::asText);
    }

    private static List<JsonNode> elements(JsonNode array) {
        return new ArrayList<>(StreamSupport.stream(array.spliterator(), false).toList());
    }
}
