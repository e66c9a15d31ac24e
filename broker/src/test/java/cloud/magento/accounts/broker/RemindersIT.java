package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.UserEvent;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.DemoAppPage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.Screen;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Before the deadline: first nothing, then reminders that can be put off as often as the operator allows. */
class RemindersIT {
    private static final Duration TEN_DAYS = Duration.ofDays(10).minusHours(1);

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void asksNothingBeforeReminders() {
        // given
        stage.policy(Policy.before(TEN_DAYS).with("linkRemindFrom", ""));
        Account account = stage.account("Lee");

        // when
        UserPage user = signIn(account, UserPage::new);

        // then
        assertThat(user.isConnected()).isFalse();
        assertThat(user.deadline()).isPresent();
        assertThat(stage.broker().admin().events(account, "LOGIN")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"10, 10 days left.", "2, 2 days left.", "1, 1 day left."})
    void showsDaysLeftInReminder(int days, String told) {
        // given
        stage.policy(Policy.remindingFor(Duration.ofDays(days).minusHours(1)));

        // when
        LinkPage reminder = signIn(stage.account("Lee"), LinkPage::new);

        // then
        assertThat(reminder.daysLeft()).contains(told);
        assertThat(reminder.canBePutOff()).isTrue();
        assertThat(reminder.notNowLabel()).isEqualTo("Not now");
    }

    @Test
    void countsSkippedReminderAndContinues() {
        // given
        stage.policy(Policy.remindingFor(TEN_DAYS));
        Account account = stage.account("Lee");

        // when
        UserPage user = signIn(account, LinkPage::new).notNow(UserPage::new);

        // then
        assertThat(user.isConnected()).isFalse();
        assertThat(stage.broker().database().attribute(account, "magento.link.skips"))
                .containsExactly("1");
        List<UserEvent> skips = stage.broker().admin().events(account, "CUSTOM_REQUIRED_ACTION");
        assertThat(skips)
                .singleElement()
                .satisfies(skip -> assertThat(skip.detail("magento_reason")).isEqualTo("link-reminder"));
        assertThat(stage.broker().database().links(account)).isEmpty();
    }

    @Test
    void countsOneSkipPerSession() {
        // given
        stage.policy(Policy.remindingFor(TEN_DAYS).with("linkMaxSkips", "2"));
        Account account = stage.account("Lee");
        Visitor visitor = stage.visitor();
        visitor.open(stage.broker().accountPage(), SignInPage::new)
                .enter(account, LinkPage::new)
                .notNow(UserPage::new);

        try (DemoApp app = DemoApp.of(stage.broker())) {
            // when: two more applications, by single sign-on
            visitor.open(app.signIn(), DemoAppPage::new);
            visitor.open(app.signIn(), DemoAppPage::new);

            // then
            assertThat(app.answer()).containsKey("code");
            assertThat(app.answer()).containsKey("code");
        }
        assertThat(stage.broker().database().attribute(account, "magento.link.skips"))
                .containsExactly("1");
    }

