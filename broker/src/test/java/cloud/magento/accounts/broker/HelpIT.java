package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.ForgottenPasswordPage;
import cloud.magento.accounts.broker.support.pages.HelpPage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.LoginRequiredPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.RefusedPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.Person;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
    void servesAnonymousVisitorInRequestedLanguage(String language, String title) {
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
    void forbidsClickjackingCachingAndIndexing() {
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
    void ignoresHeaderInjectionAndUnknownParameters(String query) {
        Answer answer = http.get(help(query));

        assertThat(answer.expecting(200).body()).contains("id=\"password\"");
        assertThat(answer.headers().allValues("Set-Cookie"))
                .noneMatch(cookie -> cookie.contains("\"") || cookie.contains("xx"));
    }

    @Test
    void showsSupportAddressWhenConfigured() {
        String address = "https://support.example/magento";
        stage.broker().admin().configureProvider(Broker.PROVIDER, Map.of("supportUrl", address));
        try {
            assertThat(http.get(help("")).body()).contains("href=\"" + address + "\"");
        } finally {
            stage.broker().admin().configureProvider(Broker.PROVIDER, Map.of("supportUrl", ""));
        }
        assertThat(http.get(help("")).body()).doesNotContain(address);
    }

    @Test
    void rejectsNulByteInQuery() {
        assertThat(http.get(help("reference=%00")).status()).isEqualTo(400);
    }

    @Test
    void answersHeadAndRejectsPost() {
        Answer head = http.send(HttpRequest.newBuilder(help("")).method("HEAD", BodyPublishers.noBody()));
        Answer post = http.post(help(""), Map.of("reference", "M-7F3K-Q2XD"));

        assertThat(head.expecting(200).body()).isEmpty();
        assertThat(head.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(post.status()).isEqualTo(405);
    }

    @Test
    void staysAvailableWhileProviderIsDisabled() {
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
    void answersNotFoundInRealmWithoutProvider() {
        stage.broker().server().post("", Map.of("realm", "help-without-provider", "enabled", true));

        http.get(stage.broker().url("/realms/help-without-provider/magento/help"))
                .expecting(404);
    }

    @Test
    void explainsReferenceWithoutNamingAnybody() {
        // given
        Person ada = stage.person("Ada");
        Account owner = stage.linkedAccount(ada);
        Person other = stage.magento().add(Person.called("Otto").withEmail(owner.email()));
        RefusedPage refused = stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(other, RefusedPage::new);
        String reference = refused.reference();
        String title = refused.heading();

        // when
        HelpPage help = refused.help(HelpPage::new);

        // then
        assertThat(help.outcome()).isEqualTo("found");
        assertThat(help.text()).contains(title, reference);
        assertThat(help.page().content())
                .doesNotContain(owner.username(), owner.email(), owner.id())
                .doesNotContain(ada.subject(), other.subject(), other.name());
    }

    @Test
    void explainsLooselyTypedReferenceInRequestedLanguage() {
        // given
        RefusedPage refused = stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .deny(RefusedPage::new);

        // when
        Answer answer = http.get(Http.uri(
                help("").toString(),
                Map.of("kc_locale", "nl", "reference", " " + refused.reference().toLowerCase(Locale.ROOT))));

        // then
        assertThat(answer.expecting(200).body())
                .contains("data-reason=\"upstream-denied\"")
                .contains("U bent niet ingelogd bij Magento.com")
                .contains("reference=" + refused.reference());
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
    }

    @Test
    void preventsEnumerationOfReferences() {
        // when
        String neverGiven = askAbout("M-2222-2222");
        String malformed = askAbout("whatever that is");

        // then
        assertThat(neverGiven).contains("data-outcome=\"unknown\"");
        assertThat(malformed.replace("whatever that is", "M-2222-2222").replace("whatever+that+is", "M-2222-2222"))
                .isEqualTo(neverGiven);
        assertThat(askAbout("x".repeat(5000))).contains("data-outcome=\"unknown\"");
    }

    @Test
    void limitsReferenceEnumerationPerCaller() throws IOException {
        // when
        List<String> answers = new ArrayList<>();
        for (int number = 0; number < 40; number++) {
            answers.add(from("127.0.0.77", "?reference=M-2222-22" + (22 + number)));
        }

        // then
        assertThat(answers.get(0)).startsWith("HTTP/1.1 200");
        assertThat(answers)
                .last()
                .asString()
                .startsWith("HTTP/1.1 429")
                .containsIgnoringCase("retry-after: 60")
                .contains("id=\"password\"", "data-outcome=\"wait\"");
        assertThat(from("127.0.0.77", "")).startsWith("HTTP/1.1 200");
        assertThat(from("127.0.0.78", "?reference=M-2222-2222")).startsWith("HTTP/1.1 200");
    }

    @Test
    void opensFromSignInRefusalAndErrorPageInSameLanguage() {
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

    @Test
    void advisesNobodyBeforeAccountIsProven() {
        // given
        Account account = stage.account("Lee");
        Visitor visitor = stage.visitor();

        // when: a wrong password, and a mail for a forgotten one
        SignInPage signIn = visitor.open(stage.broker().accountPage(), SignInPage::new)
                .enter(account.username(), "wrong", SignInPage::new);
        assertThat(advice(visitor)).isEmpty();
        signIn.forgotPassword(ForgottenPasswordPage::new).send(account.username(), SignInPage::new);

        // then
        assertThat(advice(visitor)).isEmpty();
        assertThat(advice(stage.visitor())).isEmpty();
    }

    @Test
    void advisesWhoeverHasProvenAccount() {
        // given
        Account unlinked = stage.account("Lee");
        Account linked = stage.linkedAccount(stage.person("Ada"));

        // when: at the gate
        HelpPage atGate = stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .enter(unlinked, LinkPage::new)
                .help(HelpPage::new);
        HelpPage told = stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .enter(linked, LoginRequiredPage::new)
                .help(HelpPage::new);

        // then
        assertThat(atGate.advice()).contains("connect");
        assertThat(atGate.text()).contains(unlinked.username());
        assertThat(told.advice()).contains("sign-in");
        assertThat(told.text()).contains(linked.username());
    }

    @Test
    void advisesNoLongerOncePersonLeaves() {
        // given
        Visitor visitor = stage.visitor();
        LinkPage link =
                visitor.open(stage.broker().accountPage(), SignInPage::new).enter(stage.account("Lee"), LinkPage::new);
        assertThat(visitor.openInNewTab(help(""), HelpPage::new).advice()).isPresent();

        // when
        link.signOut(SignInPage::new);

        // then
        assertThat(advice(visitor)).isEmpty();
    }

    private Optional<String> advice(Visitor visitor) {
        return visitor.openInNewTab(help(""), HelpPage::new).advice();
    }

    private String askAbout(String reference) {
        return http.get(Http.uri(help("").toString(), Map.of("reference", reference)))
                .expecting(200)
                .body();
    }

    /** What the broker answers to a caller at this address of the loopback interface. */
    private String from(String address, String query) throws IOException {
        URI help = help("");
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(address, 0));
            socket.connect(new InetSocketAddress("127.0.0.1", help.getPort()));
            socket.getOutputStream()
                    .write(("GET " + help.getPath() + query + " HTTP/1.1\r\nHost: " + help.getAuthority()
                                    + "\r\nAccept: text/html\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private URI help(String query) {
        return stage.broker().realmUrl("/magento/help" + (query.isEmpty() ? "" : "?" + query));
    }
}
