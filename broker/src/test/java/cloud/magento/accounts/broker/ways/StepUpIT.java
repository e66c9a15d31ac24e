package cloud.magento.accounts.broker.ways;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Jwt;
import cloud.magento.accounts.broker.support.OneTimeCodes;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The gate's axis of strength: a sign-in that is weaker or older than what realm, group, application or request want
 * opens nothing, by whatever door, and the stronger one that Magento.com or the account's own factor gives does.
 */
@TestInstance(Lifecycle.PER_CLASS)
class StepUpIT {
    private static final String REALM = "step-up";
    private static final String LEVELS = "1=1 2=second-factor 2=strong 3=key";
    private static final Policy WITH_LEVELS = Policy.DUE.with("upstreamLevels", LEVELS);
    private static final Map<String, String> THROUGH_MAGENTO = Map.of("kc_idp_hint", Place.PROVIDER);

    /** The application's own names of the levels (ACR to LoA mapping). */
    private static final Map<String, String> APPLICATION = Map.of(
            "oauth2.device.authorization.grant.enabled",
            "true",
            "acr.loa.map",
            "{\"silver\":1,\"gold\":2,\"platinum\":3}");

    @RegisterExtension
    final Stage stage = new Stage();

    private @Nullable Place made;

    /** By whom more is wanted than the session has. */
    enum Wanted {
        BY_REALM("level-required"),
        BY_GROUP("level-required"),
        BY_APPLICATION("level-required"),
        BY_AGE("login-too-old"),
        BY_ACCOUNT("second-factor-required");

        private final String reason;

        Wanted(String reason) {
            this.reason = reason;
        }
    }

    /** What somebody does with the session, and what must come of it. */
    enum Door {
        PAGE(Outcome.UPSTREAM_PAGE),
        PASSIVE(Outcome.INTERACTION_REQUIRED),
        CODE(Outcome.MAGENTO_LOGIN_REQUIRED),
        REFRESH(Outcome.MAGENTO_LOGIN_REQUIRED),
        OFFLINE(Outcome.MAGENTO_LOGIN_REQUIRED),
        EXCHANGE(Outcome.MAGENTO_LOGIN_REQUIRED),
        SAML(Outcome.UPSTREAM_PAGE),
        SAML_PASSIVE(Outcome.NO_PASSIVE),
        DEVICE(Outcome.UPSTREAM_PAGE);

        private final Outcome mustBe;

        Door(Outcome mustBe) {
            this.mustBe = mustBe;
        }
    }

    @BeforeEach
    void prepare() {
        if (made == null) {
            stage.broker().further(REALM, stage.magento());
            made = new Place(stage.broker(), REALM);
            made.makeApp("app", Map.of("attributes", APPLICATION));
            made.makeService("");
            made.admin().createClient(Saml.client());
            made.admin().changeRealm(OneTimeCodes.reusable());
        }
        place().policy(WITH_LEVELS);
        minimum("");
    }

    static Stream<Arguments> opensNothingByWeakOrOldSession() {
        return Stream.of(Wanted.values())
                .flatMap(wanted -> Stream.of(Door.values())
                        .filter(door -> !isOutOfReach(wanted, door))
                        .map(door -> Arguments.of(wanted, door)));
    }

    /**
     * An application's own minimum is that application's alone; and a session without the account's factor never had a
     * token that it could bring, as {@link Door#CODE} shows.
     */
    private static boolean isOutOfReach(Wanted wanted, Door door) {
        return switch (wanted) {
            case BY_APPLICATION ->
                List.of(Door.SAML, Door.SAML_PASSIVE, Door.EXCHANGE).contains(door);
            case BY_ACCOUNT ->
                List.of(Door.REFRESH, Door.OFFLINE, Door.EXCHANGE).contains(door);
            default -> false;
        };
    }

