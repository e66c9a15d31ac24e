package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.Mailbox.Mail;
import cloud.magento.accounts.broker.support.Operator;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Polling;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.OperatePage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** People are reminded by mail: whom an operator meant, once each, at the rate that was asked for. */
class CampaignIT {
    private static final String SUBJECT = "Connect your account to Magento.com before ";

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void remindsGroupAtRateStopsAndGoesOn() {
        // given: a group of five, of whom one is connected, and one reads French
        stage.policy(Policy.before(Duration.ofDays(20)));
        String group = stage.broker().admin().group("reminded-" + UUID.randomUUID(), Map.of());
        Account linked = stage.linkedAccount(stage.person("Linked"));
        List<Account> open = new ArrayList<>(IntStream.range(0, 4)
                .mapToObj(number -> stage.account("Open" + number))
                .toList());
        stage.broker().admin().join(linked, group);
        open.forEach(account -> stage.broker().admin().join(account, group));
        Account french = open.get(3);
        stage.broker().admin().change(french, Map.of("attributes", Map.of("locale", List.of("fr"))));
        Map<String, Object> wish = Map.of("group", group, "days", List.of(30, 7), "perMinute", 30);

        // when: only asked
        JsonNode told = post("?dryRun=true", wish).expecting(200).json();

        // then
        assertThat(told.at("/reach/accounts").asInt()).isEqualTo(4);
        assertThat(told.at("/reach/atOnce").asInt()).isEqualTo(4);
        assertThat(told.at("/reach/deadlines/0/steps")).hasSize(2);
        assertThat(told.has("campaign")).isFalse();

        // when
        JsonNode started = post("", wish).expecting(200).json();
        String id = started.at("/campaign/id").asText();
        post("", wish).expecting(409);
        mails(id, "sent", 1);
        JsonNode stopped = post("/" + id + "/stop", Map.of()).expecting(200).json();
        int before = mails(open);

        // then: one in two seconds, and none after the stop
        assertThat(stopped.get("state").asText()).isEqualTo("stopped");
        assertThat(before).isBetween(1, 3);
        assertThat(stopped.at("/mails/waiting").asInt()).isPositive();
        post("/" + id + "/stop", Map.of()).expecting(409);

        // when
        post("/" + id + "/resume", Map.of()).expecting(200);
        JsonNode sent = mails(id, "sent", 4);

        // then: each has one
        assertThat(sent.get("mails").get("doubtful").asInt()).isZero();
        open.forEach(account -> assertThat(stage.mailbox().to(account.email())).hasSize(1));
        assertThat(stage.mailbox().to(linked.email()))
                .extracting(Mail::subject)
                .noneMatch(subject -> subject.startsWith(SUBJECT));
        assertThat(stage.mailbox().to(french.email()).get(0).subject())
                .startsWith("Reliez votre compte à Magento.com avant le ");
        Mail mail = stage.mailbox().to(open.get(0).email()).get(0);
        assertThat(mail.subject()).startsWith(SUBJECT);
        assertThat(mail.text()).contains("20 days left.").contains(open.get(0).username());

        // and: its link asks for the sign-in, and has nothing that could open anything
        assertThat(mail.link().getQuery()).isNull();
        UserPage user = stage.visitor().open(mail.link(), SignInPage::new).enter(open.get(0), UserPage::new);
        assertThat(user.isConnected()).isFalse();
        assertThat(user.deadline()).isPresent();

        // and: it is on record, and so is who was reminded
        assertThat(new Ledger(stage.broker())
                        .entries(
                                Map.of(),
                                entry -> entry.at("/entry/details/campaign")
                                        .asText()
                                        .equals(id)))
                .extracting(entry -> entry.at("/entry/type").asText())
                .containsExactly("campaign-started", "campaign-stopped", "campaign-started");
        assertThat(stage.broker()
                        .admin()
                        .get("/magento/campaigns/" + id + "/mails?state=sent")
                        .findValuesAsText("userId"))
                .containsExactlyInAnyOrderElementsOf(
                        open.stream().map(Account::id).toList());
        post("/" + id + "/stop", Map.of()).expecting(200);

        // and: who goes takes it along
        stage.broker().admin().delete(french);
        assertThat(stage.broker()
                        .admin()
                        .get("/magento/campaigns/" + id + "/mails")
                        .findValuesAsText("userId"))
                .hasSize(3)
                .doesNotContain(french.id());
    }

