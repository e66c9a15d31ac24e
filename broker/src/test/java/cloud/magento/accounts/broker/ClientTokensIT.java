package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.DemoApp.Tokens;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.pages.DemoAppPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the realm's other applications get: ordinary tokens, with the account's standing in them, or a reason. */
class ClientTokensIT {
    @RegisterExtension
    final Stage stage = new Stage();

    private @Nullable DemoApp started;

    @BeforeEach
    void startTheApplication() {
        started = DemoApp.of(stage.broker());
    }

    @AfterEach
    void stopTheApplication() {
        app().close();
    }

    @Test
    void issuesTokenWithLinkedStatus() {
        // given
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);

        // when
        Tokens tokens = signInThroughMagento(ada);

        // then
        assertThat(tokens.idToken().get("sub").asText()).isEqualTo(account.id());
        assertStanding(tokens, "linked");
        assertThat(tokens.idToken().has("magento_link_deadline")).isFalse();
        assertThat(tokens.response().get("token_type").asText()).isEqualTo("Bearer");
    }

    @Test
    void issuesTokenWithDueStatusBeforeDeadline() {
        // given
        Instant before = Instant.now();
        stage.policy(Policy.before(Duration.ofDays(30)));

        // when
        Tokens tokens = signInLocally(stage.account("Lee"));

        // then
        assertStanding(tokens, "due");
        Instant deadline = Instant.ofEpochSecond(
                tokens.idToken().get("magento_link_deadline").asLong());
        assertThat(deadline).isBetween(before.plus(Duration.ofDays(29)), before.plus(Duration.ofDays(31)));
    }

    @Test
    void issuesTokenWithOverdueStatusInReportOnlyMode() {
        // given
        stage.policy(Policy.DUE.with("linkReportOnly", "true"));

        // when
        Tokens tokens = signInLocally(stage.account("Lee"));

        // then
        assertStanding(tokens, "overdue");
        assertThat(tokens.idToken().get("magento_link_deadline").asLong())
                .isEqualTo(Instant.parse("2020-04-01T00:00:00Z").getEpochSecond());
    }

    @Test
    void refreshesTokenOfLinkedAccount() {
        // given
        Person ada = stage.person("Ada");
        stage.linkedAccount(ada);
        Tokens tokens = signInThroughMagento(ada);

        // when
        Answer answer = app().refresh(tokens);

        // then
        assertStanding(new Tokens(answer.expecting(200).json()), "linked");
    }

    @Test
    void refusesRefreshTokenOfUnlinkedAccountAfterDeadline() {
        // given
        stage.policy(Policy.before(Duration.ofDays(30)));
        Account account = stage.account("Lee");
        Tokens tokens = signInLocally(account);

        // when
        stage.policy(Policy.DUE);
        Answer answer = app().refresh(tokens);

        // then
        assertRefused(answer, "magento_link_required");
        assertThat(stage.broker().admin().events(account, "REFRESH_TOKEN_ERROR"))
                .singleElement()
                .satisfies(event -> assertThat(event.detail("magento_reason")).isEqualTo("link-required"));
    }

    @Test
    void refusesPasswordGrantOfUnlinkedAccountAfterDeadline() {
        // given
        Account account = stage.account("Lee");

        // when
        Answer answer = app().passwordGrant(account);

        // then
        assertRefused(answer, "magento_link_required");
        assertThat(stage.broker().admin().sessions(account)).isZero();
        assertThat(stage.broker().admin().events(account, "LOGIN_ERROR"))
                .singleElement()
                .satisfies(event -> assertThat(event.detail("magento_reason")).isEqualTo("link-required"));
    }

    @Test
    void refusesPasswordGrantOfLinkedAccount() {
        // given
        Account account = stage.linkedAccount(stage.person("Ada"));

        // when
        Answer answer = app().passwordGrant(account);

        // then
        assertRefused(answer, "magento_login_required");
        assertThat(stage.broker().admin().sessions(account)).isZero();
    }

    @Test
    void acceptsPasswordGrantDuringReminders() {
        // given
        stage.policy(Policy.remindingFor(Duration.ofDays(10)));

        // when
        Answer answer = app().passwordGrant(stage.account("Lee"));

        // then
        assertStanding(new Tokens(answer.expecting(200).json()), "due");
    }

    private DemoApp app() {
        return Objects.requireNonNull(started);
    }

    private Tokens signInThroughMagento(Person person) {
        stage.visitor()
                .open(app().signIn(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(person, DemoAppPage::new);
        return app().tokens();
    }

    private Tokens signInLocally(Account account) {
        stage.visitor().open(app().signIn(), SignInPage::new).enter(account, DemoAppPage::new);
        return app().tokens();
    }

    private static void assertStanding(Tokens tokens, String standing) {
        assertThat(tokens.idToken().get("magento_link_status").asText()).isEqualTo(standing);
        assertThat(tokens.accessToken().get("magento_link_status").asText()).isEqualTo(standing);
    }

    private static void assertRefused(Answer answer, String description) {
        JsonNode error = answer.expecting(400).json();
        assertThat(error.get("error").asText()).isEqualTo("invalid_grant");
        assertThat(error.get("error_description").asText()).isEqualTo(description);
    }
}
