package cloud.magento.accounts.broker.support;

import cloud.magento.accounts.broker.support.DemoApp.Tokens;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Walker.Shown;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * A realm of 3,000 people as Keycloak alone makes it: a provider of its type {@code oidc} under the alias {@code
 * magento} with 1,000 links and two mappers, a second provider, groups, roles, applications; and people of every kind
 * who sign in in every way.
 */
public final class TrialRealm implements AutoCloseable {
    public static final String NAME = "shop";

    private static final int PEOPLE = 3000;
    private static final int LINKS = 1000;
    private static final String LINK_REQUIRED = "refused magento_link_required";
    private static final String LOGIN_REQUIRED = "refused magento_login_required";
    private static final String LINK_PAGE = "page: Connect your account to Magento.com";
    private static final String REMINDER = "reminder: Connect your account to Magento.com";
    private static final String UPSTREAM_PAGE = "page: You sign in with Magento.com now";
    private static final String NO_PROVIDER = "page: We are sorry...";
    private static final String ASKED = "refused interaction_required";

    private final KeycloakInUse keycloak;
    private final MagentoStandIn magento;
    private final MagentoStandIn other = MagentoStandIn.start();
    private final BrokerRealm realm;
    private final RealmAdmin admin;
    private final DemoApp app;
    private final List<Kind> kinds = new ArrayList<>();
    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<String, Person> persons = new HashMap<>();
    private String cohort = "";

    /**
     * Somebody and a way to sign in, and what comes of it at a step where that is not what it was on Keycloak alone.
     */
    public record Kind(String name, Supplier<String> signIn, Map<Step, String> changes) {
        public Optional<String> at(Step step) {
            return Optional.ofNullable(changes.get(step));
        }
    }

    /** What an operator does with the realm. */
    public enum Step {
        REMIND,
        COHORT_DUE,
        EXEMPTED,
        ENFORCED,
        REPORTED,
        WITHOUT_JAR,
        BACK
    }

    private TrialRealm(KeycloakInUse keycloak, MagentoStandIn magento) {
        this.keycloak = keycloak;
        this.magento = magento;
        this.realm = keycloak.realm(NAME);
        this.admin = realm.admin();
        createRealm();
        realm.introduceTo(magento);
        this.app = DemoApp.of(realm);
    }

    /** Makes the realm and has everybody sign in who keeps a session or tokens of it. */
    public static TrialRealm make(KeycloakInUse keycloak, MagentoStandIn magento, Mailbox mailbox) {
        TrialRealm trial = new TrialRealm(keycloak, magento);
        trial.admin.sendMailThrough(mailbox);
        trial.addKinds();
        return trial;
    }

    public RealmAdmin admin() {
        return admin;
    }

    public List<Kind> kinds() {
        return List.copyOf(kinds);
    }

    /** The application into which people come with a page and without. */
    public String application() {
        return app.clientId();
    }

    /** Who is exempted. */
    public String exempted() {
        return account("exempt").username();
    }

    /** What comes of each kind's sign-in now. */
    public Map<String, String> outcomes() {
        Map<String, String> outcomes = new TreeMap<>();
        for (Kind kind : kinds) {
            outcomes.put(kind.name(), kind.signIn().get());
        }
        return outcomes;
    }

    /** Links that nothing stands in the way of. */
    public int certainLinks() {
        return keycloak.database()
                        .query(
                                "select count(*) from FEDERATED_IDENTITY where IDENTITY_PROVIDER = 'magento'",
                                row -> row.getInt(1))
                        .get(0)
                - 3;
    }

    /** The cohort's deadline comes to lie in the past. */
    public void cohortIsDue() {
        JsonNode group = admin.get("/groups/" + cohort);
        keycloak.admin()
                .put(
                        "/" + NAME + "/groups/" + cohort + "?linkEnforceOverride=A%20cohort%20begins",
                        Map.of(
                                "name",
                                group.get("name").asText(),
                                "attributes",
                                Map.of("magento.link.enforceFrom", List.of("2020-01-01T00:00:00Z"))));
    }