    @Test
    void startsAndStopsOnOperatorsPage() {
        // given
        stage.policy(Policy.before(Duration.ofDays(20)));
        String name = "paged-" + UUID.randomUUID();
        Account member = stage.account("Member");
        stage.broker().admin().join(member, stage.broker().admin().group(name, Map.of()));
        Person olga = stage.person("Olga");
        Account operator = stage.linkedAccount(olga);
        List.of("manage-magento-links", "manage-users")
                .forEach(role -> stage.broker().admin().grant(operator, role));
        Visitor office = stage.visitor();
        URI address = stage.broker().url("/realms/" + Broker.REALM + "/magento/operate/campaigns");
        office.open(address, SignInPage::new).withMagento(MagentoLoginPage::new).logIn(olga, OperatePage::new);
        Page page = office.open(address, OperatePage::new).page();
        assertThat(page.locator("#magento-mail-table").innerText()).contains(SUBJECT);

        // when
        page.locator("#magento-start-members").fill("/" + name);
        page.locator("form[data-act=start] button").click();
        page.locator("form[data-act=start]:has(input[name=confirmed])").waitFor();
        assertThat(page.locator("#magento-reach-table").innerText()).contains("1");
        assertThat(stage.mailbox().to(member.email())).isEmpty();
        page.locator("form[data-act=start] button").click();
        page.locator("[id='magento-campaign.started']").waitFor();

        // then
        assertThat(stage.mailbox().await(member.email(), 1).subject()).startsWith(SUBJECT);
        page = office.open(address, OperatePage::new).page();
        assertThat(page.locator("#magento-campaigns-table").innerText()).contains("Once");
    }

    @Test
    void showsMailBeforehand() {
        stage.policy(Policy.before(Duration.ofDays(20)));
        Account account = stage.account("Shown");

        JsonNode anybody = stage.broker().admin().get("/magento/campaigns/preview");
        JsonNode known = stage.broker().admin().get("/magento/campaigns/preview?locale=ja&userId=" + account.id());

        assertThat(anybody.get("language").asText()).isEqualTo("en");
        assertThat(anybody.get("subject").asText()).startsWith(SUBJECT);
        assertThat(anybody.get("html").asText()).contains("<a href=").contains("alex");
        assertThat(known.get("language").asText()).isEqualTo("ja");
        assertThat(known.get("text").asText()).contains(account.username()).contains("残り");
        assertThat(stage.mailbox().to(account.email())).isEmpty();
    }

    @Test
    void refusesWhatNobodyMayOrCanAskFor() {
        Operator reader = Operator.with(stage.broker(), Broker.REALM, "view-magento-links");
        Operator halfway = Operator.with(stage.broker(), Broker.REALM, "manage-magento-links");
        String path = "/" + Broker.REALM + "/magento/campaigns";

        reader.send("GET", path, Map.of()).expecting(200);
        reader.send("POST", path + "?dryRun=true", Map.of()).expecting(403);
        halfway.send("POST", path + "?dryRun=true", Map.of()).expecting(403);
        List.<Map<String, Object>>of(
                        Map.of("days", List.of()),
                        Map.of("days", List.of(0)),
                        Map.of("days", "30"),
                        Map.of("perMinute", 0),
                        Map.of("withinDays", 1000),
                        Map.of("group", "/no/such"),
                        Map.of("cohort", "no-such"),
                        Map.of("unverified", "yes"),
                        Map.of("grup", "x"))
                .forEach(wish -> assertThat(post("?dryRun=true", wish).status())
                        .as(wish.toString())
                        .isEqualTo(400));
        post("/no-such/stop", Map.of()).expecting(404);
    }

    /** Waits until so many mails of the campaign are in a state. */
    private JsonNode mails(String id, String state, int count) {
        return Polling.until(
                () -> stage.broker().admin().get("/magento/campaigns/" + id),
                campaign -> campaign.at("/mails/" + state).asInt() >= count);
    }

    private int mails(List<Account> accounts) {
        return accounts.stream()
                .mapToInt(account -> stage.mailbox().to(account.email()).size())
                .sum();
    }

    private Http.Answer post(String path, Map<String, Object> body) {
        return stage.broker()
                .server()
                .send("POST", "/" + Broker.REALM + "/magento/campaigns" + path, Admin.json(new HashMap<>(body)));
    }
}
