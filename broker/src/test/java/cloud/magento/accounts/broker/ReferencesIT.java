package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.Operator;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.Walker.Shown;
import cloud.magento.accounts.broker.upstream.Fault;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each reference that a page shows is found, and tells who was refused, what, why, and what comes next. */
class ReferencesIT {
    @RegisterExtension
    final Stage stage = new Stage();

    /** A refusal as a person meets it, and what has to be known of it. */
    private record Met(
            Shown page,
            String reason,
            @Nullable Account account,
            @Nullable Person person) {}

    /** Every place where a refusal is shown, in the sign-in, the first login, the account page and the answer. */
    private enum Place {
        ANSWER_OF_NO_SIGN_IN(test -> new Met(
                new Walker().open(test.stage.broker().realmUrl("/broker/magento/endpoint?state=x&code=y")),
                "upstream-answer-stale",
                null,
                null)),
        TOKEN_THAT_FAILS_A_CHECK(test -> {
            test.stage.magento().misbehave(Fault.NONCE_WRONG);
            return new Met(test.signInAs(test.stage.person("Eve")), "upstream-token-invalid", null, null);
        }),
        FIRST_LOGIN_OF_LINKED_ACCOUNT(test -> {
            Account account = test.stage.linkedAccount(test.stage.person("Ada"));
            Person eve = test.stage.magento().add(Person.called("Eve").withEmail(account.email()));
            return new Met(test.signInAs(eve), "account-already-linked", account, eve);
        }),
        FIRST_LOGIN_OF_DISABLED_ACCOUNT(test -> {
            Account account = test.stage.account("Sam");
            test.stage.broker().admin().change(account, Map.of("enabled", false));
            Person sam = test.stage.magento().add(Person.called("Sam").withEmail(account.email()));
            return new Met(test.signInAs(sam), "account-unavailable", account, sam);
        }),
        FIRST_LOGIN_WHERE_NEW_ACCOUNTS_ARE_CLOSED(test -> {
            test.stage.policy(Policy.DUE.with("newAccounts", "false"));
            Person eve = test.stage.person("Eve");
            return new Met(test.signInAs(eve), "new-accounts-closed", null, eve);
        }),
        PASSWORD_THEN_OTHER_IDENTITY(test -> {
            Account account = test.stage.linkedAccount(test.stage.person("Ada"));
            Person eve = test.stage.person("Eve");
            Walker walker = new Walker().signedInAt(test.stage.magento(), eve);
            Shown signIn = walker.open(test.stage.broker().accountPage());
            Shown told = walker.submit(signIn, Map.of("username", account.username(), "password", account.password()));
            return new Met(
                    walker.submit(told, Map.of("action", "continue")), "upstream-identity-mismatch", account, eve);
        }),
        CONNECTING_TO_IDENTITY_OF_ANOTHER(test -> {
            Person ada = test.stage.person("Ada");
            test.stage.linkedAccount(ada);
            Account other = test.stage.account("Olga");
            Shown page = new Walker()
                    .goUntilUpstreamAnswered(test.stage.broker().accountPage(), other, test.stage.magento(), ada);
            return new Met(page, "already-linked", other, ada);
        }),
        CONNECTING_WHILE_PROVIDER_IS_SWITCHED_OFF(test -> {
            Account account = test.stage.account("Olga");
            Person eve = test.stage.person("Eve");
            Walker walker = new Walker();
            Shown preview =
                    walker.goAsFarAsThePreview(test.stage.broker().accountPage(), account, test.stage.magento(), eve);
            return test.switchedOff(() ->
                    new Met(walker.submit(preview, Map.of("action", "reload")), "upstream-disabled", account, null));
        });

        private final Function<ReferencesIT, Met> meet;

        Place(Function<ReferencesIT, Met> meet) {
            this.meet = meet;
        }
    }

    @BeforeEach
    void keepEvents() {
        stage.broker().admin().changeRealm(Map.of("eventsEnabled", true));
    }

    @AfterEach
    void keepEventsAgain() {
        keepEvents();
    }

