package cloud.magento.accounts.broker.ways;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Jwt;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.Operator;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By whichever door a provider is written: no account changes hands, no link is lost, no secret goes elsewhere. */
class ProviderDoorsIT {
    private static final String MASK = "**********";

    @RegisterExtension
    final Stage stage = new Stage();

    private final String realm = "doors-" + UUID.randomUUID();

    @BeforeEach
    void makeTheRealm() {
        stage.broker().further(realm, stage.magento());
        place().makeApp("app", Map.of());
    }

    @AfterEach
    void removeTheRealm() {
        stage.broker().server().delete("/" + realm);
    }

    @ParameterizedTest
    @EnumSource
    void preventsAccountTakeoverBySubjectOfOtherIssuer(ProviderDoor door) {
        // given
        Person ada = stage.person("Ada");
        Account account = linked(ada);
        assertThat(arrive(stage.magento(), ada)).contains(account.id());
        try (MagentoStandIn elsewhere = elsewhere()) {
            // when
            Answer answer = door.write(
                    place(), ProviderDoor.with(ProviderDoor.stored(place()), ProviderDoor.upstream(elsewhere)));

            // then
            assertThat(answer.status()).isEqualTo(door.statusOfAnotherIssuer());
            assertThat(arrive(elsewhere, ada.withEmail("mallory@evil.example")))
                    .isNotEqualTo(Optional.of(account.id()));
            assertThat(stage.broker().database().ownersOf(ada.subject()))
                    .hasSameSizeAs(stage.broker().database().links(account));
            assertThat(new Ledger(stage.broker(), realm).verify().get("whole").asBoolean())
                    .isTrue();
        }

        // and: what was refused has changed nothing, and what was not is on record
        boolean kept = !stage.broker().database().links(account).isEmpty();
        assertThat(kept).isEqualTo(!door.name().startsWith("DELETE"));
        assertThat(removals()).hasSize(kept ? 0 : 1);
        if (kept && door != ProviderDoor.DATABASE) {
            assertThat(arrive(stage.magento(), ada)).contains(account.id());
        }
    }

    @Test
    void rejectsMixUpWhenIssuerChangesInDatabase() {
        // given: of two accounts one has a link that only Keycloak's table knows
        Person ada = stage.person("Ada");
        Person lee = stage.person("Lee");
        linked(ada);
        Account older = linked(lee);
        stage.broker().database().update("delete from MAGENTO_LINK where USER_ID = ?", older.id());
        assertThat(arrive(stage.magento(), lee)).contains(older.id());
        try (MagentoStandIn elsewhere = elsewhere()) {
            ProviderDoor.DATABASE
                    .write(place(), ProviderDoor.with(ProviderDoor.stored(place()), ProviderDoor.upstream(elsewhere)))
                    .expecting(204);

            // when
            Answer known = open(elsewhere, ada).last();
            Answer unknown = open(elsewhere, lee).last();

            // then
            assertThat(known.body()).contains("That is a different Magento.com account");
            assertThat(unknown.body()).contains("That is a different Magento.com account");
            assertThat(place().admin().eventsWith("magento_fault", "other-issuer"))
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"OVERWRITE, false", "OVERWRITE, true", "SKIP, true", "FAIL, true"})
    void keepsLinksOnReimportOfSameProvider(String ifResourceExists, boolean masked) {
        // given
        Person ada = stage.person("Ada");
        Account account = linked(ada);
        ObjectNode same = ProviderDoor.stored(place());
        if (!masked) {
            ProviderDoor.with(same, ProviderDoor.upstream(stage.magento()));
        }
        List<JsonNode> before = new Ledger(stage.broker(), realm).entries(Map.of());
        Operator operator = Operator.with(stage.broker(), realm, "manage-realm");

        // when: by somebody without rights on the provider
        Answer answer = operator.send(
                "POST",
                "/" + realm + "/partialImport",
                Map.of("ifResourceExists", ifResourceExists, "identityProviders", List.of(same)));

        // then
        assertThat(answer.status()).isEqualTo(ifResourceExists.equals("FAIL") ? 409 : 200);
        assertThat(stage.broker().database().links(account)).hasSize(1);
        assertThat(place().admin().federatedIdentities(account)).hasSize(1);
        assertThat(new Ledger(stage.broker(), realm).entries(Map.of())).isEqualTo(before);
        assertThat(arrive(stage.magento(), ada)).contains(account.id());
    }

