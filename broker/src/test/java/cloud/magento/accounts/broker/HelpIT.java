package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.HelpPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.RefusedPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.upstream.Endpoint;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The help page: for anybody, in each language, whatever state the provider is in, and telling of nobody. */
class HelpIT {
    @RegisterExtension
    final Stage stage = new Stage();

    private final Http http = new Http();

    @ParameterizedTest
    @CsvSource({
        "en, Trouble signing in?", "nl, Lukt het inloggen niet?", "sv, Problem att logga in?",
        "fr, Un problème pour vous identifier", "it, Problemi di accesso?", "ja, サインインでお困りですか？"
    })
    void servesEachCaseToAnybodyInTheLanguageOfTheAddress(String language, String title) {
        // when
        Answer answer = http.get(help("kc_locale=" + language));

        // then
        assertThat(answer.expecting(200).body())
                .contains("lang=\"" + language + "\"")
                .contains(title)
                .contains("id=\"password\"", "id=\"previous-owner\"", "id=\"owner\"", "id=\"second-account\"");
        assertThat(answer.headers().allValues("Set-Cookie")).allMatch(cookie -> cookie.startsWith("KEYCLOAK_LOCALE="));
        assertThat(Endpoint.values())
                .allSatisfy(endpoint ->
                        assertThat(stage.magento().requests().count(endpoint)).isZero());
    }

    @Test
    void forbidsFramingCachingAndIndexing() {
        // when
        Answer answer = http.get(help(""));

        // then
        assertThat(answer.headers().firstValue("X-Frame-Options")).contains("DENY");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("frame-ancestors 'none'");
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(answer.headers().firstValue("X-Robots-Tag").orElse("")).containsAnyOf("none", "noindex");
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kc_locale=%0d%0aX",
                "kc_locale=%22",
                "kc_locale=xx&kc_locale=nl",
                "kc_locale=",
                "reference=%27%3B--",
                "reference=%F0%9F%98%80",
                "reference=a&reference=b",
                "reference[]=a",
                "unknown=1"
            })
    void answersWhateverStandsInTheAddress(String query) {
        Answer answer = http.get(help(query));

        assertThat(answer.expecting(200).body()).contains("id=\"password\"");
        assertThat(answer.headers().allValues("Set-Cookie"))
                .noneMatch(cookie -> cookie.contains("\"") || cookie.contains("xx"));
    }

    @Test
    void refusesNulAsKeycloakDoesEverywhere() {
        assertThat(http.get(help("reference=%00")).status()).isEqualTo(400);
    }

    @Test
    void answersHeadAsGetAndRefusesToBePostedTo() {
        Answer head = http.send(HttpRequest.newBuilder(help("")).method("HEAD", BodyPublishers.noBody()));
        Answer post = http.post(help(""), Map.of("reference", "M-7F3K-Q2XD"));

        assertThat(head.expecting(200).body()).isEmpty();
        assertThat(head.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(post.status()).isEqualTo(405);
    }

    @Test
    void staysWhileTheProviderIsSwitchedOff() {
        stage.broker().admin().enableProvider(Broker.PROVIDER, false);
        try {
            http.get(help("")).expecting(200);
            assertThat(stage.visitor()
                            .open(stage.broker().accountPage(), SignInPage::new)
                            .help(HelpPage::new)
                            .cases())
                    .isEqualTo(4);
        } finally {
            stage.broker().admin().enableProvider(Broker.PROVIDER, true);
        }
    }

    @Test
    void isAbsentInARealmWithoutTheProvider() {
        stage.broker().server().post("", Map.of("realm", "help-without-provider", "enabled", true));

        http.get(stage.broker().url("/realms/help-without-provider/magento/help"))
                .expecting(404);
    }

    @Test
    void isLinkedFromTheSignInPageARefusalAndAnErrorInTheLanguageOfThePage() {
        // given
        Visitor visitor = stage.visitor(Visitor.speaking("sv"));
        SignInPage signIn = visitor.open(stage.broker().accountPage(), SignInPage::new);

        // then
        assertThat(signIn.help(HelpPage::new).heading()).isEqualTo("Problem att logga in?");
        assertThat(visitor.open(stage.broker().accountPage(), SignInPage::new)
                        .withMagento(MagentoLoginPage::new)
                        .deny(RefusedPage::new)
                        .help(HelpPage::new)
                        .heading())
                .isEqualTo("Problem att logga in?");
        assertThat(visitor.open(stage.broker().realmUrl("/nowhere"), AnyPage::new)
                        .help(HelpPage::new)
                        .heading())
                .isEqualTo("Problem att logga in?");
    }

    private URI help(String query) {
        return stage.broker().realmUrl("/magento/help" + (query.isEmpty() ? "" : "?" + query));
    }
}
