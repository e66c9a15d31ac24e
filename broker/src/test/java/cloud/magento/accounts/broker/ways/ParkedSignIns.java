package cloud.magento.accounts.broker.ways;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A realm in which sign-ins are left waiting on a page while the link of their account changes. Nobody has to be linked
 * yet, so that who has a password gets as far as any page there is.
 */
final class ParkedSignIns {
    /** What somebody who takes an account over would write into whatever form waits. */
    private static final Map<String, String> TAKING_OVER = Map.ofEntries(
            Map.entry("username", "mallory"),
            Map.entry("email", "mallory@evil.example"),
            Map.entry("firstName", "Mallory"),
            Map.entry("lastName", "Evil"),
            Map.entry("password", "evil"),
            Map.entry("password-new", "evil"),
            Map.entry("password-confirm", "evil"),
            Map.entry("totp", "000000"),
            Map.entry("otp", "000000"),
            Map.entry("userLabel", "mallory’s"),
            Map.entry("accept", "yes"));

    private final Place place;
    private final MagentoStandIn magento;
    private final Consumer<Runnable> elsewhere;

    /** @param elsewhere does something where the link changes: at the same node, or at another one */
    ParkedSignIns(Broker broker, MagentoStandIn magento, String realm, Consumer<Runnable> elsewhere) {
        broker.further(realm, magento);
        this.magento = magento;
        this.elsewhere = elsewhere;
        place = new Place(broker, realm);
        place.policy(Policy.before(Duration.ofDays(60)));
        registeredActions();
        place.makeApp("app", Map.of());
        place.makeApp("app-consent", Map.of("consentRequired", true));
    }

    /** Every required action that the server has, switched on. */
    List<String> requiredActions() {
        return elements(place.admin().get("/authentication/required-actions")).stream()
                .map(action -> action.get("alias").asText())
                .toList();
    }

    private void registeredActions() {
        for (JsonNode action : place.admin().get("/authentication/unregistered-required-actions")) {
            place.send("POST", "/authentication/register-required-action", action)
                    .expecting(204);
        }
        for (String alias : requiredActions()) {
            place.changeRequiredAction(alias, Map.of("enabled", true, "defaultAction", false));
        }
    }

    /** Every step of a sign-in flow that the server has. */
    List<String> authenticators() {
        return elements(place.admin().get("/authentication/authenticator-providers")).stream()
                .map(step -> step.get("id").asText())
                .toList();
    }

    /**
     * An application whose sign-in asks for the password and then for this step; empty where the server makes no such
     * flow.
     */
    Optional<App> appWithStep(String authenticator) {
        String alias = "parked-" + authenticator;
        String flow = place.makeFlow(alias, List.of("auth-username-password-form", authenticator));
        place.makeApp(alias, Map.of("authenticationFlowBindingOverrides", Map.of("browser", flow)));
        return Optional.of(place.open(alias));
    }

    App app() {
        return place.app();
    }

    App appThatAsksForConsent() {
        return place.open("app-consent");
    }

    Place place() {
        return place;
    }

    Account account() {
        return place.admin().create(Account.called("Owner"));
    }

    /** Somebody at Magento.com who has the account's address, and has shown so there. */
    Person personWithAddressOf(Account account) {
        return magento.add(Person.called("Owner").withEmail(account.email()));
    }

    /** The owner comes by and is linked. */
    Person link(Account account) {
        Person owner = magento.add(Person.called("Owner"));
        link(account, owner);
        return owner;
    }

    void link(Account account, Person owner) {
        elsewhere.accept(() -> place.admin().link(account, Place.PROVIDER, owner.subject(), owner.preferredUsername()));
    }

    void unlink(Account account) {
        elsewhere.accept(
                () -> place.send("DELETE", "/users/" + account.id() + "/federated-identity/" + Place.PROVIDER, Map.of())
                        .expecting(204));
    }

    /** Has the account asked for the action at its next sign-in. */
    void demand(Account account, String action) {
        place.admin().change(account, Map.of("requiredActions", List.of(action)));
    }

    Agent agent() {
        return new Agent(place.broker().url("/"));
    }

    /** A browser that is signed in at Magento.com as this person. */
    Agent agent(Person person) {
        return agent().withCookie(magento.accountPage(), magento.session(person));
    }

    /** Signs in with the password and stops where that leads. */
    Agent signIn(App app, Account account, Map<String, String> parameters) {
        Agent agent = agent();
        agent.open(app.signIn(parameters));
        agent.submit(Map.of("username", account.username(), "password", account.password()));
        return agent;
    }

    /**
     * Whether the browser shows a page of the server that waits for its person: no way back to the application, no
     * error.
     */
    boolean waits(Agent agent) {
        return agent.last().status() == 200
                && agent.last().uri().getPort() == place.broker().url("/").getPort();
    }

    /** Goes on from the page that waits: by its form, or where it has none by asking for it again. */
    static Answer goOn(Agent agent) {
        if (!agent.hasForm()) {
            return agent.open(agent.last().uri());
        }
        Map<String, String> form = agent.hiddenFields();
        form.putAll(TAKING_OVER);
        return agent.submit(form);
    }

    /** Whether the page asks who somebody is, so that it waits for nobody in particular. */
    static boolean isAnybodys(Answer page) {
        return isSignInPage(page)
                && page.body().contains("id=\"username\"")
                && !page.body().contains("kc-attempted-username");
    }

    static boolean isSignInPage(Answer answer) {
        return answer.status() == 200 && answer.body().contains("id=\"kc-form-login\"");
    }

    /** All that a parked page could have changed of the account. */
    String state(Account account) {
        JsonNode user = place.admin().user(account.id());
        return Stream.of("username", "email", "firstName", "lastName", "attributes", "enabled", "requiredActions")
                        .map(name -> name + "=" + user.get(name))
                        .toList()
                + " "
                + elements(place.credentials(account.id())).stream()
                        .map(credential -> credential.get("id").asText()
                                + credential.get("createdDate").asText())
                        .toList();
    }

    static String anyName() {
        return "parked-" + UUID.randomUUID();
    }

    private static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