    private static Outcome mustBe(Wanted wanted, Door door) {
        if (wanted == Wanted.BY_APPLICATION && door == Door.PASSIVE) {
            // Keycloak itself takes a session for too little that it does not know to reach the level.
            return Outcome.LOGIN_REQUIRED;
        }
        return wanted == Wanted.BY_ACCOUNT && door.mustBe == Outcome.UPSTREAM_PAGE ? Outcome.CODE_PAGE : door.mustBe;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void opensNothingByWeakOrOldSession(Wanted wanted, Door door) {
        // given: somebody who signed in rightly, as far as was wanted then
        Person person = stage.magento()
                .add(Person.called("Lee")
                        .signingInBy(Map.of("auth_time", Instant.now().getEpochSecond() - 7_200)));
        Account account = wanted == Wanted.BY_ACCOUNT ? linkedWithFactor(person) : linked(person);
        Agent agent = at(person);
        if (wanted == Wanted.BY_ACCOUNT) {
            withoutAnybodyAsking(() -> agent.open(place().app().signIn(THROUGH_MAGENTO)));
        }
        Answer code = wanted == Wanted.BY_ACCOUNT
                ? agent.last()
                : agent.open(place().app().signIn(THROUGH_MAGENTO));
        String refreshToken = door == Door.REFRESH ? refreshToken(agent, "openid") : "";
        String offlineToken = door == Door.OFFLINE ? refreshToken(agent, "openid offline_access") : "";
        String ofService = door == Door.EXCHANGE
                ? tokenOfService(agent.open(place().service().signIn()))
                : "";
        Answer device = place().app().post(place().app().endpoint("auth/device"), Map.of("scope", "openid"));

        // when
        want(wanted, account);
        Finding finding = switch (door) {
            case PAGE -> Finding.ofPage(agent.open(place().app().signIn()));
            case PASSIVE -> Finding.ofReturn(agent.open(place().app().signIn(Map.of("prompt", "none"))));
            case CODE -> Finding.ofTokens(redeemed(code));
            case REFRESH -> Finding.ofTokens(place().app().refresh(refreshToken));
            case OFFLINE -> Finding.ofTokens(place().app().refresh(offlineToken));
            case EXCHANGE ->
                Finding.ofTokens(place().service()
                        .token(Map.of(
                                "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                                "subject_token", ofService,
                                "subject_token_type", "urn:ietf:params:oauth:token-type:access_token")));
            case SAML -> Finding.ofPage(agent.open(Saml.request(place(), false)));
            case SAML_PASSIVE -> Finding.ofPage(agent.open(Saml.request(place(), true)));
            case DEVICE ->
                Finding.ofPage(agent.open(URI.create(
                        device.json().get("verification_uri_complete").asText())));
        };

        // then
        assertThat(finding.outcome()).as(finding.answer()).isEqualTo(mustBe(wanted, door));
        if (door.mustBe == Outcome.MAGENTO_LOGIN_REQUIRED) {
            assertThat(place().admin().events(account))
                    .anySatisfy(event -> assertThat(event.details()).containsEntry("magento_reason", wanted.reason));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BY_REALM", "BY_GROUP", "BY_APPLICATION"})
    void asksUpstreamForMoreAndTellsItInTokens(Wanted wanted) {
        // given
        Person person = stage.magento().add(Person.called("Lee").steppingUpTo(Map.of("acr", "strong")));
        Account account = linked(person);
        want(wanted, account);

        // when
        Agent agent = at(person);
        Answer back = agent.open(place().app().signIn(THROUGH_MAGENTO));
        if (wanted == Wanted.BY_GROUP) {
            // Whose sign-in it is, nobody knew when the browser left for Magento.com.
            assertThat(judge(back)).isEqualTo(Outcome.UPSTREAM_PAGE);
            back = signInAgain(agent, person);
        }
        JsonNode token = idToken(redeemed(back));

        // then
        assertThat(stage.magento().requests().last(Endpoint.AUTHORIZATION)).containsEntry("acr_values", "strong key");
        assertThat(token.get("acr").asText()).isEqualTo("gold");
    }

    @Test
    void stopsWhoComesBackTooWeakAndOffersTheStrongerWay() {
        // given
        Person person = stage.person("Lee");
        Account account = linked(person);
        want(Wanted.BY_REALM, account);

        // when
        Agent agent = at(person);
        Answer told = agent.open(place().app().signIn(THROUGH_MAGENTO));

        // then
        assertThat(judge(told)).isEqualTo(Outcome.UPSTREAM_PAGE);
        assertThat(told.body()).contains("You need a stronger sign-in");
        assertThat(place().admin().sessions(account)).isZero();

        // when: Magento.com asks again
        Answer asked = agent.submit(Map.of("action", "continue"));

        // then
        assertThat(asked.uri().toString()).startsWith(stage.magento().issuer());
        assertThat(stage.magento().requests().last(Endpoint.AUTHORIZATION))
                .containsEntry("prompt", "login")
                .containsEntry("acr_values", "strong key");
    }

    @Test
    void refusesEssentialLevelThatUpstreamDoesNotReach() {
        Person person = stage.person("Lee");
        Account account = linked(person);
        Agent agent = at(person);

        Answer told = agent.open(place().app().signIn(essential("platinum")));

        assertThat(judge(told)).isEqualTo(Outcome.UPSTREAM_PAGE);
        assertThat(stage.magento().requests().last(Endpoint.AUTHORIZATION)).containsEntry("acr_values", "key");
        assertThat(place().admin().sessions(account)).isZero();
    }

    @Test
    void refusesTokensOfEssentialLevelWhereNothingAsks() {
        Person person = stage.person("Lee");
        linked(person);
        place().changeRequiredAction("magento-link", Map.of("enabled", false));
        try {
            assertThat(judge(at(person).open(place().app().signIn(essential("platinum")))))
                    .isEqualTo(Outcome.MAGENTO_LOGIN_REQUIRED);
        } finally {
            place().changeRequiredAction("magento-link", Map.of("enabled", true));
        }
    }

    @Test
    void tellsTheTruthWhereMoreIsOnlyWished() {
        Person weak = stage.person("Lee");
        linked(weak);
        Person strong = stage.magento()
                .add(Person.called("Kim").steppingUpTo(Map.of("acr", "strong", "amr", List.of("pwd", "hwk"))));
        linked(strong);
        Map<String, String> wish = new HashMap<>(THROUGH_MAGENTO);
        wish.put("acr_values", "gold");

        JsonNode ofWeak = idToken(redeemed(at(weak).open(place().app().signIn(wish))));
        JsonNode ofStrong = idToken(redeemed(at(strong).open(place().app().signIn(wish))));

        assertThat(ofWeak.get("acr").asText()).isEqualTo("silver");
        assertThat(ofStrong.get("acr").asText()).isEqualTo("gold");
    }

    /** What a request insisted on is that request's alone. */
    @Test
    void insistsNoLongerThanTheRequestDid() {
        Person person = stage.magento().add(Person.called("Lee").steppingUpTo(Map.of("acr", "strong")));
        linked(person);
        Agent agent = at(person);
        assertThat(judge(agent.open(place().app().signIn(essential("gold"))))).isEqualTo(Outcome.TOKENS);

        Answer back = agent.open(place().app().signIn(Map.of("acr_values", "platinum")));

        assertThat(idToken(redeemed(back)).get("acr").asText()).isEqualTo("silver");
    }

    @Test
    void stepsUpInOpenSessionWithoutPageOfOurs() {
        // given
        Person person = stage.magento().add(Person.called("Lee").steppingUpTo(Map.of("acr", "strong")));
        linked(person);
        Agent agent = at(person);
        assertThat(idToken(redeemed(agent.open(place().app().signIn(THROUGH_MAGENTO))))
                        .get("acr")
                        .asText())
                .isEqualTo("silver");

        // when
        Answer back = agent.open(place().app().signIn(Map.of("acr_values", "gold")));

        // then: straight to Magento.com and back, as the person that it knows
        assertThat(idToken(redeemed(back)).get("acr").asText()).isEqualTo("gold");
        assertThat(stage.magento().requests().last(Endpoint.AUTHORIZATION))
                .containsEntry("login_hint", person.preferredUsername());
    }

    @Test
    void asksForTheAccountsOwnFactorWhereThatIsEnough() {
        // given
        Person person = stage.person("Lee");
        Account account = linkedWithFactor(person);
        place().policy(WITH_LEVELS.with("requiredLevel", "2"));

        // when
        Agent agent = at(person);
        Answer asked = agent.open(place().app().signIn(THROUGH_MAGENTO));
        assertThat(asked.body()).contains("kc-otp-login-form");
        JsonNode token = idToken(redeemed(agent.submit(Map.of("otp", OneTimeCodes.now()))));

        // then
        assertThat(token.get("acr").asText()).isEqualTo("gold");
        assertThat(place().admin().sessions(account)).isOne();
    }

    @Test
    void tellsMethodsWhereTheApplicationWantsThem() {
        // given
        Person person =
                stage.magento().add(Person.called("Lee").signingInBy(Map.of("amr", List.of("pwd", "x y", "geo"))));
        Account account = linkedWithFactor(person);
        place().makeApp(
                        "app-of-methods",
                        Map.of(
                                "protocolMappers",
                                List.of(Map.of(
                                        "name", "amr",
                                        "protocol", "openid-connect",
                                        "protocolMapper", "oidc-amr-mapper",
                                        "config", Map.of("id.token.claim", "true", "access.token.claim", "true")))));
        App app = place().open("app-of-methods");

        // when
        Agent agent = at(person);
        agent.open(app.signIn(THROUGH_MAGENTO));
        Answer back = agent.submit(Map.of("otp", OneTimeCodes.now()));
        JsonNode token = idToken(app.redeem(Http.parameter(back.location(), "code")));

        // then
        assertThat(token.get("amr")).extracting(JsonNode::asText).containsExactly("pwd", "geo", "otp", "mfa");
        assertThat(place().admin().sessions(account)).isOne();
    }

    @Test
    void tellsWhenThePersonSignedInAtUpstream() {
        long then = Instant.now().getEpochSecond() - 7_200;
        Person person = stage.magento().add(Person.called("Lee").signingInBy(Map.of("auth_time", then)));
        linked(person);

        Agent agent = at(person);
        JsonNode token = idToken(redeemed(agent.open(place().app().signIn(THROUGH_MAGENTO))));

        assertThat(token.get("auth_time").asLong()).isEqualTo(then);
    }

    @Test
    void believesNoLoginOfTheFuture() {
        long ahead = Instant.now().getEpochSecond() + 86_400;
        Person person = stage.magento().add(Person.called("Lee").signingInBy(Map.of("auth_time", ahead)));
        linked(person);

        JsonNode token = idToken(redeemed(at(person).open(place().app().signIn(THROUGH_MAGENTO))));

        assertThat(token.get("auth_time").asLong())
                .isLessThanOrEqualTo(Instant.now().getEpochSecond());
    }

    @Test
    void asksAgainAfterSoLong() {
        // given
        Person person = stage.magento()
                .add(Person.called("Lee")
                        .signingInBy(Map.of("auth_time", Instant.now().getEpochSecond() - 7_200)));
        Account account = linked(person);
        Agent agent = at(person);
        agent.open(place().app().signIn(THROUGH_MAGENTO));
        want(Wanted.BY_AGE, account);

        // when
        Answer told = agent.open(place().app().signIn());
        assertThat(told.body()).contains("Please sign in again");
        Answer back = agent.submit(Map.of("action", "continue"));

        // then: Magento.com is told how old its login may be, and the session goes on
        assertThat(stage.magento().requests().last(Endpoint.AUTHORIZATION)).containsEntry("max_age", "3600");
        Answer tokens = redeemed(back);
        assertThat(idToken(tokens).get("auth_time").asLong())
                .isGreaterThan(Instant.now().getEpochSecond() - 600);
        assertThat(place().app()
                        .refresh(tokens.json().get("refresh_token").asText())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void takesNoOldLoginForFreshOneAndHasThePersonAsked() {
        // given
        Person person = stage.person("Lee");
        Account account = linked(person);
        stage.magento().keepOldLogins();

        // when
        Agent agent = at(person);
        Map<String, String> recent = new HashMap<>(THROUGH_MAGENTO);
        recent.put("max_age", "60");
        Answer told = agent.open(place().app().signIn(recent));

        // then
        assertThat(told.body()).contains("The sign-in was too long ago");
        assertThat(place().admin().sessions(account)).isZero();
        agent.click("/again");
        assertThat(stage.magento().requests().last(Endpoint.AUTHORIZATION)).containsEntry("prompt", "login");
    }

    /** A level is about the sign-in and not about the link. */
    @Test
    void holdsForWhoIsExemptAndOffersToConnect() {
        Account account = place().admin().create(Account.called("Lee"));
        place().exempt(account, Instant.now().plusSeconds(3_600));
        place().policy(WITH_LEVELS.with("requiredLevel", "2"));
        Agent agent = new Agent(place().url(""));
        agent.open(place().app().signIn());

        Answer told = agent.submit(Map.of("username", account.username(), "password", account.password()));

        assertThat(judge(told)).isEqualTo(Outcome.CONNECT_PAGE);
        assertThat(told.body()).contains("asks for a stronger sign-in than your password");
        assertThat(place().admin().sessions(account)).isZero();
    }

    @Test
    void onlyCountsWhileTheRealmReports() {
        Person person = stage.person("Lee");
        linked(person);
        place().policy(WITH_LEVELS.with("requiredLevel", "2").with("linkReportOnly", "true"));

        JsonNode token = idToken(redeemed(at(person).open(place().app().signIn(THROUGH_MAGENTO))));

        assertThat(token.get("acr").asText()).isEqualTo("silver");
    }

    private void want(Wanted wanted, Account account) {
        switch (wanted) {
            case BY_REALM -> place().policy(WITH_LEVELS.with("requiredLevel", "2"));
            case BY_GROUP -> place().admin().join(account, "strong-" + account.username(), group("2"));
            case BY_APPLICATION -> minimum("gold");
            case BY_AGE -> place().policy(WITH_LEVELS.with("upstreamMaxAge", "3600"));
            case BY_ACCOUNT -> {}
        }
    }

    private static Map<String, List<String>> group(String level) {
        return Map.of("magento.link.requiredLevel", List.of(level));
    }

    /** The application's Minimum ACR. */
    private void minimum(String acr) {
        String id = place().clientUuid("app");
        ObjectNode client = (ObjectNode) place().admin().get("/clients/" + id);
        client.withObject("/attributes").put("minimum.acr.value", acr);
        place().send("PUT", "/clients/" + id, client).expecting(204);
    }

    /** An operator's own flow follows the login at Magento.com, and the gate's page is switched off. */
    private void withoutAnybodyAsking(Runnable signIn) {
        String before = place().follow("");
        place().changeRequiredAction("magento-link", Map.of("enabled", false));
        try {
            signIn.run();
        } finally {
            place().changeRequiredAction("magento-link", Map.of("enabled", true));
            place().follow(before);
        }
    }

    private String refreshToken(Agent agent, String scope) {
        return redeemed(agent.open(place().app().signIn(Map.of("scope", scope))))
                .json()
                .get("refresh_token")
                .asText();
    }

    private static Map<String, String> essential(String level) {
        Map<String, String> request = new HashMap<>(THROUGH_MAGENTO);
        request.put("claims", "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"" + level + "\"]}}}");
        return request;
    }

    private Account linked(Person person) {
        Account account = place().admin().create(Account.called("Lee"));
        place().admin().link(account, Place.PROVIDER, person.subject(), person.preferredUsername());
        return account;
    }

    /** With a second factor that was made since the link, which counts. */
    private Account linkedWithFactor(Person person) {
        Account account = linked(person);
        place().addCredential(account, OneTimeCodes.credential());
        return account;
    }

    /** A browser of the person's, who is signed in at Magento.com. */
    private Agent at(Person person) {
        Agent agent = new Agent(place().url(""));
        return agent.withCookie(stage.magento().accountPage(), stage.magento().session(person));
    }

    /** Goes on from the page of the gate, and signs in at Magento.com, which asks. */
    private Answer signInAgain(Agent agent, Person person) {
        Answer asked = agent.submit(Map.of("action", "continue"));
        return asked.isRedirect() ? asked : agent.signInUpstream(person.preferredUsername());
    }

    private Outcome judge(Answer answer) {
        if (!answer.isRedirect()) {
            return Finding.ofPage(answer).outcome();
        }
        return Http.query(answer.location()).containsKey("code")
                ? Finding.ofTokens(redeemed(answer)).outcome()
                : Finding.ofReturn(answer).outcome();
    }

    private String tokenOfService(Answer back) {
        return place().service()
                .redeem(Http.parameter(back.location(), "code"))
                .json()
                .get("access_token")
                .asText();
    }

    private Answer redeemed(Answer back) {
        assertThat(back.isRedirect()).as(back.body()).isTrue();
        return place().app().redeem(Http.parameter(back.location(), "code"));
    }

    private static JsonNode idToken(Answer tokens) {
        assertThat(tokens.status()).as(tokens.body()).isEqualTo(200);
        return Jwt.claims(tokens.json().get("id_token").asText());
    }

    private Place place() {
        return Objects.requireNonNull(made);
    }
}