    /** As the guide says it, before the jars are taken out. */
    public void uninstall() {
        admin.changeRealm(Map.of(
                "browserFlow",
                "browser",
                "directGrantFlow",
                "direct grant",
                "resetCredentialsFlow",
                "reset credentials"));
        for (String action : List.of("magento-link", "magento-switch")) {
            keycloak.admin().delete("/" + NAME + "/authentication/required-actions/" + action);
        }
    }

    /** Somebody's link is removed while the jars are away. */
    public void changeLinksMeanwhile() {
        admin.unlink(account("unlinked-meanwhile"), "magento");
    }

    @Override
    public void close() {
        app.close();
        other.close();
    }

    private void createRealm() {
        List<Map<String, Object>> users = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            Map<String, Object> user = new HashMap<>(
                    Map.of("username", "customer-" + i, "email", "customer-" + i + "@example.com", "enabled", true));
            if (i < LINKS) {
                user.put(
                        "federatedIdentities",
                        List.of(Map.of(
                                "identityProvider", "magento", "userId", "MAG-" + i, "userName", "customer " + i)));
            }
            users.add(user);
        }
        keycloak.admin()
                .post(
                        "",
                        Map.of(
                                "realm", NAME,
                                "enabled", true,
                                "roles", Map.of("realm", List.of(Map.of("name", "buyer"), Map.of("name", "vip"))),
                                "identityProviders", List.of(provider("magento", magento), provider("partner", other)),
                                "identityProviderMappers", mappers(),
                                "groups", List.of(Map.of("name", "Pilots")),
                                "users", users));
        cohort = admin.get("/groups?search=Pilots").get(0).get("id").asText();
        other.client().redirectingTo(realm.url("/broker/partner/endpoint"));
    }

    private static Map<String, Object> provider(String alias, MagentoStandIn upstream) {
        return Map.of(
                "alias",
                alias,
                "providerId",
                "oidc",
                "enabled",
                true,
                "config",
                Map.ofEntries(
                        Map.entry("issuer", upstream.issuer()),
                        Map.entry(
                                "authorizationUrl",
                                upstream.address(Endpoint.AUTHORIZATION).toString()),
                        Map.entry("tokenUrl", upstream.address(Endpoint.TOKEN).toString()),
                        Map.entry(
                                "userInfoUrl",
                                upstream.address(Endpoint.USERINFO).toString()),
                        Map.entry("jwksUrl", upstream.address(Endpoint.KEYS).toString()),
                        Map.entry("useJwksUrl", "true"),
                        Map.entry("validateSignature", "true"),
                        Map.entry("clientId", upstream.client().id()),
                        Map.entry("clientSecret", upstream.client().secret()),
                        Map.entry("clientAuthMethod", "client_secret_post"),
                        Map.entry("pkceEnabled", "true"),
                        Map.entry("pkceMethod", "S256"),
                        Map.entry("defaultScope", "openid profile email"),
                        Map.entry("syncMode", "IMPORT")));
    }

    private static List<Map<String, Object>> mappers() {
        return List.of(
                Map.of(
                        "name", "vip",
                        "identityProviderAlias", "magento",
                        "identityProviderMapper", "oidc-role-idp-mapper",
                        "config", Map.of("syncMode", "FORCE", "claim", "tier", "claim.value", "gold", "role", "vip")),
                Map.of(
                        "name", "department",
                        "identityProviderAlias", "magento",
                        "identityProviderMapper", "oidc-user-attribute-idp-mapper",
                        "config", Map.of("syncMode", "FORCE", "claim", "department", "user.attribute", "department")));
    }

    private void addKinds() {
        // who is linked to Magento.com
        linked("linked", Map.of());
        grants("linked", Map.of(Step.ENFORCED, LOGIN_REQUIRED));
        browses("linked", Map.of(Step.ENFORCED, UPSTREAM_PAGE));
        arrives("linked", Map.of(Step.WITHOUT_JAR, NO_PROVIDER));
        refreshes("linked", upstreamTokens("linked", "openid"), Map.of(Step.ENFORCED, LOGIN_REQUIRED));
        linked("linked offline", Map.of());
        refreshes(
                "linked offline",
                upstreamTokens("linked offline", "openid offline_access"),
                Map.of(Step.ENFORCED, LOGIN_REQUIRED));
        comesBack("linked", upstreamBrowser("linked"), Map.of(Step.ENFORCED, ASKED));
        linked("linked with local session", Map.of());
        refreshes(
                "linked with local session",
                new Tokens(app.passwordGrant(account("linked with local session"))
                        .expecting(200)
                        .json()),
                Map.of(Step.ENFORCED, LOGIN_REQUIRED));
        comesBack("linked with local session", localBrowser("linked with local session"), Map.of(Step.ENFORCED, ASKED));
        linked("unlinked-meanwhile", Map.of());
        grants("unlinked-meanwhile", Map.of(Step.ENFORCED, LOGIN_REQUIRED));
        // who is not
        create("unlinked");
        grants("unlinked", Map.of(Step.ENFORCED, LINK_REQUIRED));
        browses(
                "unlinked",
                Map.of(
                        Step.REMIND,
                        REMINDER,
                        Step.COHORT_DUE,
                        REMINDER,
                        Step.EXEMPTED,
                        REMINDER,
                        Step.ENFORCED,
                        LINK_PAGE));
        refreshes(
                "unlinked",
                new Tokens(app.passwordGrant(account("unlinked")).expecting(200).json()),
                Map.of(Step.ENFORCED, LINK_REQUIRED));
        comesBack("unlinked", localBrowser("unlinked"), Map.of(Step.ENFORCED, ASKED));
        byDevice(
                "unlinked",
                Map.of(
                        Step.REMIND,
                        REMINDER,
                        Step.COHORT_DUE,
                        REMINDER,
                        Step.EXEMPTED,
                        REMINDER,
                        Step.ENFORCED,
                        LINK_PAGE));
        create("unverified");
        admin.change(account("unverified"), Map.of("emailVerified", false));
        grants("unverified", Map.of(Step.ENFORCED, LINK_REQUIRED));
        create("administrator");
        admin.grant(account("administrator"), "realm-admin");
        grants("administrator", Map.of(Step.ENFORCED, LINK_REQUIRED));
        // cohort and exemption
        for (String name : List.of("cohort", "exempt")) {
            create(name);
            admin.join(account(name), cohort);
            Map<Step, String> stopped = new HashMap<>(Map.of(Step.COHORT_DUE, LINK_REQUIRED));
            Map<Step, String> shown = new HashMap<>(Map.of(Step.REMIND, REMINDER, Step.COHORT_DUE, LINK_PAGE));
            if (name.equals("cohort")) {
                stopped.putAll(Map.of(Step.EXEMPTED, LINK_REQUIRED, Step.ENFORCED, LINK_REQUIRED));
                shown.putAll(Map.of(Step.EXEMPTED, LINK_PAGE, Step.ENFORCED, LINK_PAGE));
            }
            refreshes(
                    name,
                    new Tokens(app.passwordGrant(account(name)).expecting(200).json()),
                    stopped);
            grants(name, stopped);
            browses(name, shown);
        }
        // the second provider
        create("partner");
        partner("partner");
        grants("partner", Map.of(Step.ENFORCED, LINK_REQUIRED));
        arrivesByPartner(
                "partner",
                Map.of(
                        Step.REMIND,
                        REMINDER,
                        Step.COHORT_DUE,
                        REMINDER,
                        Step.EXEMPTED,
                        REMINDER,
                        Step.ENFORCED,
                        LINK_PAGE));
        linked("both", Map.of());
        partner("both");
        grants("both", Map.of(Step.ENFORCED, LOGIN_REQUIRED));
        arrives("both", Map.of(Step.WITHOUT_JAR, NO_PROVIDER));
        arrivesByPartner("both", Map.of(Step.ENFORCED, UPSTREAM_PAGE));
        // mappers
        linked("mapped", Map.of("tier", "gold", "department", "sales"));
        arrives("mapped", Map.of(Step.WITHOUT_JAR, NO_PROVIDER));
        grants("mapped", Map.of(Step.ENFORCED, LOGIN_REQUIRED));
        linked("granted by hand", Map.of());
        admin.grantRealmRole(account("granted by hand"), "vip");
        arrives("granted by hand", Map.of(Step.WITHOUT_JAR, NO_PROVIDER));
        // who cannot come in anyway, and what is not sure
        linked("disabled", Map.of());
        admin.change(account("disabled"), Map.of("enabled", false));
        // Keycloak says that an account is disabled to nobody but who knows its password, which opens nothing any more.
        grants("disabled", Map.of(Step.ENFORCED, "refused Invalid user credentials"));
        create("wrong password");
        accounts.put("wrong password", account("wrong password").withPassword("wrong"));
        grants("wrong password", Map.of());
        linked("twin", Map.of());
        create("twin of twin");
        admin.link(account("twin of twin"), "magento", person("twin").subject(), "twin");
        grants("twin", Map.of(Step.ENFORCED, LOGIN_REQUIRED));
        grants("twin of twin", Map.of(Step.ENFORCED, LOGIN_REQUIRED));
        create("no subject");
        admin.link(account("no subject"), "magento", "n\u00f6", "nobody");
        grants("no subject", Map.of(Step.ENFORCED, LOGIN_REQUIRED));
        // applications
        machine();
    }

    private Account account(String name) {
        return Objects.requireNonNull(accounts.get(name), name);
    }

    private Person person(String name) {
        return Objects.requireNonNull(persons.get(name), name);
    }

    private void create(String name) {
        accounts.put(name, admin.create(Account.called(name.replace(' ', '-').replace(",", ""))));
    }

    private void linked(String name, Map<String, Object> claims) {
        create(name);
        Person person = magento.add(Person.called(name.replace(' ', '-')).withClaims(claims));
        persons.put(name, person);
        admin.link(account(name), "magento", person.subject(), person.preferredUsername());
    }

    private void partner(String name) {
        Person person = other.add(Person.called(name + "-partner"));
        persons.put(name + " at partner", person);
        admin.link(account(name), "partner", person.subject(), person.preferredUsername());
    }

    private void add(String name, Map<Step, String> changes, Supplier<String> signIn) {
        kinds.add(new Kind(name, signIn, changes));
    }

    /** By name and password, without a browser. */
    private void grants(String name, Map<Step, String> changes) {
        add(name + " by password grant", changes, () -> told(name, app.passwordGrant(account(name))));
    }

    /** By name and password on the sign-in page. */
    private void browses(String name, Map<Step, String> changes) {
        add(name + " in the browser", changes, () -> {
            Walker walker = new Walker();
            return arrived(name, walker.submit(walker.open(app.signIn()), credentials(name)));
        });
    }

    /** With a device that shows a code, by name and password in a browser. */
    private void byDevice(String name, Map<Step, String> changes) {
        admin.createClient(Map.of(
                "clientId",
                "television",
                "publicClient",
                true,
                "attributes",
                Map.of("oauth2.device.authorization.grant.enabled", "true")));
        add(name + " by device", changes, () -> {
            JsonNode shown = new Http()
                    .post(
                            realm.url("/protocol/openid-connect/auth/device"),
                            Map.of("client_id", "television", "scope", "openid"))
                    .expecting(200)
                    .json();
            Walker walker = new Walker();
            Shown page = walker.open(
                    URI.create(shown.get("verification_uri_complete").asText()));
            page = walker.submit(page, credentials(name));
            if (page.has("id=\"kc-oauth\"")) {
                Map<String, String> yes = new HashMap<>(Html.of(page.page()).hiddenFields());
                yes.put("accept", "Yes");
                page = walker.submit(page, yes);
            }
            Answer answer = new Http()
                    .post(
                            realm.url("/protocol/openid-connect/token"),
                            Map.of(
                                    "client_id",
                                    "television",
                                    "grant_type",
                                    "urn:ietf:params:oauth:grant-type:device_code",
                                    "device_code",
                                    shown.get("device_code").asText()));
            return answer.status() == 200 || page.has("id=\"kc-info-message\"") ? told(name, answer) : shown(page);
        });
    }

    private void arrives(String name, Map<Step, String> changes) {
        add(name + " by Magento.com", changes, () -> {
            Http browser = new Http().withCookie(magento.accountPage(), magento.session(person(name)));
            return arrived(name, new Shown(browser.follow(app.signIn(Map.of("kc_idp_hint", "magento")))));
        });
    }

    private void arrivesByPartner(String name, Map<Step, String> changes) {
        add(name + " by the partner", changes, () -> {
            Person person = person(name + " at partner");
            Http browser = new Http().withCookie(other.accountPage(), other.session(person));
            return arrived(name, new Shown(browser.follow(app.signIn(Map.of("kc_idp_hint", "partner")))));
        });
    }

    /** By tokens from before. */
    private void refreshes(String name, Tokens tokens, Map<Step, String> changes) {
        add(name + " by refresh token", changes, () -> told(name, app.refresh(tokens)));
    }

    /** By a session from before, in which nobody is asked anything. */
    private void comesBack(String name, Http browser, Map<Step, String> changes) {
        add(
                name + " by single sign-on",
                changes,
                () -> arrived(name, new Shown(browser.follow(app.signIn(Map.of("prompt", "none"))))));
    }

    private Tokens upstreamTokens(String name, String scope) {
        new Http()
                .withCookie(magento.accountPage(), magento.session(person(name)))
                .follow(app.signIn(Map.of("kc_idp_hint", "magento", "scope", scope)))
                .expecting(200);
        return app.tokens();
    }

    private Http upstreamBrowser(String name) {
        Http browser = new Http().withCookie(magento.accountPage(), magento.session(person(name)));
        browser.follow(app.signIn(Map.of("kc_idp_hint", "magento"))).expecting(200);
        app.tokens();
        return browser;
    }

    private Http localBrowser(String name) {
        Http browser = new Http();
        Answer page = browser.follow(app.signIn());
        browser.follow(browser.post(Html.of(page).formAction("/login-actions/").orElseThrow(), credentials(name)));
        app.tokens();
        return browser;
    }

    private Map<String, String> credentials(String name) {
        return Map.of(
                "username", account(name).username(), "password", account(name).password());
    }

    /** A client that is nobody's, and one that has people's passwords and a secret. */
    private void machine() {
        admin.createClient(Map.of(
                "clientId",
                "nightly",
                "secret",
                "a-secret",
                "serviceAccountsEnabled",
                true,
                "standardFlowEnabled",
                false,
                "directAccessGrantsEnabled",
                true));
        add("client by its own credentials", Map.of(), () -> status(token(Map.of("grant_type", "client_credentials"))));
        for (String name : List.of("linked", "unlinked")) {
            add(
                    name + " by password grant of a confidential client",
                    Map.of(Step.ENFORCED, name.equals("linked") ? LOGIN_REQUIRED : LINK_REQUIRED),
                    () -> {
                        Map<String, String> grant = new HashMap<>(credentials(name));
                        grant.put("grant_type", "password");
                        return status(token(grant));
                    });
        }
    }

    private Answer token(Map<String, String> grant) {
        return new Http().post(realm.url("/protocol/openid-connect/token"), grant, "nightly", "a-secret");
    }

    private static String status(Answer answer) {
        return answer.status() == 200
                ? "in"
                : "refused " + answer.json().path("error_description").asText();
    }

    private String arrived(String name, Shown page) {
        if (app.hasNobodyComeBack()) {
            return shown(page);
        }
        Map<String, String> answer = app.answer();
        return answer.containsKey("code") ? in(name, app.tokens(answer)) : "refused " + answer.get("error");
    }

    private static String shown(Shown page) {
        return (page.has("id=\"magento-days-left\"") ? "reminder: " : "page: ")
                + Html.of(page.page()).heading();
    }

    private String told(String name, Answer answer) {
        return answer.status() == 200 ? in(name, new Tokens(answer.json())) : status(answer);
    }

    /** As whom, and with which roles and attributes. */
    private String in(String name, Tokens tokens) {
        Set<String> roles = new TreeSet<>();
        tokens.accessToken().at("/realm_access/roles").forEach(role -> roles.add(role.asText()));
        roles.retainAll(Set.of("buyer", "vip"));
        List<String> department = keycloak.database()
                .query(
                        "select value from USER_ATTRIBUTE where USER_ID = ? and NAME = 'department'",
                        row -> row.getString(1),
                        account(name).id());
        boolean oneself =
                account(name).id().equals(tokens.accessToken().path("sub").asText());
        return "in" + (oneself ? "" : " as another") + " " + roles + " " + department;
    }
}
