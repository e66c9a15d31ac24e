package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Database.LinkRow;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.DemoApp.Tokens;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Mailbox.Mail;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.DemoAppPage;
import cloud.magento.accounts.broker.support.pages.LoginRequiredPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.ProveCodePage;
import cloud.magento.accounts.broker.support.pages.ProvePage;
import cloud.magento.accounts.broker.support.pages.RefusedPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Somebody who was in the account before its owner came, and left a way back: the five classes that Sudhodanan and
 * Paverd describe in "Pre-hijacked accounts" (USENIX Security 2022). The owner comes by Magento.com, proves the address
 * and is linked; after that none of the ways opens the account.
 */
class PreHijackingIT {
    private static final Pattern CODE = Pattern.compile("\\b[0-9A-Z]{4}-[0-9A-Z]{4}\\b");
    private static final Pattern LINK = Pattern.compile("https?://\\S+");
    private static final String REALM = "/" + Broker.REALM;

    @RegisterExtension
    final Stage stage = new Stage();

    /** Nobody has to be linked yet, so that who has the password may do all that an account can. */
    @BeforeEach
    void beginBeforeTheDeadline() {
        stage.policy(Policy.before(Duration.ofDays(60)));
    }

    @Test
    void refusesPlantedPasswordAfterLink() {
        // given
        Account account = stage.account("Victim");
        try (DemoApp app = DemoApp.of(stage.broker())) {
            app.passwordGrant(account).expecting(200);

            // when
            ownerLinks(account);
            Answer grant = app.passwordGrant(account);
            LoginRequiredPage page =
                    stage.visitor().open(app.signIn(), SignInPage::new).enter(account, LoginRequiredPage::new);

            // then
            assertThat(grant.expecting(400).json().get("error_description").asText())
                    .isEqualTo("magento_login_required");
            assertThat(page.text()).contains(account.username());
            assertThat(app.hasNobodyComeBack()).isTrue();
            assertThat(stage.broker().admin().get("/users/" + account.id() + "/credentials"))
                    .extracting(credential -> credential.get("type").asText())
                    .containsExactly("password");
            assertThat(stage.broker().admin().events(account, "LOGIN_ERROR"))
                    .extracting(event -> event.detail("magento_reason"))
                    .containsExactly("login-required", "login-required");
            assertOnlyTheOwnerIsIn(account);
        }
    }

    @Test
    void ignoresPlantedSecondFactorAfterLink() {
        // given
        Account account = stage.account("Victim");
        stage.broker()
                .admin()
                .change(
                        account,
                        Map.of(
                                "credentials",
                                List.of(Map.of(
                                        "type", "otp",
                                        "userLabel", "planted",
                                        "secretData", "{\"value\":\"planted secret\"}",
                                        "credentialData",
                                                "{\"subType\":\"totp\",\"digits\":6,\"period\":30,"
                                                        + "\"algorithm\":\"HmacSHA1\"}"))));
        assertThat(stage.broker().admin().get("/users/" + account.id() + "/credentials"))
                .hasSize(2);

        Person owner = stage.person("Owner");

        // when: it stands in the way of the proof by mail, so that an operator has to make this link
        stage.policy(Policy.DUE);
        stage.broker().admin().link(account, Broker.PROVIDER, owner.subject(), owner.preferredUsername());
        UserPage user = stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(owner, UserPage::new);

        // then: nor is the other asked for the code, after the right password
        assertThat(user.you()).contains(account.email());
        stage.visitor().open(stage.broker().accountPage(), SignInPage::new).enter(account, LoginRequiredPage::new);
        assertOnlyTheOwnerIsIn(account);
    }

    @Test
    void refusesPlantedIdentityOfOtherProviderAfterLink() {
        // given
        Account account = stage.account("Victim");
        String alias = "other";
        try (MagentoStandIn other = MagentoStandIn.start();
                DemoApp app = DemoApp.of(stage.broker())) {
            Person mallory = other.add(Person.called("Mallory"));
            addProvider(alias, other);
            try {
                stage.broker().admin().link(account, alias, mallory.subject(), mallory.preferredUsername());
                Map<String, String> hint = Map.of("kc_idp_hint", alias);
                Visitor attacker = stage.visitor();
                attacker.open(app.signIn(hint), MagentoLoginPage::new).logIn(mallory, DemoAppPage::new);
                assertThat(app.answer()).containsKey("code");

                // when
                ownerLinks(account);
                LoginRequiredPage page = attacker.open(app.signIn(hint), LoginRequiredPage::new);

                // then: who goes on from there has to be the owner
                LoginRequiredPage refused =
                        page.goOn(MagentoLoginPage::new).logIn(stage.person("Mallory"), LoginRequiredPage::new);
                assertThat(stage.broker().admin().eventsWith("magento_reference", refused.reference()))
                        .extracting(event -> event.detail("magento_reason"))
                        .containsExactly("upstream-identity-mismatch");
                assertThat(app.hasNobodyComeBack()).isTrue();
                assertOnlyTheOwnerIsIn(account);
            } finally {
                stage.broker().server().delete(REALM + "/identity-provider/instances/" + alias);
            }
        }
    }

