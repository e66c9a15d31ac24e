package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.DemoApp.Tokens;
import cloud.magento.accounts.broker.support.Html;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.ServiceProvider;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.Fault;
import cloud.magento.accounts.broker.upstream.Person;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever becomes of signing out at Magento.com, the session here is over before the browser leaves for there. */
class LocalSignOutIT {
    @RegisterExtension
    final Stage stage = new Stage();

    private final Http browser = new Http();
    private @Nullable Account account;
    private @Nullable DemoApp app;

    @BeforeEach
    void anApplication() {
        app = DemoApp.toldOfSignOuts(stage.broker().accounts());
    }

    @AfterEach
    void close() {
        app().close();
        stage.broker().admin().enableProvider(Broker.PROVIDER, true);
    }

    @Test
    void endsSessionBeforeBrowserLeavesForUpstream() {
        // given
        Tokens tokens = signIn();

        // when: the browser never gets there
        Answer leaving = browser.get(app().signOut(tokens, "bye"));

        // then
        assertThat(leaving.location().toString())
                .startsWith(stage.magento().address(Endpoint.LOGOUT).toString());
        assertSignedOut(tokens);
        assertThat(app().toldSignOuts()).hasSize(1);
    }

    @Test
    void returnsToApplicationAfterUpstreamLogoutWithoutReplay() {
        // given
        Tokens tokens = signIn();
        URI leaving = browser.get(app().signOut(tokens, "bye")).location();

        // when
        URI back = browser.get(leaving).location();
        Answer end = browser.follow(back);

        // then
        assertThat(end.body()).contains("data-page=\"demo-app\"");
        assertThat(app().answer()).containsEntry("state", "bye");

        // and: the way back is good for one return
        browser.follow(back).expecting(200);
        assertThat(app().hasNobodyComeBack()).isTrue();
    }

    @Test
    void omitsIdTokenHintFromOversizedLogoutUrl() {
        // given
        stage.magento().misbehave(Fault.MANY_GROUPS);
        Tokens tokens = signIn();

        // when
        URI leaving = browser.get(app().signOut(tokens, "bye")).location();

        // then
        assertThat(leaving.toString()).hasSizeLessThan(1_000);
        assertThat(Http.query(leaving)).containsKey("client_id").doesNotContainKey("id_token_hint");
        assertSignedOut(tokens);

        // and
        assertThat(browser.follow(leaving).body()).contains("data-page=\"demo-app\"");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsSessionWhileProviderIsDisabled(boolean withIdToken) {
        // given
        Tokens tokens = signIn();
        stage.broker().admin().enableProvider(Broker.PROVIDER, false);

        // when
        Answer page = withIdToken ? browser.get(app().signOut(tokens, "bye")) : browser.follow(confirmSignOut());

        // then
        if (withIdToken) {
            browser.follow(page);
            assertThat(app().answer()).containsEntry("state", "bye");
        } else {
            assertThat(page.expecting(200).body()).contains("You are signed out");
        }
        assertSignedOut(tokens);
        assertThat(app().toldSignOuts()).hasSize(1);
    }

    @Test
    void endsSamlSessionBeforeBrowserLeavesForUpstream() {
        // given
        ServiceProvider saml = ServiceProvider.of(stage.broker().accounts());
        Tokens tokens = signIn();
        browser.follow(saml.signIn()).expecting(200);
        // when
        Answer answer = browser.get(saml.signOut(nameId()));

        // then
        assertSignedOut(tokens);

        // and: the service provider gets its answer, by way of upstream
        assertThat(browser.follow(answer).expecting(200).body())
                .contains("SAMLResponse")
                .contains(saml.signOutEndpoint());
    }

    @Test
    void rejectsUnknownProviderAlias() {
        // when: Keycloak's own answer to the same exception, where nobody signs out
        Answer answer = browser.get(stage.broker().realmUrl("/broker/nowhere/endpoint"));

        // then
        assertThat(answer.status()).isEqualTo(404);
    }

    private Tokens signIn() {
        Person ada = stage.person("Ada");
        account = stage.linkedAccount(ada);
        browser.withCookie(stage.magento().accountPage(), stage.magento().session(ada));
        browser.follow(app().signIn(Map.of("kc_idp_hint", Broker.PROVIDER)));
        return app().tokens();
    }

    /** Signs out without naming an application, which Keycloak has the person confirm. */
    private Answer confirmSignOut() {
        Answer page = browser.get(stage.broker().realmUrl("/protocol/openid-connect/logout"))
                .expecting(200);
        Html confirmation = Html.of(page);
        URI action = confirmation.formAction("logout-confirm").orElseThrow();
        String code = confirmation.field("session_code").orElseThrow();
        return browser.post(action, Map.of("session_code", code, "confirmLogout", "Logout"));
    }

    private String nameId() {
        return account().username();
    }

    private void assertSignedOut(Tokens tokens) {
        assertThat(stage.broker().admin().sessions(account())).isZero();
        app().refresh(tokens).expecting(400);
        assertThat(stage.broker().admin().events(account(), "LOGOUT"))
                .singleElement()
                .satisfies(event -> assertThat(event.error()).isEmpty());
        assertThat(browser.get(app().signIn(Map.of("prompt", "none")))
                        .location()
                        .getQuery())
                .contains("error=login_required");
    }

    private Account account() {
        return Objects.requireNonNull(account);
    }

    private DemoApp app() {
        return Objects.requireNonNull(app);
    }
}
