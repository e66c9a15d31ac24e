package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.DemoApp.Tokens;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.Walker.Shown;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The deadline comes while people are in the middle of something: each of them ends right. */
class DeadlineDayIT {
    private static final int OF_EACH = 10;
    private static final String SKIP = "value=\"skip\"";
    private static final String LINK = "value=\"connect\"";

    @RegisterExtension
    final Stage stage = new Stage();

    /** Somebody who is in the middle of something, and goes on with it after the deadline. */
    private interface Underway {
        void goOn();
    }

    @Test
    void sixtyPeopleInTheMiddleOfSomethingEndRight() {
        // given
        stage.policy(Policy.remindingFor(Duration.ofDays(1)));
        try (DemoApp app = DemoApp.of(stage.broker())) {
            List<Underway> people = IntStream.range(0, OF_EACH)
                    .boxed()
                    .flatMap(i -> List.of(
                            atSignInPage(),
                            atReminder(),
                            onTheWayToMagento(),
                            atPreview(),
                            withRefreshToken(app),
                            linkedOnTheWay())
                            .stream())
                    .toList();

            // when
            stage.policy(Policy.DUE);

            // then
            people.forEach(Underway::goOn);
        }
    }

    private Underway atSignInPage() {
        Account account = stage.account("Sam");
        Walker walker = new Walker();
        Shown signIn = walker.open(accountPage());
        return () -> assertOnlyLinkingIsLeft(walker.submit(signIn, credentials(account)));
    }

    private Underway atReminder() {
        Account account = stage.account("Rita");
        Walker walker = new Walker();
        Shown reminder = walker.submit(walker.open(accountPage()), credentials(account));
        assertThat(reminder.has(SKIP)).as(reminder.page().body()).isTrue();
        return () -> assertOnlyLinkingIsLeft(walker.submit(reminder, Map.of("action", "skip")));
    }

    private Underway onTheWayToMagento() {
        Account account = stage.account("Tom");
        Person person = stage.person("Tom");
        Walker walker = new Walker().signedInAt(stage.magento(), person);
        Shown reminder = walker.submit(walker.open(accountPage()), credentials(account));
        Answer leaving = walker.send(reminder, Map.of("action", "connect"));
        return () -> connects(walker, walker.open(leaving.location()), account, person);
    }

    private Underway atPreview() {
        Account account = stage.account("Pia");
        Person person = stage.person("Pia");
        Walker walker = new Walker();
        Shown preview = walker.goAsFarAsThePreview(accountPage(), account, stage.magento(), person);
        return () -> connects(walker, preview, account, person);
    }

    private Underway withRefreshToken(DemoApp app) {
        Account account = stage.account("Ron");
        JsonNode granted = app.passwordGrant(account).expecting(200).json();
        Tokens tokens = new Tokens(granted);
        return () -> {
            JsonNode refused = app.refresh(tokens).expecting(400).json();
            assertThat(refused.get("error").asText()).isEqualTo("invalid_grant");
            assertThat(refused.get("error_description").asText()).isEqualTo("magento_link_required");
        };
    }

    private Underway linkedOnTheWay() {
        Person person = stage.person("Lin");
        stage.linkedAccount(person);
        Walker walker = new Walker().signedInAt(stage.magento(), person);
        URI button = walker.open(accountPage()).link("/broker/" + Broker.PROVIDER + "/login");
        return () -> assertIsConnected(walker.open(button));
    }

    private void connects(Walker walker, Shown preview, Account account, Person person) {
        assertThat(preview.has("id=\"magento-upstream\""))
                .as(preview.page().body())
                .isTrue();
        Shown connected = walker.submit(preview, Map.of("action", "connect"));
        assertThat(connected.page().status()).as(connected.page().body()).isEqualTo(200);
        assertThat(stage.broker().database().links(account))
                .extracting(link -> link.subject())
                .containsExactly(person.subject());
        assertIsConnected(walker.open(accountPage()));
    }

    private static void assertIsConnected(Shown page) {
        assertThat(page.has("data-status=\"connected\"")).as(page.page().body()).isTrue();
    }

    private static void assertOnlyLinkingIsLeft(Shown page) {
        assertThat(page.has(LINK)).as(page.page().body()).isTrue();
        assertThat(page.has(SKIP)).as(page.page().body()).isFalse();
    }

    private URI accountPage() {
        return stage.broker().accountPage();
    }

    private static Map<String, String> credentials(Account account) {
        return Map.of("username", account.username(), "password", account.password());
    }
}