    @Test
    void endsSessionAndTokensFromBeforeLink() {
        // given
        Account account = stage.account("Victim");
        try (DemoApp app = DemoApp.of(stage.broker())) {
            Visitor attacker = stage.visitor();
            attacker.open(app.signIn(), SignInPage::new).enter(account, DemoAppPage::new);
            Tokens online = app.tokens();
            app.refresh(online).expecting(200);
            userInfo(online).expecting(200);

            // when
            ownerLinks(account);

            // then
            assertThat(app.refresh(online).expecting(400).json().get("error").asText())
                    .isEqualTo("invalid_grant");
            userInfo(online).expecting(401);
            attacker.open(app.signIn(Map.of("prompt", "none")), DemoAppPage::new);
            assertThat(app.answer()).containsEntry("error", "login_required");
            attacker.open(stage.broker().accountPage(), SignInPage::new);
            assertOnlyTheOwnerIsIn(account);
        }
    }

    @Test
    void revokesOfflineTokenFromBeforeLink() {
        // given
        Account account = stage.account("Victim");
        try (DemoApp app = DemoApp.of(stage.broker())) {
            stage.visitor()
                    .open(app.signIn(Map.of("scope", "openid offline_access")), SignInPage::new)
                    .enter(account, DemoAppPage::new);
            Tokens offline = app.tokens();
            app.refresh(offline).expecting(200);

            // when
            ownerLinks(account);

            // then
            assertThat(app.refresh(offline).expecting(400).json().get("error").asText())
                    .isEqualTo("invalid_grant");
            assertThat(stage.broker()
                            .database()
                            .query(
                                    "select USER_SESSION_ID from OFFLINE_USER_SESSION where USER_ID = ? and"
                                            + " OFFLINE_FLAG = '1'",
                                    row -> row.getString(1),
                                    account.id()))
                    .isEmpty();
            assertOnlyTheOwnerIsIn(account);
        }
    }

    @Test
    void discardsPendingEmailChangeFromBeforeLink() {
        // given
        Account account = stage.account("Victim");
        String address = "mallory+" + account.username() + "@evil.example";
        updateEmail(true);
        try (DemoApp app = DemoApp.of(stage.broker())) {
            Visitor attacker = stage.visitor();
            AnyPage form = attacker.open(app.signIn(Map.of("kc_action", "UPDATE_EMAIL")), SignInPage::new)
                    .enter(account, AnyPage::new);
            form.page().locator("#email").fill(address);
            form.page().locator("[type=submit]").first().click();
            URI link = linkIn(stage.mailbox().await(address, 1));
            assertThat(stage.broker().database().attribute(account, "kc.email.pending"))
                    .containsExactly(address);

            // when
            ownerLinks(account);
            proceed(stage.visitor(), link);

            // then
            assertThat(stage.broker().admin().user(account.id()).get("email").asText())
                    .isEqualTo(account.email());
            assertThat(stage.broker().database().attribute(account, "kc.email.pending"))
                    .isEmpty();
            assertThat(stage.broker().admin().events(account, "UPDATE_EMAIL"))
                    .allSatisfy(event -> assertThat(event.error()).isPresent());
            assertOnlyTheOwnerIsIn(account);
        } finally {
            updateEmail(false);
        }
    }

    @Test
    void rejectsExecuteActionsMailFromBeforeLink() {
        // given
        Account account = stage.account("Victim");
        stage.broker()
                .server()
                .send(
                        "PUT",
                        REALM + "/users/" + account.id() + "/execute-actions-email",
                        Admin.json(List.of("UPDATE_PASSWORD")))
                .expecting(204);
        URI link = linkIn(stage.mailbox().await(account.email(), 1));
        JsonNode before = credentials(account);

        // when
        ownerLinks(account);
        Page page = proceed(stage.visitor(), link);

        // then
        String reference = new RefusedPage(page).reference();
        assertThat(stage.broker().admin().eventsWith("magento_reference", reference))
                .extracting(event -> event.detail("magento_reason"))
                .containsExactly("link-changed");
        assertThat(credentials(account)).isEqualTo(before);
        assertOnlyTheOwnerIsIn(account);
    }

    @Test
    void rejectsVerifyEmailMailFromBeforeLink() {
        // given
        Account account = stage.account("Victim");
        stage.broker().admin().change(account, Map.of("emailVerified", false));
        stage.broker()
                .server()
                .send("PUT", REALM + "/users/" + account.id() + "/send-verify-email", Admin.json(Map.of()))
                .expecting(204);
        URI link = linkIn(stage.mailbox().await(account.email(), 1));

        // when
        ownerLinks(account);
        Visitor attacker = stage.visitor();
        Page page = proceed(attacker, link);

        // then
        assertThat(new RefusedPage(page).reason()).isEqualTo("link-changed");
        attacker.open(stage.broker().accountPage(), SignInPage::new);
        assertOnlyTheOwnerIsIn(account);
    }