    @ParameterizedTest
    @EnumSource
    void findsRefusalByShownReference(Place place) {
        // given
        Met met = place.meet.apply(this);

        // when
        JsonNode found = lookUp(reference(met)).expecting(200).json();

        // then
        assertTold(found, met);
        assertThat(stage.broker().admin().eventsWith("magento_reference", reference(met)))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.detail("magento_reason")).isEqualTo(met.reason());
                    assertThat(event.userId())
                            .isEqualTo(Optional.ofNullable(met.account()).map(Account::id));
                });
        assertThat(found.has("entry")).isEqualTo(met.account() != null || met.person() != null);
        assertThat(new Ledger(stage.broker()).verify().get("whole").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void findsRefusalWhenRealmKeepsNoEvents(Place place) {
        // given
        stage.broker().admin().changeRealm(Map.of("eventsEnabled", false));
        Met met = place.meet.apply(this);

        // when
        JsonNode found = lookUp(reference(met)).expecting(200).json();

        // then
        assertTold(found, met);
        stage.broker().admin().changeRealm(Map.of("eventsEnabled", true));
        assertThat(stage.broker().admin().eventsWith("magento_reference", reference(met)))
                .isEmpty();
    }

    @Test
    void findsRefusalInReportOnlyMode() {
        stage.policy(Policy.DUE.with("linkReportOnly", "true"));

        Met met = Place.FIRST_LOGIN_OF_LINKED_ACCOUNT.meet.apply(this);

        assertTold(lookUp(reference(met)).expecting(200).json(), met);
    }

    @Test
    void findsLooselyTypedReference() {
        String reference = reference(Place.ANSWER_OF_NO_SIGN_IN.meet.apply(this));
        String bare = reference.replace("-", "");

        for (String typed : new String[] {
            reference.toLowerCase(Locale.ROOT),
            bare,
            bare.substring(1),
            "%20" + reference.replace("-", "%20") + "%20",
            reference.replace('Q', 'O').replace('V', 'U').replace('3', 'E').replace('4', 'A')
        }) {
            assertThat(lookUp(typed).expecting(200).json().get("reference").asText())
                    .as(typed)
                    .isEqualTo(reference);
        }
    }

    @Test
    void findsNoReferenceOfOtherRealm() {
        // given
        Met met = Place.FIRST_LOGIN_OF_LINKED_ACCOUNT.meet.apply(this);
        Met anonymous = Place.ANSWER_OF_NO_SIGN_IN.meet.apply(this);
        stage.broker().further("unrelated", stage.magento());

        // then
        for (String reference : new String[] {reference(met), reference(anonymous), "M-2222-2222", "nonsense"}) {
            Answer answer = stage.broker()
                    .server()
                    .send("GET", "/unrelated/magento/references/" + reference, Admin.json(Map.of()));
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .get()
                    .asString()
                    .contains("problem+json");
        }
    }

    @Test
    void rejectsLookupWithoutRoleAndRecordsReader() {
        // given
        String reference = reference(Place.FIRST_LOGIN_OF_LINKED_ACCOUNT.meet.apply(this));
        String path = "/" + Broker.REALM + "/magento/references/" + reference;
        Operator nobody = Operator.with(stage.broker(), Broker.REALM, "view-users", "view-events");
        Operator auditor = Operator.with(stage.broker(), Broker.REALM, "view-magento-links");

        // then
        assertThat(nobody.send("GET", path, Map.of()).status()).isEqualTo(403);
        assertThat(new Http().get(stage.broker().url("/admin/realms" + path)).status())
                .isEqualTo(401);
        assertThat(auditor.send("GET", path, Map.of()).status()).isEqualTo(200);
        assertThat(stage.broker()
                        .server()
                        .get("/" + Broker.REALM + "/admin-events", Map.of("operationTypes", "ACTION", "max", "3"))
                        .findValuesAsText("resourcePath"))
                .anySatisfy(resource -> assertThat(resource).endsWith(reference));
    }

    @Test
    void namesNobodyAfterErasure() {
        // given
        Account account = stage.account("Sam");
        stage.broker().admin().change(account, Map.of("enabled", false));
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));
        String reference = String.valueOf(signInAs(sam).reference().orElseThrow());

        // when
        stage.broker().admin().delete(account);
        new Ledger(stage.broker()).erase(account, "GDPR-13").expecting(200);

        // then
        JsonNode found = lookUp(reference).expecting(200).json();
        assertThat(found.get("who")).isEmpty();
        assertThat(found.at("/why/reason").asText()).isEqualTo("account-unavailable");
        assertThat(found.toString()).doesNotContain(account.id()).doesNotContain(sam.subject());
    }

    private void assertTold(JsonNode found, Met met) {
        assertThat(found.get("reference").asText()).isEqualTo(reference(met));
        assertThat(found.at("/why/reason").asText()).isEqualTo(met.reason());
        assertThat(found.at("/why/title").asText()).isNotBlank();
        assertThat(found.at("/why/text").asText()).isNotBlank();
        assertThat(found.get("next").asText()).isNotBlank();
        assertThat(found.at("/what/event").asText()).isNotBlank();
        assertThat(found.get("at").asText()).isNotBlank();
        Account account = met.account();
        assertThat(found.at("/who/userId").asText()).isEqualTo(account == null ? "" : account.id());
        assertThat(found.at("/who/username").asText()).isEqualTo(account == null ? "" : account.username());
        Person person = met.person();
        assertThat(found.at("/who/subject").asText()).isEqualTo(person == null ? "" : person.subject());
        assertThat(found.at("/who/issuer").asText())
                .isEqualTo(person == null ? "" : stage.magento().issuer());
    }

    private static String reference(Met met) {
        return met.page()
                .reference()
                .orElseThrow(() -> new AssertionError(
                        "No reference on " + met.page().page().body()));
    }

    private Shown signInAs(Person person) {
        return new Walker().signInThrough(stage.broker().accountPage(), stage.magento(), person);
    }

    private Met switchedOff(Supplier<Met> meanwhile) {
        stage.broker().admin().enableProvider(Broker.PROVIDER, false);
        try {
            return meanwhile.get();
        } finally {
            stage.broker().admin().enableProvider(Broker.PROVIDER, true);
        }
    }

    private Answer lookUp(String reference) {
        return stage.broker()
                .server()
                .send("GET", "/" + Broker.REALM + "/magento/references/" + reference, Admin.json(Map.of()));
    }
}
