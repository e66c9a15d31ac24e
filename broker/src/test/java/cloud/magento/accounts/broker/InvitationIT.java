package cloud.magento.accounts.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Database.LinkRow;
import cloud.magento.accounts.broker.support.FederatedIdentity;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.Mailbox.Mail;
import cloud.magento.accounts.broker.support.OneTimeCodes;
import cloud.magento.accounts.broker.support.Operator;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.Walker.Shown;
import cloud.magento.accounts.broker.support.pages.InvitationOverPage;
import cloud.magento.accounts.broker.support.pages.InvitationPage;
import cloud.magento.accounts.broker.support.pages.InvitedPage;
import cloud.magento.accounts.broker.support.pages.LoginRequiredPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.OneTimeCodePage;
import cloud.magento.accounts.broker.support.pages.OperatePage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Who lost the Magento.com account, or was asked to connect, does so by an operator's invitation: never by the mail
 * alone where the account has anything of its own.
 */
class InvitationIT {
    private static final String PATH = "/" + Broker.REALM + "/magento/invitations";
    private static final String SUBJECT = "Invitation: connect your account to Magento.com";

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void operatorInvitesOnPageAndPersonLinksAnew() {
        // given
        Person olga = stage.person("Olga");
        Account operator = stage.linkedAccount(olga);
        List.of("manage-magento-links", "manage-users")
                .forEach(role -> stage.broker().admin().grant(operator, role));
        Person lost = stage.person("Lost");
        Person young = stage.person("Young");
        Account account = stage.linkedAccount(lost);

        // when: the operator looks for the person and takes the remedy
        Visitor office = stage.visitor();
        OperatePage person = office.open(operate("/person"), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(olga, OperatePage::new);
        person = office.open(operate("/person?account=" + account.username()), OperatePage::new);
        person.page().locator("[data-key=invite] a").click();
        OperatePage invite = new OperatePage(person.page());
        assertThat(invite.page().locator("#magento-invite-account").inputValue())
                .isEqualTo(account.username());
        invite.page().locator("form[data-act=invite] button").click();
        invite = new OperatePage(invite.page());
        invite.page()
                .locator("form[data-act=invite]:has(input[name=confirmed])")
                .waitFor();
        assertThat(invitations(account)).isEmpty();
        invite.page().locator("form[data-act=invite] button").click();
        invite.page().locator("[id='magento-invite.done']").waitFor();

        // then
        URI link = stage.mailbox().await(account.email(), SUBJECT).link();
        assertThat(stateOf(account)).isEqualTo("sent");

        // when: a mail scanner follows the link, more than once
        assertThat(new Http().get(link).status()).isEqualTo(200);
        assertThat(new Http().get(link).status()).isEqualTo(200);

        // then
        assertThat(stateOf(account)).isEqualTo("sent");

        // when: the page asks for the password, and so does its main button
        SignInPage signIn = stage.visitor().open(link, InvitationPage::new).open(SignInPage::new);
        assertThat(signIn.mainWay()).isEqualTo("kc-login");
        assertThat(signIn.showsMagento()).isFalse();
        assertThat(signIn.text()).doesNotContain("Not connected yet?");
        InvitedPage invited = signIn.enter(account, InvitedPage::new);

        // then: nothing is changed by now
        assertThat(stateOf(account)).isEqualTo("opened");
        assertThat(invited.oldUpstream()).contains(lost.preferredUsername());
        PreviewPage preview = invited.goOn(MagentoLoginPage::new).logIn(young, PreviewPage::new);
        assertThat(preview.oldUpstream()).contains(lost.preferredUsername());
        assertThat(preview.upstream()).contains(young.preferredUsername());
        assertLinkedTo(account, lost);
        assertThat(stage.broker().admin().sessions(account)).isZero();

        // when
        UserPage user = preview.connect(UserPage::new);

        // then
        assertThat(user.isConnected()).isTrue();
        assertThat(user.upstream()).contains(young.preferredUsername());
        assertThat(stage.broker().admin().federatedIdentities(account))
                .containsExactly(new FederatedIdentity(Broker.PROVIDER, young.subject(), young.preferredUsername()));
        assertThat(stage.broker().database().links(account))
                .extracting(LinkRow::subject, LinkRow::proof)
                .containsExactly(tuple(young.subject(), "invitation"));
        assertThat(stateOf(account)).isEqualTo("done");
        office.open(operate("/invitations"), OperatePage::new);
        assertThat(office.firstTab().locator("#magento-invitations-table").innerText())
                .contains("Connected");

        // and: who invited and what was proven is on record
        Ledger ledger = new Ledger(stage.broker());
        JsonNode sent = ledger.of(account, "invitation-sent").get(0);
        JsonNode switched = ledger.of(account, "link-switched").get(0);
        assertThat(sent.at("/actor/data/actor").asText()).isEqualTo(operator.id());
        assertThat(switched.at("/entry/proof").asText()).isEqualTo("invitation");
        assertThat(switched.at("/entry/details/invitation").asText())
                .isNotEmpty()
                .isEqualTo(sent.at("/entry/details/invitation").asText());
        assertThat(switched.at("/account/data/previousSubject").asText()).isEqualTo(lost.subject());
        assertThat(switched.at("/entry/by").asText()).isEqualTo("person");

        // and: it is used up, and the password opens nothing again
        InvitationOverPage over = stage.visitor().open(link, InvitationOverPage::new);
        assertThat(over.heading()).isEqualTo("This invitation can no longer be used");
        assertThat(over.page().locator("#magento-open").count()).isZero();
        stage.visitor().open(stage.broker().accountPage(), SignInPage::new).enter(account, LoginRequiredPage::new);
        stage.mailbox().await(account.email(), "Your account has moved to another Magento.com account");
    }

    @Test
    void linksInvitedAccountForTheFirstTime() {
        // given
        Account account = stage.account("First");
        Person person = stage.person("First");

        // when
        UserPage user = stage.visitor()
                .open(invite(account), InvitationPage::new)
                .open(SignInPage::new)
                .enter(account, MagentoLoginPage::new)
                .logIn(person, PreviewPage::new)
                .connect(UserPage::new);

        // then
        assertThat(user.isConnected()).isTrue();
        assertThat(stage.broker().database().links(account))
                .extracting(LinkRow::subject, LinkRow::proof)
                .containsExactly(tuple(person.subject(), "invitation"));
        assertThat(stateOf(account)).isEqualTo("done");
    }

    @Test
    void requiresPasswordAndSecondFactorOfInvitedAccount() {
        // given
        Person lost = stage.person("Lost");
        Account account = stage.linkedAccount(lost);
        stage.broker().admin().change(account, Map.of("credentials", List.of(OneTimeCodes.credential())));
        URI link = invite(account);

        // when
        OneTimeCodePage asked = stage.visitor()
                .open(link, InvitationPage::new)
                .open(SignInPage::new)
                .enter(account, OneTimeCodePage::new);

        // then
        OneTimeCodePage again = asked.enter(OneTimeCodes.wrong(), OneTimeCodePage::new);
        assertThat(stage.broker().admin().sessions(account)).isZero();
        InvitedPage invited = again.enter(OneTimeCodes.now(), InvitedPage::new);

        // and: whoever comes as the old identity is signed in, and nothing is used up
        invited.goOn(MagentoLoginPage::new).logIn(lost, UserPage::new);
        assertLinkedTo(account, lost);
        assertThat(stateOf(account)).isEqualTo("opened");
    }

    @Test
    void endsInvitationAfterTooManyWrongPasswords() {
        // given
        Account account = stage.linkedAccount(stage.person("Lost"));
        Walker thief = new Walker();
        Shown signIn = opened(thief, invite(account));

        // when: nothing else slows the guesses down
        stage.broker().admin().changeRealm(Map.of("bruteForceProtected", false));
        try {
            for (int guess = 0; guess < 10; guess++) {
                signIn = thief.submit(signIn, Map.of("username", account.username(), "password", "wrong-" + guess));
            }
        } finally {
            stage.broker().admin().changeRealm(Map.of("bruteForceProtected", true));
        }

        // then
        assertThat(stateOf(account)).isEqualTo("failed");
        assertThat(reasonOf(account)).isEqualTo("too-many-tries");

        // and: the right password comes too late
        Shown late = thief.submit(signIn, Map.of("username", account.username(), "password", account.password()));
        assertThat(late.has("id=\"magento-old-upstream\"")).isFalse();
        assertThat(stage.broker().admin().sessions(account)).isZero();
    }

    @Test
    void admitsNobodyByMailAloneUnlessOperatorSaysSo() {
        // given: one that was made for its identity has no password
        Person lost = stage.person("Lost");
        Person young = stage.person("Young");
        Account account = stage.linkedAccount(lost);
        stage.broker().admin().removePassword(account);
        stage.broker().admin().change(account, Map.of("emailVerified", true));

        // then
        assertThat(post(Map.of("userId", account.id())).status()).isEqualTo(409);
        assertThat(invitations(account)).isEmpty();

        // when
        post(Map.of("userId", account.id(), "mailAlone", true)).expecting(200);
        UserPage user = stage.visitor()
                .open(stage.mailbox().await(account.email(), SUBJECT).link(), InvitationPage::new)
                .open(InvitedPage::new)
                .goOn(MagentoLoginPage::new)
                .logIn(young, PreviewPage::new)
                .connect(UserPage::new);

        // then
        assertThat(user.isConnected()).isTrue();
        assertThat(stage.broker().database().links(account))
                .extracting(LinkRow::subject, LinkRow::proof)
                .containsExactly(tuple(young.subject(), "invitation-mail"));
    }

    @Test
    void mailAloneIsNotEnoughOnceAccountHasPassword() {
        // given: an invitation by which the mail is enough, and a password that the account was given since
        Account account = stage.linkedAccount(stage.person("Lost"));
        stage.broker().admin().change(account, Map.of("emailVerified", true));
        stage.broker().admin().removePassword(account);
        post(Map.of("userId", account.id(), "mailAlone", true)).expecting(200);
        URI link = stage.mailbox().await(account.email(), SUBJECT).link();
        InvitedPage early = stage.visitor().open(link, InvitationPage::new).open(InvitedPage::new);
        setPassword(account);

        // then: who opens it now is asked for it
        assertThat(opened(new Walker(), link).has("id=\"kc-form-login\"")).isTrue();

        // and: who had opened it before comes to nothing
        Person young = stage.person("Young");
        InvitedPage refused =
                early.goOn(MagentoLoginPage::new).logIn(young, PreviewPage::new).connect(InvitedPage::new);
        assertThat(refused.error()).isPresent();
        assertThat(stage.broker().database().linksOfSubject(young.subject())).isEmpty();
    }

    @Test
    void withdrawsInvitationWithAddressAccountOrAnotherInvitation() {
        // given
        Account moved = stage.account("Moved");
        Account disabled = stage.account("Disabled");
        Account twice = stage.account("Twice");
        URI toMoved = invite(moved);
        URI toDisabled = invite(disabled);
        URI first = invite(twice);

        // when
        stage.broker().admin().change(moved, Map.of("email", "new-" + moved.email()));
        stage.broker().admin().change(moved, Map.of("email", moved.email()));
        stage.broker().admin().change(disabled, Map.of("enabled", false));
        stage.broker().admin().change(disabled, Map.of("enabled", true));
        post(Map.of("userId", twice.id())).expecting(200);

        // then: also once all is as it was
        assertOver(toMoved);
        assertOver(toDisabled);
        assertOver(first);
        assertThat(reasonOf(moved)).isEqualTo("address-changed");
        assertThat(reasonOf(disabled)).isEqualTo("account-disabled");
        assertThat(stage.broker()
                        .admin()
                        .get("/magento/invitations?userId=" + twice.id())
                        .at("/invitations/1/reason")
                        .asText())
                .isEqualTo("replaced");
        assertThat(new Ledger(stage.broker()).of(moved, "invitation-ended"))
                .singleElement()
                .satisfies(
                        entry -> assertThat(entry.at("/entry/reason").asText()).isEqualTo("address-changed"));
    }

    @Test
    void operatorWithdrawsAndNobodyElse() {
        // given
        Account account = stage.account("Reader");
        URI link = invite(account);
        String id = newest(account).get("id").asText();
        Operator reader = Operator.with(stage.broker(), Broker.REALM, "view-magento-links");
        Operator halfWay = Operator.with(stage.broker(), Broker.REALM, "manage-magento-links");

        // then
        assertThat(reader.send("POST", PATH, Map.of("userId", account.id())).status())
                .isEqualTo(403);
        assertThat(halfWay.send("POST", PATH, Map.of("userId", account.id())).status())
                .isEqualTo(403);
        assertThat(halfWay.send("DELETE", PATH + "/" + id, Map.of()).status()).isEqualTo(403);

        // when
        operator().send("DELETE", PATH + "/" + id, Map.of()).expecting(204);

        // then
        assertOver(link);
        assertThat(operator().send("DELETE", PATH + "/" + id, Map.of()).status())
                .isEqualTo(409);
        assertThat(reasonOf(account)).isEqualTo("operator");
    }

    @Test
    void mailsNobodyTwiceForSameCall() {
        // given
        List<Account> accounts = List.of(stage.account("Ann"), stage.account("Bob"), stage.account("Cid"));
        String rows = "username\n"
                + String.join("\n", accounts.stream().map(Account::username).toList());
        String call = "call-" + UUID.randomUUID();

        // when
        List<JsonNode> tried = many(rows, "?dryRun=true&call=" + call);

        // then
        assertThat(last(tried).at("/results/invited").asInt()).isEqualTo(3);
        accounts.forEach(
                account -> assertThat(stage.mailbox().to(account.email())).isEmpty());

        // when: the first row alone got through, and then all are sent again, twice
        many(rows.substring(0, rows.lastIndexOf('\n', rows.lastIndexOf('\n') - 1)), "?call=" + call);
        List<JsonNode> again = many(rows + "\nnobody-at-all", "?call=" + call);
        many(rows, "?call=" + call);

        // then
        assertThat(again).extracting(row -> row.path("result").asText()).startsWith("unchanged", "invited", "invited");
        assertThat(again.get(3).get("error").asText()).isEqualTo("account-unknown");
        accounts.forEach(
                account -> assertThat(stage.mailbox().to(account.email())).hasSize(1));

        // and: a call without a name leaves who is invited as they are
        assertThat(last(many(rows, "")).at("/results/unchanged").asInt()).isEqualTo(3);
    }

    @Test
    void refusesUnknownAndForeignKeys() {
        URI page = stage.broker().url("/realms/" + Broker.REALM + "/magento/invitation");
        for (String key : List.of("", "short", "A".repeat(43), "<script>")) {
            Http.Answer answer = new Http().post(page, Map.of("key", key));
            assertThat(new Http()
                            .get(Http.uri(page.toString(), Map.of("key", key)))
                            .expecting(200)
                            .body())
                    .contains("id=\"magento-over\"")
                    .doesNotContain("<script>alert");
            assertThat(answer.status()).isEqualTo(410);
            assertThat(answer.body())
                    .contains("data-reason=\"invitation-over\"")
                    .doesNotContain("<script>alert");
        }
    }

    @Test
    void acceptsOneOfTwoBrowsers() {
        // given: the same invitation in two browsers, each at its preview
        Person lost = stage.person("Lost");
        Account account = stage.linkedAccount(lost);
        URI link = invite(account);
        Person one = stage.person("One");
        Person two = stage.person("Two");
        PreviewPage first = previewOf(account, link, one);
        PreviewPage second = previewOf(account, link, two);

        // when
        first.connect(UserPage::new);

        // then
        assertThat(second.connect(SignInPage::new).alert()).isNotEmpty();
        assertLinkedTo(account, one);
    }

    @Test
    void keepsOldLinkWhereNewIdentityIsTaken() {
        // given
        Person lost = stage.person("Lost");
        Person taken = stage.person("Taken");
        Account account = stage.linkedAccount(lost);
        stage.linkedAccount(taken);
        URI link = invite(account);

        // when
        InvitedPage refused = stage.visitor()
                .open(link, InvitationPage::new)
                .open(SignInPage::new)
                .enter(account, InvitedPage::new)
                .goOn(MagentoLoginPage::new)
                .logIn(taken, InvitedPage::new);

        // then
        assertThat(refused.error()).isPresent();
        assertLinkedTo(account, lost);
        assertThat(stateOf(account)).isEqualTo("opened");
    }

    private PreviewPage previewOf(Account account, URI link, Person next) {
        return stage.visitor()
                .open(link, InvitationPage::new)
                .open(SignInPage::new)
                .enter(account, InvitedPage::new)
                .goOn(MagentoLoginPage::new)
                .logIn(next, PreviewPage::new);
    }

    private void assertLinkedTo(Account account, Person person) {
        assertThat(stage.broker().database().links(account))
                .extracting(LinkRow::subject)
                .containsExactly(person.subject());
    }

    /** The page says so at once, and whoever sends its form all the same is told too. */
    private void assertOver(URI link) {
        Http.Answer page = new Http().get(link);
        assertThat(page.expecting(200).body()).contains("id=\"magento-over\"").doesNotContain("id=\"magento-open\"");
        assertThat(new Http()
                        .post(
                                URI.create(link.toString().replaceFirst("\\?.*", "")),
                                Map.of("key", Http.query(link).getOrDefault("key", "")))
                        .expecting(410)
                        .body())
                .contains("data-reason=\"invitation-over\"");
    }

    private static Shown opened(Walker walker, URI link) {
        return walker.fill(walker.open(link), "form[action$=/magento/invitation]", Map.of());
    }

    private void setPassword(Account account) {
        stage.broker()
                .server()
                .put(
                        "/" + Broker.REALM + "/users/" + account.id() + "/reset-password",
                        Map.of("type", "password", "value", account.password(), "temporary", false));
    }

    private URI invite(Account account) {
        post(Map.of("userId", account.id())).expecting(200);
        return stage.mailbox().await(account.email(), SUBJECT).link();
    }

    private Http.Answer post(Map<String, Object> wish) {
        return operator().send("POST", PATH, wish);
    }

    private List<JsonNode> many(String rows, String query) {
        return operator()
                .send("POST", PATH + query, "text/csv", BodyPublishers.ofString(rows, UTF_8))
                .expecting(200)
                .body()
                .lines()
                .map(InvitationIT::json)
                .toList();
    }

    private static JsonNode json(String line) {
        try {
            return Http.JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }

    private static JsonNode last(List<JsonNode> lines) {
        return lines.get(lines.size() - 1);
    }

    private Operator operator() {
        return Operator.with(stage.broker(), Broker.REALM, "manage-magento-links", "manage-users");
    }

    private List<Mail> invitations(Account account) {
        return stage.mailbox().to(account.email()).stream()
                .filter(mail -> mail.subject().equals(SUBJECT))
                .toList();
    }

    private JsonNode newest(Account account) {
        return stage.broker()
                .admin()
                .get("/magento/invitations?userId=" + account.id())
                .at("/invitations/0");
    }

    private String stateOf(Account account) {
        return newest(account).path("state").asText();
    }

    private String reasonOf(Account account) {
        return newest(account).path("reason").asText();
    }

    private URI operate(String path) {
        return stage.broker().url("/realms/" + Broker.REALM + "/magento/operate" + path);
    }
}