    @Test
    void rejectsPasswordResetMailFromBeforeLink() {
        // given
        Account account = stage.account("Victim");
        Visitor attacker = stage.visitor();
        AnyPage asked =
                attacker.open(stage.broker().accountPage(), SignInPage::new).forgotPassword(AnyPage::new);
        asked.page().locator("#username").fill(account.username());
        asked.page().locator("#kc-reset-password-form [type=submit]").click();
        URI link = linkIn(stage.mailbox().await(account.email(), 1));
        JsonNode before = credentials(account);

        // when
        ownerLinks(account);
        Page page = proceed(attacker, link);

        // then
        assertThat(new RefusedPage(page).reason()).isEqualTo("link-changed");
        attacker.open(stage.broker().accountPage(), SignInPage::new);
        assertThat(credentials(account)).isEqualTo(before);
        assertOnlyTheOwnerIsIn(account);
    }

    /** The owner comes by Magento.com, for the first time, after the deadline; the address proves the account. */
    private void ownerLinks(Account account) {
        stage.policy(Policy.DUE);
        Person owner = stage.magento().add(Person.called("Owner").withEmail(account.email()));
        ProveCodePage codePage = stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(owner, ProvePage::new)
                .byMail(ProveCodePage::new);
        Matcher code = CODE.matcher(stage.mailbox()
                .await(account.email(), "Your code to connect with Magento.com")
                .text());
        assertThat(code.find()).isTrue();
        assertThat(codePage.enter(code.group(), UserPage::new).isConnected()).isTrue();
        assertThat(stage.broker().database().links(account))
                .extracting(LinkRow::subject, LinkRow::proof)
                .containsExactly(tuple(owner.subject(), "mail"));
    }

    private void assertOnlyTheOwnerIsIn(Account account) {
        assertThat(stage.broker().admin().sessions(account)).isEqualTo(1);
        assertThat(stage.broker().database().links(account)).hasSize(1);
    }

    /** Opens a mail's link and goes on from the page that asks whether to, as often as it asks. */
    private static Page proceed(Visitor visitor, URI link) {
        Page page = visitor.open(link, AnyPage::new).page();
        Locator goOn = page.locator("#kc-info-message a[href*='/login-actions/action-token']");
        for (int asked = 0; asked < 3 && goOn.count() > 0; asked++) {
            page.waitForNavigation(() -> goOn.first().click());
        }
        return page;
    }

    private Answer userInfo(Tokens tokens) {
        return new Http()
                .send(HttpRequest.newBuilder(stage.broker().realmUrl("/protocol/openid-connect/userinfo"))
                        .header(
                                "Authorization",
                                "Bearer "
                                        + tokens.response().get("access_token").asText())
                        .method("GET", BodyPublishers.noBody()));
    }

    private JsonNode credentials(Account account) {
        return stage.broker().admin().get("/users/" + account.id() + "/credentials");
    }

    /** People may change their address, and have to confirm the new one. */
    private void updateEmail(boolean enabled) {
        stage.broker().admin().changeRealm(Map.of("verifyEmail", enabled));
        String path = REALM + "/authentication/required-actions/UPDATE_EMAIL";
        ObjectNode action = (ObjectNode) stage.broker().server().get(path);
        stage.broker().server().put(path, action.put("enabled", enabled));
    }

    private void addProvider(String alias, MagentoStandIn other) {
        other.client().redirectingTo(stage.broker().realmUrl("/broker/" + alias + "/endpoint"));
        stage.broker()
                .admin()
                .tryToCreateProvider(Map.of(
                        "alias",
                        alias,
                        "providerId",
                        "oidc",
                        "enabled",
                        true,
                        "config",
                        Map.ofEntries(
                                Map.entry("issuer", other.issuer()),
                                Map.entry(
                                        "authorizationUrl",
                                        other.address(Endpoint.AUTHORIZATION).toString()),
                                Map.entry(
                                        "tokenUrl",
                                        other.address(Endpoint.TOKEN).toString()),
                                Map.entry(
                                        "jwksUrl", other.address(Endpoint.KEYS).toString()),
                                Map.entry("useJwksUrl", "true"),
                                Map.entry("validateSignature", "true"),
                                Map.entry("clientId", other.client().id()),
                                Map.entry("clientSecret", other.client().secret()),
                                Map.entry("clientAuthMethod", "client_secret_post"),
                                Map.entry("pkceEnabled", "true"),
                                Map.entry("pkceMethod", "S256"),
                                Map.entry("disableUserInfo", "true"),
                                Map.entry("defaultScope", "openid profile email"))))
                .expecting(201);
    }

    private static URI linkIn(Mail mail) {
        Matcher link = LINK.matcher(mail.text());
        assertThat(link.find()).as(mail.text()).isTrue();
        return URI.create(link.group());
    }
}