    @Test
    void endsSkippedReminderAtDeadline() {
        // given
        stage.policy(Policy.remindingFor(TEN_DAYS));
        Account account = stage.account("Lee");
        Visitor visitor = stage.visitor();
        visitor.open(stage.broker().accountPage(), SignInPage::new)
                .enter(account, LinkPage::new)
                .notNow(UserPage::new);

        // when
        stage.policy(Policy.DUE);

        // then
        try (DemoApp app = DemoApp.of(stage.broker())) {
            LinkPage link = visitor.open(app.signIn(), LinkPage::new);
            assertThat(link.canBePutOff()).isFalse();
            assertThat(app.hasNobodyComeBack()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0"})
    void passesPromptNoneDuringReminders(String maxSkips) {
        // given: a session from before the reminders
        stage.policy(Policy.before(TEN_DAYS));
        Account account = stage.account("Lee");
        Visitor visitor = stage.visitor();
        visitor.open(stage.broker().accountPage(), SignInPage::new).enter(account, UserPage::new);
        stage.policy(Policy.remindingFor(TEN_DAYS).with("linkMaxSkips", maxSkips));

        try (DemoApp app = DemoApp.of(stage.broker())) {
            // when
            visitor.open(app.signIn(Map.of("prompt", "none")), DemoAppPage::new);

            // then
            assertThat(app.tokens().idToken().get("magento_link_status").asText())
                    .isEqualTo("due");

            // but: one that may show a page shows it
            visitor.open(app.signIn(), LinkPage::new);
        }
        assertThat(stage.broker().admin().events(account, "LOGIN_ERROR")).isEmpty();
    }

    @Test
    void offersOnlyLinkingAfterLastSkip() {
        // given
        stage.policy(Policy.remindingFor(TEN_DAYS).with("linkMaxSkips", "2"));
        Account account = stage.account("Lee");

        // when
        LinkPage first = signIn(account, LinkPage::new);
        String leftAtFirst = first.skipsLeft().orElse("");
        first.notNow(UserPage::new);
        LinkPage second = signIn(account, LinkPage::new);
        String leftThen = second.skipsLeft().orElse("");
        second.notNow(UserPage::new);
        LinkPage third = signIn(account, LinkPage::new);

        // then
        assertThat(leftAtFirst).contains("2");
        assertThat(leftThen).contains("1");
        assertThat(third.canBePutOff()).isFalse();
        assertThat(third.waysOn()).isEqualTo(1);
    }

    @Test
    void linksFromReminder() {
        // given
        stage.policy(Policy.remindingFor(TEN_DAYS));
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");

        // when
        UserPage user = signIn(account, LinkPage::new)
                .connect(MagentoLoginPage::new)
                .logIn(lee, PreviewPage::new)
                .connect(UserPage::new);

        // then
        assertThat(user.isConnected()).isTrue();
        assertThat(stage.broker().database().links(account))
                .singleElement()
                .satisfies(row -> assertThat(row.subject()).isEqualTo(lee.subject()));
    }

    @Test
    void enforcesEarliestCohortDeadline() {
        // given
        stage.policy(Policy.before(TEN_DAYS));
        Account account = stage.account("Lee");
        Map<String, List<String>> late = Map.of("magento.link.enforceFrom", List.of("2099-01-01"));
        Map<String, List<String>> early = Map.of("magento.link.enforceFrom", List.of("2020-01-01T00:00:00Z"));
        stage.broker().admin().join(account, "late-" + account.username(), late);
        stage.broker().admin().join(account, "early-" + account.username(), early);

        // when
        LinkPage link = signIn(account, LinkPage::new);

        // then
        assertThat(link.canBePutOff()).isFalse();
    }

    @Test
    void rejectsMassAssignmentOfSkipCount() {
        // given: a realm that lets people have attributes of their own
        BrokerRealm realm = stage.broker().further("reminders-of-their-own", stage.magento());
        realm.admin().configureProvider(Broker.PROVIDER, Policy.before(TEN_DAYS).settings());
        ObjectNode profile = (ObjectNode) realm.admin().get("/users/profile");
        stage.broker()
                .server()
                .send(
                        "PUT",
                        "/reminders-of-their-own/users/profile",
                        Admin.json(profile.put("unmanagedAttributePolicy", "ENABLED")))
                .expecting(200);
        Account account = realm.admin().create(Account.called("Lee"));
        realm.admin().change(account, Map.of("attributes", Map.of("magento.link.skips", List.of("1"))));
        try (DemoApp app = DemoApp.of(realm)) {
            String token = app.passwordGrant(account)
                    .expecting(200)
                    .json()
                    .get("access_token")
                    .asText();

            // when
            Answer answer = new Http()
                    .send(HttpRequest.newBuilder(realm.url("/account/"))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .header("Accept", "application/json")
                            .POST(Admin.json(Map.of(
                                    "username", account.username(),
                                    "email", account.email(),
                                    "firstName", account.firstName(),
                                    "lastName", account.lastName(),
                                    "attributes", Map.of("magento.link.skips", List.of("0"))))));

            // then
            answer.expecting(400);
            assertThat(stage.broker().database().attribute(account, "magento.link.skips"))
                    .containsExactly("1");
        }
    }

    @Test
    void stopsNobodyInReportOnlyMode() {
        // given
        stage.policy(Policy.DUE.with("linkReportOnly", "true"));
        Account account = stage.account("Lee");

        // when
        UserPage user = signIn(account, UserPage::new);

        // then
        assertThat(user.isConnected()).isFalse();
        assertThat(stage.broker().admin().events(account, "LOGIN")).hasSize(1);
    }

    private <T extends Screen> T signIn(Account account, Function<Page, T> next) {
        return stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .enter(account, next);
    }
}
