package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.RealmAdmin;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.UserEvent;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.Walker.Shown;
import cloud.magento.accounts.broker.upstream.Person;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Guessing at the local password of a linked account, which opens nothing, closes its local ways and no other. */
class BruteForceIT {
    private static final int TRIES = 30;
    private static final String LOGIN_REQUIRED = "value=\"continue\"";

    @RegisterExtension
    final Stage stage = new Stage();

    @AfterEach
    void lockForAWhileOnly() {
        admin().changeRealm(Map.of("permanentLockout", false));
    }

    @Test
    void admitsOwnerThroughUpstreamDuringBruteForce() {
        // given
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);

        // when
        guess(account);

        // then: its local ways are closed, to the right password too
        assertThat(typed(account).has(LOGIN_REQUIRED)).isFalse();
        assertThat(admin().events(account))
                .first()
                .satisfies(event -> assertThat(event.error()).contains("user_temporarily_disabled"));
        assertThat(locks("magento-local." + account.id())).isNotEmpty();

        // then: its owner's is not
        assertThat(locks(account.id())).isEmpty();
        assertSignsIn(account, ada);
    }

    @Test
    void keepsLinkedAccountEnabledWhenBruteForceLocksArePermanent() {
        // given
        admin().changeRealm(Map.of("permanentLockout", true, "maxTemporaryLockouts", 0));
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);

        // when
        guess(account);

        // then
        assertThat(admin().user(account.id()).get("enabled").asBoolean()).isTrue();
        assertThat(admin().events(account, "USER_DISABLED_BY_PERMANENT_LOCKOUT"))
                .isEmpty();
        assertSignsIn(account, ada);
    }

    @Test
    void countsNoFailureForRightPasswordInStockFlow() {
        // given: a client with Keycloak's flows, where a linked account's password is simply not valid
        Account account = stage.linkedAccount(stage.person("Ada"));
        String client = clientOfStockFlows();

        // when
        List<Answer> answers = IntStream.range(0, TRIES)
                .mapToObj(unused -> grant(client, account))
                .toList();

        // then
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isNotEqualTo(200));
        assertThat(admin().events(account, "LOGIN_ERROR"))
                .hasSize(TRIES)
                .allSatisfy(event -> assertThat(event.error()).contains("invalid_user_credentials"));
        assertThat(typed(account).has(LOGIN_REQUIRED)).isTrue();
    }

    @Test
    void preventsEnumerationOfLinkedAccountsByPasswordGuesses() {
        // given
        Account linked = stage.linkedAccount(stage.person("Ada"));
        Account unlinked = stage.account("Bob");
        String client = clientOfStockFlows();

        // when
        List<String> ofLinked = answersToGuesses(client, linked);
        List<String> ofUnlinked = answersToGuesses(client, unlinked);

        // then
        assertThat(ofLinked).isEqualTo(ofUnlinked);
    }

    @Test
    void locksUnlinkedAccountOnBruteForce() {
        // given: its policy lets the password in
        Account account = stage.account("Bob");

        // when
        guess(account);

        // then
        assertThat(locks(account.id())).isNotEmpty();
        assertThat(locks("magento-local." + account.id())).isEmpty();
    }

    /** Tries wrong passwords until they are not looked at any more, and then as many again. */
    private void guess(Account account) {
        String client = clientOfStockFlows();
        for (int tries = 0; tries < TRIES; tries++) {
            assertThat(grant(client, account.withPassword("wrong")).status()).isNotEqualTo(200);
        }
    }

    private List<String> answersToGuesses(String client, Account account) {
        return IntStream.range(0, TRIES)
                .mapToObj(unused -> grant(client, account.withPassword("wrong")))
                .map(answer -> answer.status() + " " + answer.body())
                .toList();
    }

    private Answer grant(String client, Account account) {
        return new Http()
                .post(
                        stage.broker().realmUrl("/protocol/openid-connect/token"),
                        Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                client,
                                "username",
                                account.username(),
                                "password",
                                account.password()));
    }

    /** The account's right password, typed into our form. */
    private Shown typed(Account account) {
        Walker walker = new Walker();
        return walker.submit(
                walker.open(accountPage()), Map.of("username", account.username(), "password", account.password()));
    }

    private void assertSignsIn(Account account, Person person) {
        Shown page = new Walker().signInThrough(accountPage(), stage.magento(), person);
        assertThat(page.has(account.email())).as(page.page().body()).isTrue();
        assertThat(admin().events(account, "LOGIN"))
                .singleElement()
                .satisfies(
                        event -> assertThat(event.detail("identity_provider")).isEqualTo(Broker.PROVIDER));
    }

    private List<UserEvent> locks(String userId) {
        return admin().events("USER_DISABLED_BY_TEMPORARY_LOCKOUT").stream()
                .filter(event -> event.userId().orElse("").equals(userId))
                .toList();
    }

    private String clientOfStockFlows() {
        String id = "stock-flows-" + UUID.randomUUID();
        admin().createClient(Map.of(
                "clientId",
                id,
                "publicClient",
                true,
                "directAccessGrantsEnabled",
                true,
                "authenticationFlowBindingOverrides",
                Map.of("direct_grant", flow("direct grant"), "browser", flow("browser"))));
        return id;
    }

    private String flow(String alias) {
        for (var flow : admin().get("/authentication/flows")) {
            if (flow.get("alias").asText().equals(alias)) {
                return flow.get("id").asText();
            }
        }
        throw new AssertionError("No flow " + alias);
    }

    private URI accountPage() {
        return stage.broker().accountPage();
    }

    private RealmAdmin admin() {
        return stage.broker().admin();
    }
}
