package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.Walker.Shown;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.Person;
import cloud.magento.accounts.broker.upstream.WireFault;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Keycloak's own mappers work by what Magento.com says of a person, and never take away what could not be read. Those
 * that cannot work are refused when they are saved.
 */
class MapperIT {
    private static final Map<String, String> CONNECT = Map.of("action", "connect");
    private static final Map<String, Object> GOLD =
            Map.of("tier", "gold", "vip", true, "teams", List.of("red", "blue"), "shop", Map.of("city", "Utrecht"));
    private static final Map<String, Object> TIN = Map.of("tier", "tin", "shop", Map.of("city", "Rome"));

    /** What is made of {@link #GOLD}, besides what is hardcoded. */
    private static final Set<String> ALL = Set.of("tier=gold", "city=Utrecht", "role vip", "role golden", "group blue");

    private static final Set<String> HARDCODED = Set.of("source=upstream", "role mapped", "group everybody");

    @RegisterExtension
    final Stage stage = new Stage();

    private final String name = "mappers-" + UUID.randomUUID().toString().substring(0, 8);
    private BrokerRealm realm;

    @BeforeEach
    void openRealm() {
        realm = stage.broker().further(name, stage.magento());
        ObjectNode profile = (ObjectNode) realm.admin().get("/users/profile");
        profile.put("unmanagedAttributePolicy", "ENABLED");
        stage.broker()
                .server()
                .send("PUT", "/" + name + "/users/profile", Admin.json(profile))
                .expecting(200);
        for (String role : List.of("vip", "golden", "mapped")) {
            stage.broker().server().post("/" + name + "/roles", Map.of("name", role));
        }
        realm.admin().group("blue", Map.of());
        realm.admin().group("everybody", Map.of());
    }

