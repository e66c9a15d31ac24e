package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.Database.LinkRow;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.DemoApp.Tokens;
import cloud.magento.accounts.broker.support.FederatedIdentity;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Mailbox.Mail;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.DemoAppPage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever makes or ends a link, on whichever path: the registry follows, the rules hold, and the owner is told. */
class LinkChangesIT {
    private static final String LINKED = "Your account is connected to Magento.com";
    private static final String UNLINKED = "Your account is no longer connected to Magento.com";

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void mailsOwnerWhenAdministratorLinksAndUnlinks() {
        // given
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);

        // then
        Mail linked = stage.mailbox().await(account.email(), LINKED);
        assertThat(linked.text()).contains(account.username()).contains(ada.preferredUsername());
        assertLinks(account, tuple(ada.subject(), "administrator"));

        // when
        unlink(account).expecting(204);

        // then
        Mail unlinked = stage.mailbox().await(account.email(), UNLINKED);
        assertThat(unlinked.text()).contains(account.username()).contains(ada.preferredUsername());
        assertLinks(account);
        assertThat(stage.broker().database().federatedIdentities(ada.subject())).isZero();
    }

    @Test
    void mailsOwnerWhenLinkedInBrowser() {
        // given
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");

        // when
        stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .enter(account, LinkPage::new)
                .connect(MagentoLoginPage::new)
                .logIn(lee, PreviewPage::new)
                .connect(UserPage::new);

        // then
        assertThat(stage.mailbox().await(account.email(), LINKED).text()).contains(lee.preferredUsername());
        assertThat(stage.mailbox().to(account.email())).hasSize(1);
    }

    @Test
    void rejectsSelfUnlinkByDefault() {
        // given
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);
        try (DemoApp app = DemoApp.of(stage.broker())) {
            Tokens tokens = signIn(app, ada);

            // when
            Answer answer = disconnect(tokens);

            // then
            assertThat(answer.expecting(403).json().get("error").asText()).isEqualTo("magento_unlink_not_allowed");
            assertLinks(account, tuple(ada.subject(), "administrator"));
            assertThat(stage.broker().database().ownersOf(ada.subject())).containsExactly(account.id());
            assertThat(stage.mailbox().to(account.email()))
                    .extracting(Mail::subject)
                    .doesNotContain(UNLINKED);
            app.refresh(tokens).expecting(200);
        }
    }

    @Test
    void allowsSelfUnlinkWhenConfigured() {
        // given
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);
        stage.broker().admin().configureProvider(Broker.PROVIDER, Map.of("selfUnlink", "true"));
        try (DemoApp app = DemoApp.of(stage.broker())) {
            // when
            disconnect(signIn(app, ada)).expecting(204);

            // then
            assertLinks(account);
            assertThat(stage.broker().database().federatedIdentities(ada.subject()))
                    .isZero();
            assertThat(stage.broker().admin().events(account, "REMOVE_FEDERATED_IDENTITY"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.error()).isEmpty());
            stage.mailbox().await(account.email(), UNLINKED);
            stage.visitor().open(stage.broker().accountPage(), SignInPage::new).enter(account, LinkPage::new);
        } finally {
            stage.broker().admin().configureProvider(Broker.PROVIDER, Map.of("selfUnlink", ""));
        }
    }

    @Test
    void registersImportedLinksAndRejectsTakenIdentity() {
        // given
        Person ada = stage.person("Ada");
        Account first = Account.called("Imported");
        Account second = Account.called("Imported");

        // when
        importUsers("FAIL", first, ada).expecting(200);
        Answer refused = importUsers("FAIL", second, ada);

        // then
        Account imported = stage.broker().admin().account(first.username(), first.password());
        assertLinks(imported, tuple(ada.subject(), "administrator"));
        refused.expecting(409);
        assertThat(stage.broker().admin().usersWithEmail(second.email())).isEmpty();
        assertThat(stage.broker().database().linksOfSubject(ada.subject())).hasSize(1);
        assertThat(stage.broker().database().ownersOf(ada.subject())).containsExactly(imported.id());

        // when: the same user once more, overwritten
        importUsers("OVERWRITE", first, ada).expecting(200);

        // then: the registry has the new one
        Account overwritten = stage.broker().admin().account(first.username(), first.password());
        assertLinks(overwritten, tuple(ada.subject(), "administrator"));
        assertThat(stage.broker().database().linksOfSubject(ada.subject()))
                .extracting(LinkRow::userId)
                .containsExactly(overwritten.id());
    }

    @Test
    void freesIdentityWhenAccountIsDeleted() {
        // given
        Person ada = stage.person("Ada");
        Account account = stage.linkedAccount(ada);

        // when
        stage.broker().admin().delete(account);

        // then
        assertThat(stage.broker().database().linksOfSubject(ada.subject())).isEmpty();
        Account next = stage.linkedAccount(ada);
        assertLinks(next, tuple(ada.subject(), "administrator"));
    }

    @Test
    void rejectsAliasChangeAndRemovesLinksWithProvider() {
        // given
        String name = "renaming-" + UUID.randomUUID();
        BrokerRealm realm = stage.broker().further(name, stage.magento());
        try {
            Person ada = stage.person("Ada");
            Account account = realm.admin().create(Account.called("Ada"));
            realm.admin().link(account, Broker.PROVIDER, ada.subject(), ada.preferredUsername());
            long since = stage.broker()
                    .database()
                    .linksOfSubject(ada.subject())
                    .get(0)
                    .linkedAt();

            // when
            String path = "/" + name + "/identity-provider/instances/";
            ObjectNode provider = (ObjectNode) stage.broker().server().get(path + Broker.PROVIDER);
            Answer renamed = stage.broker()
                    .server()
                    .send("PUT", path + Broker.PROVIDER, Admin.json(provider.put("alias", "renamed")));

            // then: Keycloak refuses, and nothing has moved
            renamed.expecting(400);
            assertThat(stage.broker().database().links(account))
                    .extracting(LinkRow::alias, LinkRow::subject, LinkRow::proof, LinkRow::linkedAt)
                    .containsExactly(tuple(Broker.PROVIDER, ada.subject(), "administrator", since));
            assertThat(realm.admin().federatedIdentities(account))
                    .extracting(FederatedIdentity::identityProvider)
                    .containsExactly(Broker.PROVIDER);

            // when
            stage.broker().server().delete(path + Broker.PROVIDER);

            // then
            assertThat(stage.broker().database().links(account)).isEmpty();
            assertThat(stage.broker().database().ownersOf(ada.subject())).isEmpty();
        } finally {
            stage.broker().server().delete("/" + name);
        }
    }

    @Test
    void removesLinksOfDeletedRealmOnly() {
        // given
        String name = "passing-" + UUID.randomUUID();
        BrokerRealm realm = stage.broker().further(name, stage.magento());
        Person ada = stage.person("Ada");
        Account there = realm.admin().create(Account.called("Ada"));
        realm.admin().link(there, Broker.PROVIDER, ada.subject(), ada.preferredUsername());
        Account here = stage.linkedAccount(ada);

        // when
        stage.broker().server().delete("/" + name);

        // then: and the same identity's link in another realm stays
        assertThat(stage.broker().database().linksOfSubject(ada.subject()))
                .extracting(LinkRow::userId)
                .containsExactly(here.id());
    }

    @Test
    void rejectsIssuerChangeWhileAccountsAreLinked() {
        // given
        String name = "moving-" + UUID.randomUUID();
        BrokerRealm realm = stage.broker().further(name, stage.magento());
        try (MagentoStandIn elsewhere = MagentoStandIn.start()) {
            Person ada = stage.person("Ada");
            Account account = realm.admin().create(Account.called("Ada"));
            realm.admin().link(account, Broker.PROVIDER, ada.subject(), ada.preferredUsername());
            Map<String, String> moved = Map.of(
                    "issuer", elsewhere.issuer(),
                    "clientSecret", elsewhere.client().secret());

            // when
            Answer answer = realm.admin().tryToConfigureProvider(Broker.PROVIDER, moved);

            // then
            assertThat(answer.expecting(409).json().get("errorMessage").asText())
                    .contains("issuer");
            assertThat(realm.admin().providerConfig(Broker.PROVIDER))
                    .containsEntry("issuer", stage.magento().issuer());
            assertThat(stage.broker().database().links(account))
                    .extracting(LinkRow::issuer)
                    .containsExactly(stage.magento().issuer());

            // when: nobody is linked any more
            realm.admin().delete(account);

            // then
            realm.admin().tryToConfigureProvider(Broker.PROVIDER, moved).expecting(204);
        } finally {
            stage.broker().server().delete("/" + name);
        }
    }

    @Test
    void rejectsLinkByKeycloakIdpLinkAction() {
        // given
        stage.policy(Policy.before(Duration.ofDays(60)));
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");
        int logged = stage.broker().log().end();
        try (DemoApp app = DemoApp.of(stage.broker())) {
            // when
            AnyPage page = stage.visitor()
                    .open(app.signIn(Map.of("kc_action", "idp_link:" + Broker.PROVIDER)), SignInPage::new)
                    .enter(account, AnyPage::new);
            page.page()
                    .locator("form#kc-idp-link-form, form")
                    .last()
                    .locator("[type=submit]")
                    .first()
                    .click();
            AnyPage refused = new MagentoLoginPage(page.page()).logIn(lee, AnyPage::new);

            // then
            assertVetoed(account, lee, refused, logged);
        }
    }

    @Test
    void rejectsClientInitiatedAccountLinking() {
        // given
        stage.policy(Policy.before(Duration.ofDays(60)));
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");
        int logged = stage.broker().log().end();
        try (DemoApp app = DemoApp.of(stage.broker())) {
            Visitor visitor = stage.visitor();
            visitor.open(app.signIn(), SignInPage::new).enter(account, DemoAppPage::new);
            JsonNode token = app.tokens().accessToken();

            // when
            AnyPage refused = visitor.open(linkingEndpoint(app, token), AnyPage::new);

            // then
            assertVetoed(account, lee, refused, logged);
            assertThat(stage.broker().admin().events("CLIENT_INITIATED_ACCOUNT_LINKING_ERROR"))
                    .anySatisfy(event -> assertThat(event.error()).contains("not_allowed"));
        }
    }

    private void assertVetoed(Account account, Person person, AnyPage page, int logged) {
        assertThat(page.text()).isNotBlank();
        assertLinks(account);
        assertThat(stage.broker().database().federatedIdentities(person.subject()))
                .isZero();
        assertThat(stage.broker().admin().events(account, "FEDERATED_IDENTITY_LINK"))
                .allSatisfy(event -> assertThat(event.error()).isPresent());
        assertThat(stage.broker().log().since(logged)).doesNotContain("Uncaught server error");
    }

    /** "Client Initiated Account Linking" in Keycloak's guide for developers. */
    private URI linkingEndpoint(DemoApp app, JsonNode token) {
        String clientId = token.get("azp").asText();
        String nonce = UUID.randomUUID().toString();
        String hashed = nonce + token.get("sid").asText() + clientId + Broker.PROVIDER;
        return Http.uri(
                stage.broker().realmUrl("/broker/" + Broker.PROVIDER + "/link").toString(),
                Map.of(
                        "client_id",
                        clientId,
                        "redirect_uri",
                        Http.parameter(app.signIn(), "redirect_uri"),
                        "nonce",
                        nonce,
                        "hash",
                        sha256(hashed)));
    }

    private static String sha256(String text) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Tokens signIn(DemoApp app, Person person) {
        stage.visitor()
                .open(app.signIn(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(person, DemoAppPage::new);
        return app.tokens();
    }

    private Answer disconnect(Tokens tokens) {
        return new Http()
                .send(HttpRequest.newBuilder(stage.broker().realmUrl("/account/linked-accounts/" + Broker.PROVIDER))
                        .header(
                                "Authorization",
                                "Bearer "
                                        + tokens.response().get("access_token").asText())
                        .header("Accept", "application/json")
                        .method("DELETE", BodyPublishers.noBody()));
    }

    private Answer unlink(Account account) {
        return stage.broker()
                .server()
                .send(
                        "DELETE",
                        "/" + Broker.REALM + "/users/" + account.id() + "/federated-identity/" + Broker.PROVIDER,
                        BodyPublishers.noBody());
    }

    private Answer importUsers(String ifThere, Account account, Person person) {
        return stage.broker()
                .server()
                .send(
                        "POST",
                        "/" + Broker.REALM + "/partialImport",
                        Admin.json(Map.of(
                                "ifResourceExists",
                                ifThere,
                                "users",
                                List.of(Map.of(
                                        "username", account.username(),
                                        "email", account.email(),
                                        "firstName", account.firstName(),
                                        "lastName", account.lastName(),
                                        "enabled", true,
                                        "federatedIdentities",
                                                List.of(Map.of(
                                                        "identityProvider", Broker.PROVIDER,
                                                        "userId", person.subject(),
                                                        "userName", person.preferredUsername())))))));
    }

    private void assertLinks(Account account, Tuple... links) {
        assertThat(stage.broker().database().links(account))
                .extracting(LinkRow::subject, LinkRow::proof)
                .containsExactly(links);
        assertThat(stage.broker().database().subjectsOf(account)).hasSize(links.length);
    }
}
