package cloud.magento.accounts.broker.ways;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.OneTimeCodes;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.RecoveryCodes;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.upstream.Person;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An account is never easier to open after it was linked than before: the second factor that its person showed then is
 * asked for after each login at Magento.com, whatever an operator made of flows and actions.
 */
@TestInstance(Lifecycle.PER_CLASS)
class KeptSecondFactorIT {
    private static final String REALM = "kept-second-factor";
    private static final String WHY = "You set up a second step for this account";
    private static final String RECOVERY_PAGE = "recoveryCodeInput";
    private static final Map<String, String> THROUGH_MAGENTO = Map.of("kc_idp_hint", Place.PROVIDER);

    @RegisterExtension
    final Stage stage = new Stage();

    private @Nullable Place made;

    @BeforeEach
    void prepare() {
        if (made == null) {
            stage.broker().further(REALM, stage.magento());
            made = new Place(stage.broker(), REALM);
            made.makeApp("app", Map.of());
            // The code of one half minute is given by several sign-ins here.
            made.admin().changeRealm(OneTimeCodes.reusable());
            made.makeFlow("asks nothing", List.of("allow-access-authenticator"));
        }
        place().policy(Policy.DUE);
    }

    @Test
    void asksForFactorThatWasShownAtTheLink() {
        // given
        Person person = stage.person("Lee");
        Account account = linkedWithFactor(person);

        // when
        Agent agent = at(person);
        Answer asked = agent.open(place().app().signIn(THROUGH_MAGENTO));

        // then
        assertThat(asked.body()).contains("kc-otp-login-form").contains(WHY);
        assertThat(place().admin().sessions(account)).isZero();

        // when
        Answer again = agent.submit(Map.of("otp", OneTimeCodes.wrong()));

        // then
        assertThat(again.body()).contains("kc-otp-login-form");
        assertThat(place().admin().sessions(account)).isZero();
        assertThat(place().admin().failedLoginsOnceCounted(account)).isOne();

        // when
        Answer tokens = redeemed(agent.submit(Map.of("otp", OneTimeCodes.now())));

        // then: also for single sign-on and for new tokens
        assertThat(tokens.status()).isEqualTo(200);
        assertThat(judge(agent.open(place().app().signIn(Map.of("prompt", "none")))))
                .isEqualTo(Outcome.TOKENS);
        assertThat(place().app()
                        .refresh(tokens.json().get("refresh_token").asText())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void keepsOnRecordWhichFactorWasShown() {
        Person person = stage.person("Lee");
        Account account = linkedWithFactor(person);

        assertThat(new Ledger(stage.broker(), REALM).of(account, "link-made"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.at("/entry/details/secondFactors"))
                        .singleElement()
                        .satisfies(kind -> assertThat(kind.asText()).isEqualTo("otp")));
    }

    @Test
    void asksOnceWhereTheFactorProvesTheAccount() {
        // given
        Account account = withFactor();
        Person person = stage.magento().add(Person.called("Lee").withEmail(account.email()));
        Agent agent = at(person);
        agent.open(place().app().signIn(THROUGH_MAGENTO));

        // when
        Answer asked = agent.submit(Map.of("action", "password", "password", account.password()));
        assertThat(asked.body()).contains("kc-otp-login-form");
        Answer back = agent.submit(Map.of("otp", OneTimeCodes.now()));

        // then
        assertThat(judge(back)).isEqualTo(Outcome.TOKENS);
        assertThat(asksForCode(at(person))).isTrue();
    }

    @Test
    void keepsRecoveryCodesOfWhichOneWasShown() {
        // given
        Account account = place().admin().create(Account.called("Lee"));
        place().addCredential(account, RecoveryCodes.credential());
        Person person = stage.person("Lee");

        // when
        Agent agent = at(person);
        agent.open(place().app().signIn());
        Answer asked = agent.submit(Map.of("username", account.username(), "password", account.password()));
        assertThat(asked.body()).contains(RECOVERY_PAGE);
        assertThat(judge(agent.submit(Map.of("recoveryCodeInput", RecoveryCodes.ANY))))
                .isEqualTo(Outcome.CONNECT_PAGE);
        connect(agent, account);

        // then
        assertThat(shownAtTheLink(account)).containsExactly("recovery-authn-codes");
        Agent next = at(person);
        assertThat(next.open(place().app().signIn(THROUGH_MAGENTO)).body()).contains(RECOVERY_PAGE);
        assertThat(judge(next.submit(Map.of("recoveryCodeInput", RecoveryCodes.ANY))))
                .isEqualTo(Outcome.TOKENS);
    }

    @Test
    void provesAccountOnlyWithItsRecoveryCode() {
        // given
        Account account = place().admin().create(Account.called("Lee"));
        place().addCredential(account, RecoveryCodes.credential());
        Person person = stage.magento().add(Person.called("Lee").withEmail(account.email()));
        Agent agent = at(person);
        agent.open(place().app().signIn(THROUGH_MAGENTO));

        // when
        Answer asked = agent.submit(Map.of("action", "password", "password", account.password()));

        // then
        assertThat(asked.body()).contains(RECOVERY_PAGE);
        assertThat(shownAtTheLink(account)).isEmpty();
        assertThat(judge(agent.submit(Map.of("recoveryCodeInput", RecoveryCodes.ANY))))
                .isEqualTo(Outcome.TOKENS);
        assertThat(shownAtTheLink(account)).containsExactly("recovery-authn-codes");
    }

    @Test
    void keepsSecurityKeyThatWasShown() {
        // given: a key that its owner set up
        Account account = place().admin().create(Account.called("Lee"));
        Person person = stage.person("Lee");
        SecurityKey key = new SecurityKey(stage.visitor().firstTab(), place().app());
        place().policy(Policy.DUE.with("linkEnforceFrom", "2999-01-01T00:00:00Z"));
        key.register(account, "webauthn-register");
        place().policy(Policy.DUE);

        // when: signed in by password and key, and connected
        key.open(place().app().signIn());
        key.enter(account);
        key.show();
        new LinkPage(key.page()).connect(MagentoLoginPage::new).logIn(person, PreviewPage::new);
        key.page().locator("#magento-connect").click();
        key.page().locator("#magento-go-on").click();
        key.awaitReturnOr(() -> false);

        // then
        assertThat(shownAtTheLink(account)).containsExactly("webauthn");
        assertThat(key.redeem().status()).isEqualTo(200);
        place().send("POST", "/users/" + account.id() + "/logout", Map.of()).expecting(204);

        // when
        key.open(place().app().signIn(THROUGH_MAGENTO));
        key.show();
        key.awaitReturnOr(() -> false);

        // then
        assertThat(key.redeem().status()).isEqualTo(200);
    }

    @Test
    void leavesFactorAloneThatWasNotShown() {
        Person person = stage.person("Lee");
        Account account = withFactor();
        place().admin().link(account, Place.PROVIDER, person.subject(), person.preferredUsername());

        assertThat(signIn(at(person))).isEqualTo(Outcome.TOKENS);
    }

    @Test
    void asksForFactorThatWasMadeSinceTheLink() {
        Person person = stage.person("Lee");
        Account account = place().admin().create(Account.called("Lee"));
        place().admin().link(account, Place.PROVIDER, person.subject(), person.preferredUsername());
        place().addCredential(account, OneTimeCodes.credential());

        assertThat(asksForCode(at(person))).isTrue();
    }

    @Test
    void asksNoMoreOnceTheFactorIsTakenAway() {
        Person person = stage.person("Lee");
        Account account = linkedWithFactor(person);
        place().credentials(account.id()).forEach(credential -> {
            if (credential.get("type").asText().equals("otp")) {
                place().send(
                                "DELETE",
                                "/users/" + account.id() + "/credentials/"
                                        + credential.get("id").asText(),
                                Map.of())
                        .expecting(204);
            }
        });

        assertThat(signIn(at(person))).isEqualTo(Outcome.TOKENS);
    }

    @ParameterizedTest
    @CsvSource({"mfa, true", "pwd otp, true", "pwd, false", "otp sms, false"})
    void believesUpstreamThatItAskedForOne(String amr, boolean believed) {
        Person person = stage.magento().add(Person.called("Lee").signingInBy(Map.of("amr", List.of(amr.split(" ")))));
        linkedWithFactor(person);

        assertThat(asksForCode(at(person))).isEqualTo(!believed);
    }

    @Test
    void believesNothingOfThatToldByUserinfo() {
        stage.magento().tellAllInIdTokens(false);
        Person person =
                stage.magento().add(Person.called("Lee").withClaims(Map.of("amr", List.of("mfa"), "acr", "gold")));
        place().policy(Policy.DUE.with("secondFactorAcr", "gold"));
        linkedWithFactor(person);

        assertThat(asksForCode(at(person))).isTrue();
    }

    @Test
    void believesAcrThatTheOperatorNames() {
        Person person = stage.magento().add(Person.called("Lee").signingInBy(Map.of("acr", "gold")));
        linkedWithFactor(person);
        assertThat(asksForCode(at(person))).isTrue();

        place().policy(Policy.DUE.with("secondFactorAcr", "silver gold"));

        assertThat(signIn(at(person))).isEqualTo(Outcome.TOKENS);
    }

    @Test
    void asksOnThePageOfTheGateWhereTheFlowDoesNot() {
        Person person = stage.person("Lee");
        Account account = linkedWithFactor(person);
        for (String flow : List.of("", "asks nothing")) {
            following(flow, () -> {
                // when
                Agent agent = at(person);
                Answer asked = agent.open(place().app().signIn(THROUGH_MAGENTO));

                // then
                assertThat(asked.body())
                        .contains("kc-otp-login-form")
                        .contains(WHY)
                        .contains("/login-actions/required-action");
                assertThat(place().admin().sessions(account)).isZero();
                Answer right = agent.submit(Map.of("otp", OneTimeCodes.now()));
                assertThat(judge(right)).as(right.body()).isEqualTo(Outcome.TOKENS);
                assertThat(judge(agent.open(place().app().signIn(Map.of("prompt", "none")))))
                        .isEqualTo(Outcome.TOKENS);
                place().send("POST", "/users/" + account.id() + "/logout", Map.of())
                        .expecting(204);
            });
        }
    }

    @Test
    void takesNoWrongCodeOnThePageOfTheGate() {
        Person person = stage.person("Lee");
        Account account = linkedWithFactor(person);
        following("", () -> {
            Agent agent = at(person);
            agent.open(place().app().signIn(THROUGH_MAGENTO));

            assertThat(agent.submit(Map.of("otp", OneTimeCodes.wrong())).body()).contains("kc-otp-login-form");
            assertThat(place().admin().sessions(account)).isZero();
            assertThat(place().admin().failedLoginsOnceCounted(account)).isOne();
        });
    }

    @Test
    void refusesTokensWhereNothingAsks() {
        Person person = stage.person("Lee");
        linkedWithFactor(person);
        following("", () -> {
            place().changeRequiredAction("magento-link", Map.of("enabled", false));
            try {
                assertThat(signIn(at(person))).isEqualTo(Outcome.MAGENTO_LOGIN_REQUIRED);
            } finally {
                place().changeRequiredAction("magento-link", Map.of("enabled", true));
            }
        });
    }

    @Test
    void sendsApplicationAwayThatAllowsNoPage() {
        Person person = stage.person("Lee");
        Account account = linkedWithFactor(person);
        place().policy(Policy.DUE.with("acceptsPromptNoneForwardFromClient", "true"));

        Answer back;
        try {
            back = at(person).open(place().app().signIn(Map.of("kc_idp_hint", Place.PROVIDER, "prompt", "none")));
        } finally {
            place().policy(Policy.DUE.with("acceptsPromptNoneForwardFromClient", "false"));
        }

        assertThat(judge(back)).isEqualTo(Outcome.INTERACTION_REQUIRED);
        assertThat(place().admin().sessions(account)).isZero();
        assertThat(place().admin().events(account))
                .anySatisfy(
                        event -> assertThat(event.details()).containsEntry("magento_reason", "second-factor-required"));
    }

    @Test
    void asksAlsoWherePasswordWouldOpenTheAccount() {
        Person person = stage.person("Lee");
        linkedWithFactor(person);
        place().policy(Policy.DUE.with("primaryLogin", "preferred"));

        assertThat(asksForCode(at(person))).isTrue();
    }

    @Test
    void asksForNothingWhereTheOperatorSaysNever() {
        Person person = stage.person("Lee");
        linkedWithFactor(person);
        place().policy(Policy.DUE.with("secondFactor", "never"));

        assertThat(signIn(at(person))).isEqualTo(Outcome.TOKENS);
    }

    @Test
    void leavesItToUpstreamWhereTheOperatorSaysSo() {
        // given
        Person weak = stage.person("Lee");
        Account account = linkedWithFactor(weak);
        Person strong = stage.magento().add(Person.called("Kim").signingInBy(Map.of("amr", List.of("mfa"))));
        linkedWithFactor(strong);
        place().policy(Policy.DUE.with("secondFactor", "upstream"));

        // when
        Agent agent = at(weak);
        Answer told = agent.open(place().app().signIn(THROUGH_MAGENTO));

        // then
        assertThat(judge(told)).isEqualTo(Outcome.UPSTREAM_PAGE);
        assertThat(told.body()).contains("Magento.com has to ask for a second step");
        assertThat(place().admin().sessions(account)).isZero();
        assertThat(signIn(at(strong))).isEqualTo(Outcome.TOKENS);

        // when
        Answer atMagento = agent.submit(Map.of("action", "continue"));

        // then: Magento.com asks again
        assertThat(atMagento.uri().toString()).startsWith(stage.magento().issuer());
    }

    private Account withFactor() {
        Account account = place().admin().create(Account.called("Lee"));
        place().addCredential(account, OneTimeCodes.credential());
        return account;
    }

    /** Signs in by password and code, and connects. */
    private Account linkedWithFactor(Person person) {
        Account account = withFactor();
        Agent agent = at(person);
        agent.open(place().app().signIn());
        agent.submit(Map.of("username", account.username(), "password", account.password()));
        assertThat(judge(agent.submit(Map.of("otp", OneTimeCodes.now())))).isEqualTo(Outcome.CONNECT_PAGE);
        connect(agent, account);
        assertThat(shownAtTheLink(account)).containsExactly("otp");
        return account;
    }

    private void connect(Agent agent, Account account) {
        agent.submit(Map.of("action", "connect"));
        agent.submit(Map.of("action", "connect"));
        place().send("POST", "/users/" + account.id() + "/logout", Map.of()).expecting(204);
    }

    private List<String> shownAtTheLink(Account account) {
        return stage.broker()
                .database()
                .query(
                        "select SECOND_FACTORS from MAGENTO_LINK where USER_ID = ?",
                        row -> row.getString(1),
                        account.id());
    }

    /** A browser of the person's, who is signed in at Magento.com. */
    private Agent at(Person person) {
        Agent agent = new Agent(place().url(""));
        return agent.withCookie(stage.magento().accountPage(), stage.magento().session(person));
    }

    private boolean asksForCode(Agent agent) {
        return agent.open(place().app().signIn(THROUGH_MAGENTO)).body().contains("kc-otp-login-form");
    }

    private Outcome signIn(Agent agent) {
        return judge(agent.open(place().app().signIn(THROUGH_MAGENTO)));
    }

    private Outcome judge(Answer answer) {
        if (!answer.isRedirect()) {
            return Finding.ofPage(answer).outcome();
        }
        return Http.query(answer.location()).containsKey("code")
                ? Finding.ofTokens(redeemed(answer)).outcome()
                : Finding.ofReturn(answer).outcome();
    }

    private Answer redeemed(Answer back) {
        return place().app().redeem(Http.parameter(back.location(), "code"));
    }

    /** While this flow, or none, follows a login at upstream. */
    private void following(String flow, Runnable rest) {
        String before = place().follow(flow);
        try {
            rest.run();
        } finally {
            place().follow(before);
        }
    }

    private Place place() {
        return Objects.requireNonNull(made);
    }
}