    @AfterEach
    void removeRealm() {
        stage.broker().server().delete("/" + name);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mapsClaimsOfNewcomer(boolean inIdToken) {
        // given: every kind of mapper, and claims in the ID token or in userinfo
        stage.magento().tellAllInIdTokens(inIdToken);
        addAllMappers("INHERIT");
        Person nia = personWith(GOLD);

        // when
        JsonNode user = create(nia);

        // then
        assertThat(made(user)).isEqualTo(together(ALL, HARDCODED));
        assertThat(user.get("username").asText())
                .isEqualTo("gold-" + nia.subject().toLowerCase(Locale.ROOT));
        assertThat(sessionNotes(user)).contains("\"tier\":\"gold\"").contains("\"channel\":\"upstream\"");
    }

    @Test
    void asksUserinfoNothingForHardcodedMappers() {
        // given
        addHardcodedMappers("INHERIT");

        // when
        JsonNode user = create(personWith(GOLD));

        // then
        assertThat(made(user)).isEqualTo(HARDCODED);
        assertThat(stage.magento().requests().count(Endpoint.USERINFO)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"FORCE,true", "FORCE,false", "IMPORT,true"})
    void mapsClaimsWhenFirstLoginLinksExistingAccount(String mode, boolean inIdToken) {
        // given
        stage.magento().tellAllInIdTokens(inIdToken);
        addAllMappers(mode);
        Account account = realm.admin().create(Account.called("Ada"));
        Person ada = stage.magento()
                .add(Person.called("Ada").withEmail(account.email()).withClaims(GOLD));

        // when
        Walker walker = new Walker();
        Shown page = prove(walker, arrive(walker, ada), account);

        // then: as with Keycloak's own provider, IMPORT is for accounts that a sign-in makes
        assertThat(stage.broker().database().linksOfSubject(ada.subject()))
                .as(page.page().body())
                .hasSize(1);
        assertThat(made(realm.admin().user(account.id())))
                .isEqualTo(mode.equals("FORCE") ? together(ALL, HARDCODED) : Set.of());
    }

    @ParameterizedTest
    @CsvSource({"IMPORT,INHERIT", "FORCE,INHERIT", "LEGACY,INHERIT", "FORCE,IMPORT", "IMPORT,FORCE"})
    void followsClaimsThatChangeAsSyncModeSays(String provider, String override) {
        // given
        realm.admin().configureProvider(Broker.PROVIDER, Map.of("syncMode", provider));
        addAllMappers(override);
        Person nia = personWith(GOLD);
        String id = create(nia).get("id").asText();

        // when: it changes
        signIn(nia.withClaims(TIN));

        // then
        String mode = override.equals("INHERIT") ? provider : override;
        Set<String> now =
                mode.equals("IMPORT") ? together(ALL, HARDCODED) : together(Set.of("tier=tin", "city=Rome"), HARDCODED);
        assertThat(made(realm.admin().user(id))).isEqualTo(now);

        // when: it is gone
        signIn(nia.withClaims(Map.of()));

        // then
        assertThat(made(realm.admin().user(id)))
                .isEqualTo(mode.equals("IMPORT") ? together(ALL, HARDCODED) : HARDCODED);
        assertThat(realm.admin().user(id).get("username").asText()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FORCE", "LEGACY"})
    void removesNothingWhileUserinfoFails(String mode) {
        // given
        stage.magento().tellAllInIdTokens(false);
        addAllMappers(mode);
        Person nia = personWith(GOLD);
        String id = create(nia).get("id").asText();
        signIn(nia);
        Set<String> before = made(realm.admin().user(id));
        assertThat(before).containsAll(ALL);

        // when
        stage.magento().misbehave(Endpoint.USERINFO, WireFault.STATUS_503);
        Walker walker = new Walker();
        Shown refused = arrive(walker, nia);

        // then: a page that leads back to Magento.com
        assertRefused(refused, "upstream-unavailable");
        assertThat(refused.page().status()).isEqualTo(503);
        assertThat(refused.page().headers().firstValue("Retry-After")).isPresent();
        assertThat(made(realm.admin().user(id))).isEqualTo(before);

        // when
        stage.magento().behave();
        stage.magento().tellAllInIdTokens(false);
        Shown again = walker.open(refused.link("/endpoint/again"));

        // then
        assertThat(again.has("data-status=\"connected\""))
                .as(again.page().body())
                .isTrue();
        assertThat(made(realm.admin().user(id))).isEqualTo(before);
    }

    @Test
    void endsFirstLoginForWhichMapperCameMeanwhile() {
        // given: an account with the role, whose owner is about to prove that it is theirs
        Account account = realm.admin().create(Account.called("Ada"));
        send(
                        "POST",
                        "/users/" + account.id() + "/role-mappings/realm",
                        List.of(realm.admin().get("/roles/vip")))
                .expecting(204);
        Person ada = stage.magento()
                .add(Person.called("Ada").withEmail(account.email()).withClaims(GOLD));
        Walker walker = new Walker();
        Shown proof = arrive(walker, ada);

        // when
        add("oidc-role-idp-mapper", "vip", "FORCE", role());
        Shown refused = prove(walker, proof, account);

        // then
        assertRefused(refused, "sign-in-failed");
        assertThat(stage.broker().database().linksOfSubject(ada.subject())).isEmpty();
        assertThat(made(realm.admin().user(account.id()))).containsExactly("role vip");

        // when
        Walker again = new Walker();
        prove(again, arrive(again, ada), account);

        // then
        assertThat(stage.broker().database().linksOfSubject(ada.subject())).hasSize(1);
        assertThat(made(realm.admin().user(account.id()))).containsExactly("role vip");
    }

    @Test
    void signsInWhileUserinfoFailsWithoutClaimMapper() {
        // given
        addHardcodedMappers("FORCE");
        Person nia = personWith(GOLD);
        create(nia);

        // when
        stage.magento().tellAllInIdTokens(false);
        stage.magento().misbehave(Endpoint.USERINFO, WireFault.STATUS_503);

        // then
        assertThat(arrive(new Walker(), nia).has("data-status=\"connected\"")).isTrue();
    }

    @Test
    void doesNotVerifyEmailThatMapperWrites() {
        // given: an address that Magento.com does not vouch for
        realm.admin()
                .addMapper(
                        Broker.PROVIDER,
                        "oidc-user-attribute-idp-mapper",
                        Map.of("syncMode", "FORCE", "claim", "contact", "user.attribute", "email"));
        Person nia = personWith(Map.of());
        String id = create(nia).get("id").asText();
        assertThat(realm.admin().user(id).get("emailVerified").asBoolean()).isTrue();

        // when
        String other = "contact-" + nia.email();
        arrive(new Walker(), stage.magento().add(nia.withClaims(Map.of("contact", other))));

        // then
        assertThat(realm.admin().user(id).get("email").asText()).isEqualTo(other);
        assertThat(realm.admin().user(id).get("emailVerified").asBoolean()).isFalse();
    }

    @Test
    void matchesNoAccountByEmailThatMapperWrites() {
        // given: an account takeover by an address in a claim
        Account victim = realm.admin().create(Account.called("Vic"));
        realm.admin()
                .addMapper(
                        Broker.PROVIDER,
                        "oidc-user-attribute-idp-mapper",
                        Map.of("syncMode", "INHERIT", "claim", "contact", "user.attribute", "email"));

        // when
        Shown page = arrive(new Walker(), personWith(Map.of("contact", victim.email())));

        // then
        assertThat(page.has("name=\"password\"")).as(page.page().body()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"saml-role-idp-mapper", "keycloak-oidc-role-to-role-idp-mapper", "google-user-attribute-mapper"})
    void refusesMapperThatCannotWork(String type) {
        // given
        URI usable = realm.admin().addMapper(Broker.PROVIDER, "oidc-role-idp-mapper", role());
        String id = usable.getPath().substring(usable.getPath().lastIndexOf('/') + 1);

        // when, then: by each door
        assertTold(send("POST", mappers(), mapper("new", type)), type);
        assertTold(send("PUT", mappers() + "/" + id, with(mapper("oidc-role-idp-mapper", type), id)), type);
        assertTold(
                send(
                        "POST",
                        "/partialImport",
                        Map.of("ifResourceExists", "FAIL", "identityProviderMappers", List.of(mapper("new", type)))),
                type);
        assertThat(realm.admin().get(mappers()))
                .singleElement()
                .satisfies(kept ->
                        assertThat(kept.get("identityProviderMapper").asText()).isEqualTo("oidc-role-idp-mapper"));
    }

    @Test
    void refusesMapperThatWritesSubject() {
        Map<String, Object> mapper = Map.of(
                "name",
                "subject",
                "identityProviderAlias",
                Broker.PROVIDER,
                "identityProviderMapper",
                "oidc-username-idp-mapper",
                "config",
                Map.of("syncMode", "INHERIT", "template", "${CLAIM.email}", "target", "BROKER_ID"));

        assertTold(send("POST", mappers(), mapper), "BROKER_ID");
    }

    @Test
    void refusesToTakeOverProviderWithMapperThatCannotWork() {
        // given: Keycloak's own provider for another Keycloak
        ObjectNode provider = (ObjectNode) realm.admin().get("/identity-provider/instances/" + Broker.PROVIDER);
        ((ObjectNode) provider.get("config"))
                .put("clientSecret", stage.magento().client().secret());
        stage.broker().server().delete("/" + name + "/identity-provider/instances/" + Broker.PROVIDER);
        ObjectNode stock = provider.deepCopy().put("providerId", "keycloak-oidc");
        stock.remove(List.of("internalId", "firstBrokerLoginFlowAlias"));
        ((ObjectNode) stock.get("config"))
                .put("authorizationUrl", stage.magento().issuer() + "/authorize")
                .put("tokenUrl", stage.magento().issuer() + "/token");
        send("POST", "/identity-provider/instances", stock).expecting(201);
        String type = "keycloak-oidc-role-to-role-idp-mapper";
        URI mapper = realm.admin()
                .addMapper(Broker.PROVIDER, type, Map.of("syncMode", "INHERIT", "external.role", "x", "role", "vip"));
        provider.set(
                "internalId",
                realm.admin()
                        .get("/identity-provider/instances/" + Broker.PROVIDER)
                        .get("internalId"));

        // when
        Answer refused = send("PUT", "/identity-provider/instances/" + Broker.PROVIDER, provider);

        // then
        assertTold(refused, type);

        // when
        realm.admin().deleteMapper(Broker.PROVIDER, mapper);

        // then
        send("PUT", "/identity-provider/instances/" + Broker.PROVIDER, provider).expecting(204);
    }

    @Test
    void signsNobodyInPastStoredMapperThatCannotWork() {
        // given: saved past the server
        Person nia = personWith(GOLD);
        addAllMappers("FORCE");
        String id = create(nia).get("id").asText();
        stage.broker()
                .database()
                .update(
                        "update IDENTITY_PROVIDER_MAPPER set IDP_MAPPER_NAME = ? where IDP_MAPPER_NAME = ? and REALM_ID"
                                + " = (select ID from REALM where NAME = ?)",
                        "saml-role-idp-mapper",
                        "oidc-role-idp-mapper",
                        name);
        stage.broker()
                .server()
                .send("POST", "/" + name + "/clear-realm-cache", Admin.json(Map.of()))
                .expecting(204);

        // when
        Shown refused = arrive(new Walker(), nia);

        // then
        assertRefused(refused, "upstream-configuration");
        assertThat(made(realm.admin().user(id))).isEqualTo(together(ALL, HARDCODED));
    }

    private void addAllMappers(String mode) {
        addHardcodedMappers(mode);
        add("oidc-user-attribute-idp-mapper", "tier", mode, Map.of("claim", "tier", "user.attribute", "tier"));
        add("oidc-user-attribute-idp-mapper", "city", mode, Map.of("claim", "shop.city", "user.attribute", "city"));
        add("oidc-role-idp-mapper", "vip", mode, role());
        add(
                "oidc-advanced-role-idp-mapper",
                "golden",
                mode,
                Map.of(
                        "claims",
                        "[{\"key\":\"tier\",\"value\":\"go.*\"}]",
                        "are.claim.values.regex",
                        "true",
                        "role",
                        "golden"));
        add(
                "oidc-advanced-group-idp-mapper",
                "blue",
                mode,
                Map.of("claims", "[{\"key\":\"teams\",\"value\":\"blue\"}]", "group", "/blue"));
        add(
                "oidc-username-idp-mapper",
                "name",
                mode,
                Map.of("template", "${CLAIM.tier}-${CLAIM.sub}", "target", "LOCAL"));
        add(
                "oidc-user-session-note-idp-mapper",
                "note",
                mode,
                Map.of("claims", "[{\"key\":\"tier\",\"value\":\".*\"}]", "are.claim.values.regex", "true"));
    }

    private void addHardcodedMappers(String mode) {
        add(
                "hardcoded-attribute-idp-mapper",
                "source",
                mode,
                Map.of("attribute", "source", "attribute.value", "upstream"));
        add("oidc-hardcoded-role-idp-mapper", "mapped", mode, Map.of("role", "mapped"));
        add("oidc-hardcoded-group-idp-mapper", "everybody", mode, Map.of("group", "/everybody"));
        add(
                "hardcoded-user-session-attribute-idp-mapper",
                "channel",
                mode,
                Map.of("attribute", "channel", "attribute.value", "upstream"));
    }

    private void add(String type, String mapperName, String mode, Map<String, String> settings) {
        Map<String, String> config = new HashMap<>(settings);
        config.put("syncMode", mode);
        realm.admin()
                .addMapper(
                        Broker.PROVIDER,
                        Map.of(
                                "name", mapperName,
                                "identityProviderAlias", Broker.PROVIDER,
                                "identityProviderMapper", type,
                                "config", config));
    }

    private static Map<String, String> role() {
        return Map.of("syncMode", "INHERIT", "claim", "vip", "claim.value", "true", "role", "vip");
    }

    private static Map<String, Object> mapper(String mapperName, String type) {
        return Map.of(
                "name",
                mapperName,
                "identityProviderAlias",
                Broker.PROVIDER,
                "identityProviderMapper",
                type,
                "config",
                Map.of("syncMode", "INHERIT"));
    }

    private static Map<String, Object> with(Map<String, Object> mapper, String id) {
        Map<String, Object> all = new HashMap<>(mapper);
        all.put("id", id);
        return all;
    }

    private static String mappers() {
        return "/identity-provider/instances/" + Broker.PROVIDER + "/mappers";
    }

    private Answer send(String method, String path, Object body) {
        return stage.broker().server().send(method, "/" + name + path, Admin.json(body));
    }

    private static void assertTold(Answer refused, String what) {
        assertThat(refused.expecting(400).body()).contains("The mapper").contains(what);
    }

    private Person personWith(Map<String, Object> claims) {
        return stage.magento().add(Person.called("Nia").withClaims(claims));
    }

    private Shown arrive(Walker walker, Person person) {
        return walker.signInThrough(realm.url("/magento/user"), stage.magento(), person);
    }

    private static Shown prove(Walker walker, Shown proof, Account account) {
        Shown page = walker.submit(proof, Map.of("action", "password", "password", account.password()));
        return page.has("value=\"connect\"") ? walker.submit(page, CONNECT) : page;
    }

    private JsonNode create(Person person) {
        Walker walker = new Walker();
        Shown page = walker.submit(arrive(walker, person), CONNECT);
        List<String> owners = stage.broker().database().ownersOf(person.subject());
        assertThat(owners).as(page.page().body()).hasSize(1);
        return realm.admin().user(owners.get(0));
    }

    private void signIn(Person person) {
        Shown page = arrive(new Walker(), stage.magento().add(person));
        assertThat(page.has("data-status=\"connected\"")).as(page.page().body()).isTrue();
    }

    /** What mappers can make of an account. */
    private Set<String> made(JsonNode user) {
        String path = "/users/" + user.get("id").asText();
        Set<String> made = new TreeSet<>();
        for (String attribute : List.of("tier", "city", "source")) {
            user.path("attributes").path(attribute).forEach(value -> made.add(attribute + "=" + value.asText()));
        }
        for (JsonNode role : realm.admin().get(path + "/role-mappings/realm")) {
            if (Set.of("vip", "golden", "mapped").contains(role.get("name").asText())) {
                made.add("role " + role.get("name").asText());
            }
        }
        realm.admin()
                .get(path + "/groups")
                .forEach(group -> made.add("group " + group.get("name").asText()));
        return made;
    }

    private String sessionNotes(JsonNode user) {
        List<String> sessions = stage.broker()
                .database()
                .query(
                        "select DATA from OFFLINE_USER_SESSION where USER_ID = ?",
                        row -> row.getString(1),
                        user.get("id").asText());
        assertThat(sessions).hasSize(1);
        return sessions.get(0);
    }

    private static Set<String> together(Set<String> one, Set<String> other) {
        Set<String> all = new TreeSet<>(one);
        all.addAll(other);
        return all;
    }

    private void assertRefused(Shown page, String reason) {
        assertThat(page.has("data-reason=\"" + reason + "\""))
                .as(page.page().body())
                .isTrue();
        assertThat(realm.admin()
                        .eventsWith("magento_reference", page.reference().orElseThrow()))
                .singleElement()
                .satisfies(event -> assertThat(event.detail("magento_reason")).isEqualTo(reason));
    }
}
