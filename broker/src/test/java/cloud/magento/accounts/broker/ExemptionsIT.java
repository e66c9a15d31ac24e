package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.DemoApp.Tokens;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Operator;
import cloud.magento.accounts.broker.support.Polling;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator lets one account through the gate: until an instant, for a reason, and on record. */
class ExemptionsIT {
    private static final String REASON = "On parental leave, agreed with the works council";

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void letsExemptAccountPassAndShowsExpiry() {
        // given
        Account account = stage.account("Lee");
        Instant until = Instant.now().plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS);
        try (DemoApp app = DemoApp.of(stage.broker())) {
            app.passwordGrant(account).expecting(400);

            // when
            JsonNode granted =
                    put(account, until.toString(), REASON).expecting(200).json();

            // then
            assertThat(granted.get("userId").asText()).isEqualTo(account.id());
            assertThat(Instant.parse(granted.get("until").asText())).isEqualTo(until);
            assertThat(granted.get("reason").asText()).isEqualTo(REASON);
            assertThat(granted.get("grantedBy").asText()).isEqualTo(administratorsId());
            assertThat(send("GET", account).expecting(200).json()).isEqualTo(granted);
            assertThat(rows(account)).containsExactly(until.toEpochMilli());
            assertThat(adminEvents("UPDATE", account)).hasSize(1);
            Tokens tokens = new Tokens(app.passwordGrant(account).expecting(200).json());
            assertThat(tokens.accessToken().get("magento_link_status").asText()).isEqualTo("exempt");
            UserPage user = stage.visitor()
                    .open(stage.broker().accountPage(), SignInPage::new)
                    .enter(account, UserPage::new);
            assertThat(user.isConnected()).isFalse();
            assertThat(user.deadline()).isPresent();
        }
    }

    @Test
    void expiresExemptionAtItsInstant() {
        // given
        Account account = stage.account("Lee");
        try (DemoApp app = DemoApp.of(stage.broker())) {
            put(account, Instant.now().plus(Duration.ofDays(1)).toString(), REASON)
                    .expecting(200);
            Tokens tokens = new Tokens(app.passwordGrant(account).expecting(200).json());

            // when
            Instant until = Instant.now().plusSeconds(4).truncatedTo(ChronoUnit.SECONDS);
            put(account, until.toString(), REASON).expecting(200);
            Answer answer = Polling.across(until, () -> app.passwordGrant(account), given -> given.status() == 200);

            // then
            assertThat(answer.expecting(400).json().get("error_description").asText())
                    .isEqualTo("magento_link_required");
            assertThat(app.refresh(tokens)
                            .expecting(400)
                            .json()
                            .get("error_description")
                            .asText())
                    .isEqualTo("magento_link_required");
            stage.visitor().open(stage.broker().accountPage(), SignInPage::new).enter(account, LinkPage::new);
        }
    }

    @Test
    void gatesOpenSessionWhenExemptionIsRevoked() {
        // given
        Account account = stage.account("Lee");
        put(account, Instant.now().plus(Duration.ofDays(1)).toString(), REASON).expecting(200);
        Visitor visitor = stage.visitor();
        visitor.open(stage.broker().accountPage(), SignInPage::new).enter(account, UserPage::new);
        try (DemoApp app = DemoApp.of(stage.broker())) {
            // when
            send("DELETE", account).expecting(204);

            // then: the session that it allowed opens nothing more
            assertThat(visitor.open(app.signIn(), LinkPage::new).canBePutOff()).isFalse();
            assertThat(app.hasNobodyComeBack()).isTrue();
            assertThat(rows(account)).isEmpty();
            assertThat(adminEvents("DELETE", account)).hasSize(1);
            assertProblem(send("GET", account), 404);
            assertProblem(send("DELETE", account), 404);
        }
    }

    @ParameterizedTest
    @CsvSource({
        ", Because",
        "2999-01-01T00:00:00Z,",
        "2999-01-01T00:00:00Z, ' '",
        "2020-01-01T00:00:00Z, Because",
        "tomorrow, Because",
        "2999-01-01, Because",
        "2999-01-01T00:00:00, Because"
    })
    void rejectsExemptionWithoutFutureEndOrReason(String until, String reason) {
        // given
        Account account = stage.account("Lee");

        // when
        Answer answer = put(account, until, reason);

        // then
        assertProblem(answer, 400);
        assertThat(rows(account)).isEmpty();
        assertThat(adminEvents("UPDATE", account)).isEmpty();
    }

    @Test
    void rejectsLogInjectionInReason() {
        // given
        Account account = stage.account("Lee");

        // when
        Answer answer = put(account, "2999-01-01T00:00:00Z", "Because\n2027-01-01 INFO all is well");

        // then
        assertProblem(answer, 400);
        assertThat(rows(account)).isEmpty();
    }

    @Test
    void removesExemptionWithAccount() {
        // given
        Account account = stage.account("Lee");
        put(account, "2999-01-01T00:00:00Z", REASON).expecting(200);

        // when
        stage.broker().admin().delete(account);

        // then
        assertThat(rows(account)).isEmpty();
        assertProblem(send("GET", account), 404);
    }

    @Test
    void rejectsReadingAndChangingWithoutRole() {
        // given
        Account account = stage.account("Lee");
        Operator nobody = Operator.with(stage.broker(), Broker.REALM, "view-users", "manage-users");

        // then
        assertProblem(nobody.send("GET", path(account), Map.of()), 403);
        assertProblem(nobody.send("PUT", path(account), wish("2999-01-01T00:00:00Z", REASON)), 403);
        assertProblem(nobody.send("DELETE", path(account), Map.of()), 403);
        assertThat(rows(account)).isEmpty();
    }

    @Test
    void letsViewRoleReadButNotChange() {
        // given
        Account account = stage.account("Lee");
        put(account, "2999-01-01T00:00:00Z", REASON).expecting(200);
        List<Long> before = rows(account);
        Operator auditor = Operator.with(stage.broker(), Broker.REALM, "view-magento-links");

        // then
        assertThat(auditor.send("GET", path(account), Map.of())
                        .expecting(200)
                        .json()
                        .get("reason")
                        .asText())
                .isEqualTo(REASON);
        assertProblem(auditor.send("PUT", path(account), wish("2999-12-31T00:00:00Z", REASON)), 403);
        assertProblem(auditor.send("DELETE", path(account), Map.of()), 403);
        assertThat(rows(account)).isEqualTo(before);
    }

    @Test
    void letsManageRoleReadAndChange() {
        // given
        Account account = stage.account("Lee");
        Operator operator = Operator.with(stage.broker(), Broker.REALM, "manage-magento-links");

        // then
        operator.send("PUT", path(account), wish("2999-01-01T00:00:00Z", REASON))
                .expecting(200);
        operator.send("GET", path(account), Map.of()).expecting(200);
        operator.send("DELETE", path(account), Map.of()).expecting(204);
    }

    @Test
    void rejectsAdministratorOfOtherRealm() {
        // given
        Account account = stage.account("Lee");
        String elsewhere = "exemptions-elsewhere";
        stage.broker().further(elsewhere, stage.magento());
        Operator stranger = Operator.with(stage.broker(), elsewhere, "realm-admin", "manage-magento-links");

        // when
        Answer read = stranger.send("GET", path(account), Map.of());
        Answer write = stranger.send("PUT", path(account), wish("2999-01-01T00:00:00Z", REASON));

        // then
        assertThat(read.status()).isEqualTo(403);
        assertThat(write.status()).isEqualTo(403);
        assertThat(rows(account)).isEmpty();
        // and here's account is no account there
        assertProblem(
                stranger.send("GET", "/" + elsewhere + "/magento/users/" + account.id() + "/exemption", Map.of()), 404);
    }

    private Answer put(Account account, String until, String reason) {
        return stage.broker().server().send("PUT", path(account), Admin.json(wish(until, reason)));
    }

    private Answer send(String method, Account account) {
        return stage.broker().server().send(method, path(account), Admin.json(Map.of()));
    }

    private static Map<String, String> wish(String until, String reason) {
        Map<String, String> wish = new HashMap<>();
        wish.put("until", until);
        wish.put("reason", reason);
        wish.values().removeIf(value -> value == null);
        return wish;
    }

    private static String path(Account account) {
        return "/" + Broker.REALM + "/magento/users/" + account.id() + "/exemption";
    }

    private List<Long> rows(Account account) {
        return stage.broker()
                .database()
                .query("select UNTIL_AT from MAGENTO_EXEMPTION where USER_ID = ?", row -> row.getLong(1), account.id());
    }

    private List<JsonNode> adminEvents(String operation, Account account) {
        List<JsonNode> events = new ArrayList<>();
        stage.broker()
                .server()
                .get("/" + Broker.REALM + "/admin-events", Map.of("operationTypes", operation, "max", "100"))
                .forEach(event -> {
                    if (event.get("resourceType").asText().equals("MAGENTO_EXEMPTION")
                            && event.get("resourcePath").asText().contains(account.id())) {
                        events.add(event);
                    }
                });
        return events;
    }

    private String administratorsId() {
        return stage.broker()
                .server()
                .get("/master/users", Map.of("username", "admin", "exact", "true"))
                .get(0)
                .get("id")
                .asText();
    }

    private static void assertProblem(Answer answer, int status) {
        JsonNode problem = answer.expecting(status).json();
        assertThat(answer.headers().firstValue("Content-Type")).get().asString().startsWith("application/problem+json");
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("title").asText()).isNotBlank();
        assertThat(problem.get("detail").asText()).isNotBlank();
    }
}