    @ParameterizedTest
    @EnumSource(names = {"UPDATE", "OVERWRITE"})
    void rejectsMaskedSecretForOtherAddressOrClient(ProviderDoor door) {
        Map.of(
                        "issuer", "https://elsewhere.example",
                        "tokenUrl", "https://elsewhere.example/token",
                        "jwksUrl", "https://elsewhere.example/keys",
                        "clientId", "somebody-else")
                .forEach((key, value) -> {
                    // when
                    Answer refused =
                            door.write(place(), ProviderDoor.with(ProviderDoor.stored(place()), Map.of(key, value)));

                    // then
                    assertThat(refused.expecting(400).body()).contains("masked", key);
                });

        // and: where it stays, so does the secret
        assertThat(door.write(place(), ProviderDoor.with(ProviderDoor.stored(place()), Map.of("prompt", "login")))
                        .status())
                .isLessThan(300);
        assertThat(secrets()).containsExactly(stage.magento().client().secret());
    }

    @Test
    void rejectsMaskedSecretInNewProvider() {
        // given: a file as an export has it
        ObjectNode provider = ProviderDoor.stored(place());
        ObjectNode template = BrokerRealm.template(realm + "-copy", stage.magento());
        ((ObjectNode) template.get("identityProviders").get(0).get("config")).put("clientSecret", MASK);
        place().send("DELETE", "/identity-provider/instances/" + Place.PROVIDER, Map.of())
                .expecting(204);

        // when
        Stream<Answer> answers = Stream.of(
                ProviderDoor.create(place(), provider.deepCopy()),
                ProviderDoor.partialImport(place(), "FAIL", provider.deepCopy()),
                ProviderDoor.partialImport(place(), "OVERWRITE", provider.deepCopy()),
                stage.broker().server().send("POST", "", Admin.json(template)));

        // then
        assertThat(answers)
                .hasSize(4)
                .allSatisfy(answer -> assertThat(answer.expecting(400).body()).contains("masked"));
        assertThat(secrets()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE", "OVERWRITE", "CREATE", "IMPORT", "NEW REALM"})
    void rejectsInvalidSettingAtEveryDoor(String door) {
        // given
        ObjectNode impossible = ProviderDoor.with(ProviderDoor.stored(place()), ProviderDoor.upstream(stage.magento()));
        ProviderDoor.with(impossible, Map.of("linkEnforceFrom", "soon"));
        if (door.equals("CREATE") || door.equals("IMPORT")) {
            place().send("DELETE", "/identity-provider/instances/" + Place.PROVIDER, Map.of())
                    .expecting(204);
        }

        // when
        Answer refused = switch (door) {
            case "CREATE" -> ProviderDoor.create(place(), impossible);
            case "IMPORT" -> ProviderDoor.partialImport(place(), "FAIL", impossible);
            case "NEW REALM" -> newRealm(impossible);
            default -> ProviderDoor.valueOf(door).write(place(), impossible);
        };

        // then
        assertThat(refused.expecting(400).body()).contains("linkEnforceFrom");
    }

    private Place place() {
        return new Place(stage.broker(), realm);
    }

    private Answer newRealm(ObjectNode provider) {
        ObjectNode template = BrokerRealm.template(realm + "-copy", stage.magento());
        ((ObjectNode) template.get("identityProviders").get(0)).set("config", provider.get("config"));
        return stage.broker().server().send("POST", "", Admin.json(template));
    }

    private Account linked(Person person) {
        Account account = place().admin().create(Account.called("Owner"));
        place().admin().link(account, Place.PROVIDER, person.subject(), person.preferredUsername());
        return account;
    }

    /** Another issuer, which knows the broker too. */
    @Test
    void endsSessionsAndTokensOfDeletedProvider() {
        // given
        Person ada = stage.person("Ada");
        linked(ada);
        Agent agent = open(stage.magento(), ada);
        String online = refreshToken(agent.last());
        String offline = refreshToken(agent.open(place().app().signIn(Map.of("scope", "openid offline_access"))));

        // when
        place().send("DELETE", "/identity-provider/instances/" + Place.PROVIDER, Map.of())
                .expecting(204);

        // then
        place().app().refresh(online).expecting(400);
        place().app().refresh(offline).expecting(400);
        assertThat(ParkedSignIns.isSignInPage(agent.open(place().app().signIn())))
                .isTrue();
    }

    private String refreshToken(Answer back) {
        return place().app()
                .redeem(Http.parameter(back.location(), "code"))
                .expecting(200)
                .json()
                .get("refresh_token")
                .asText();
    }

    @Test
    void rejectsMixUpWhenIssuerChangesDuringPreview() {
        // given: nobody is linked yet, so the issuer may change; somebody waits at the preview
        Person ada = stage.person("Ada");
        Agent waiting = open(stage.magento(), ada);
        assertThat(waiting.last().body()).contains("id=\"magento-upstream\"");
        try (MagentoStandIn elsewhere = elsewhere()) {
            ProviderDoor.UPDATE
                    .write(place(), ProviderDoor.with(ProviderDoor.stored(place()), ProviderDoor.upstream(elsewhere)))
                    .expecting(204);

            // when
            Answer refused = waiting.submit(Map.of("action", "connect"));

            // then
            assertThat(refused.body()).contains("data-reason=\"upstream-answer-stale\"");
            assertThat(stage.broker().database().linksOfSubject(ada.subject())).isEmpty();
            assertThat(stage.broker().database().federatedIdentities(ada.subject()))
                    .isZero();
            assertThat(place().admin().usersWithEmail(String.valueOf(ada.email())))
                    .isEmpty();
        }
    }

    private MagentoStandIn elsewhere() {
        MagentoStandIn elsewhere = MagentoStandIn.start();
        elsewhere.client().redirectingTo(place().url("/broker/" + Place.PROVIDER + "/endpoint"));
        return elsewhere;
    }

    private Agent open(MagentoStandIn upstream, Person person) {
        Agent agent = new Agent(stage.broker().url("/")).withCookie(upstream.accountPage(), upstream.session(person));
        agent.open(place().app().signIn(Map.of("kc_idp_hint", Place.PROVIDER)));
        return agent;
    }

    /** The account that opens for who is signed in there, if any does. */
    private Optional<String> arrive(MagentoStandIn upstream, Person person) {
        Answer answer = open(upstream, person).last();
        if (!answer.isRedirect()) {
            return Optional.empty();
        }
        Answer tokens = place().app().redeem(Http.parameter(answer.location(), "code"));
        return Optional.of(
                Jwt.claims(tokens.expecting(200).json().get("id_token").asText())
                        .get("sub")
                        .asText());
    }

    private List<JsonNode> removals() {
        return new Ledger(stage.broker(), realm).entries(Map.of("type", "provider-removed"));
    }

    private List<String> secrets() {
        return stage.broker()
                .database()
                .query(
                        "select c.\"VALUE\" from IDENTITY_PROVIDER_CONFIG c join IDENTITY_PROVIDER p"
                                + " on p.INTERNAL_ID = c.IDENTITY_PROVIDER_ID join REALM r on r.ID = p.REALM_ID"
                                + " where r.NAME like ? and c.NAME = 'clientSecret'",
                        row -> row.getString(1),
                        realm + "%");
    }
}
