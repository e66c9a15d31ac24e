package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.Screen;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where Keycloak stops by itself: a title that says what happened, plain words, and one way on. */
class ErrorPagesIT {
    private static final String WAY_ON = "#kc-error-message a";

    @RegisterExtension
    final Stage stage = new Stage();

    @ParameterizedTest
    @CsvSource({
        "en, This page isn’t here", "nl, Deze pagina bestaat niet", "sv, Sidan finns inte",
        "fr, Cette page n’existe pas", "it, Questa pagina non esiste", "ja, ページが見つかりません"
    })
    void explainsUnknownAddress(String language, String title) {
        // when
        AnyPage page = open(language, stage.broker().realmUrl("/nowhere"));

        // then
        assertThat(page.heading()).isEqualTo(title);
        assertThat(page.page().locator("nav a").count())
                .as("languages, which Keycloak does not heed here")
                .isZero();
        assertHasOneWayOn(page);
    }

    @ParameterizedTest
    @CsvSource({
        "en, client_id, nobody, This sign-in link doesn’t work",
        "nl, client_id, nobody, Deze inloglink werkt niet",
        "ja, client_id, nobody, このサイン",
        "en, redirect_uri, https://elsewhere.example/, This sign-in link doesn’t work",
        "sv, redirect_uri, https://elsewhere.example/, Inloggningslänken fungerar inte",
        "fr, redirect_uri, https://elsewhere.example/, Ce lien d’identification ne fonctionne pas"
    })
    void rejectsUnknownClientAndOpenRedirectWithExplanation(
            String language, String parameter, String value, String title) {
        // when
        AnyPage page = open(language, authorization(parameter, value));

        // then
        assertThat(page.heading()).startsWith(title);
        assertThat(page.page().locator("#kc-error-message").getAttribute("data-case"))
                .isEqualTo("application");
        assertHasOneWayOn(page);
    }

    @ParameterizedTest
    @CsvSource({
        "en, Your browser didn’t keep our cookie",
        "it, Il browser non ha conservato il nostro cookie",
        "nl, Uw browser heeft onze cookie niet bewaard"
    })
    void explainsMissingCookie(String language, String title) {
        // given
        SignInPage signIn = stage.visitor().open(stage.broker().accountPage(), SignInPage::new);
        URI address = signIn.inThisSignInOnce(stage.broker().realmUrl("/login-actions/authenticate"));

        // when: in a browser that has none of the cookies
        AnyPage page = open(language, address);

        // then
        assertThat(page.heading()).isEqualTo(title);
        assertHasOneWayOn(page);
    }

    @Test
    void returnsToSignInFromOutdatedPage() {
        // given
        Visitor visitor = stage.visitor(Visitor.speaking("nl"));
        SignInPage signIn = visitor.open(stage.broker().accountPage(), SignInPage::new);
        URI stale = URI.create(signIn.inThisSignIn(stage.broker().realmUrl("/login-actions/authenticate"))
                + "&session_code=stale&execution=another");

        // when
        AnyPage page = visitor.open(stale, AnyPage::new);

        // then
        assertThat(page.heading()).isEqualTo("Deze pagina is verlopen");
        page.page().locator("#loginContinueLink").click();
        new SignInPage(page.page()).enter(stage.account("Lee"), AnyPage::new);
    }

    private void assertHasOneWayOn(Screen page) {
        assertThat(page.page().title()).startsWith(page.heading());
        assertThat(page.page().locator(WAY_ON).count()).isEqualTo(1);
        page.page().locator(WAY_ON).click();
        new SignInPage(page.page());
    }

    private AnyPage open(String language, URI address) {
        return stage.visitor(Visitor.speaking(language)).open(address, AnyPage::new);
    }

    private URI authorization(String parameter, String value) {
        Map<String, String> query = new HashMap<>(Map.of(
                "response_type", "code",
                "client_id", "magento-account-settings",
                "redirect_uri",
                        stage.broker().realmUrl("/magento/user/returned").toString(),
                "scope", "openid"));
        query.put(parameter, value);
        return Http.uri(stage.broker().realmUrl("/protocol/openid-connect/auth").toString(), query);
    }
}
