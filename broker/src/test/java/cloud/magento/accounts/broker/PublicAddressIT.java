package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Html;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Mailbox;
import cloud.magento.accounts.broker.support.ProxiedBroker;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.Walker.Shown;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Behind a proxy whose host name and path the server does not share: every address that people get to see is the one
 * that is configured, and none is taken from what a request says of itself.
 */
class PublicAddressIT {
    private static final Pattern MAILED = Pattern.compile("https?://localhost[^\\s\"<>]*");

    private static MagentoStandIn magento;
    private static Mailbox mailbox;
    private static ProxiedBroker proxied;

    @BeforeAll
    static void start() {
        magento = MagentoStandIn.start();
        mailbox = Mailbox.open();
        proxied = ProxiedBroker.start(magento);
        broker().admin().sendMailThrough(mailbox);
    }

    @AfterAll
    static void stop() {
        proxied.close();
        mailbox.close();
        magento.close();
    }

    @Test
    void redirectsShortcutToConfiguredAddress() {
        assertThat(new Http().get(broker().accountPage()).location()).isEqualTo(accountPage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/user", "/user?kc_locale=nl", "/realms/accounts.magento.cloud/magento/user"})
    void ignoresHostHeaderInjection(String path) {
        Http http = new Http()
                .withHeader("X-Forwarded-Host", "elsewhere.example")
                .withHeader("X-Forwarded-Prefix", "/elsewhere")
                .withHeader("Forwarded", "host=elsewhere.example;proto=https");

        Answer answer = http.get(proxied.within(broker().url(path)));

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location().toString())
                .startsWith(broker().url("/realms/").toString());
    }

    @Test
    void showsOnlyConfiguredAddresses() {
        // given
        Account account = broker().admin().create(Account.called("Ada"));
        Person ada = magento.add(Person.called("Ada"));
        Walker walker = new Walker();

        // when
        Shown preview = walker.goAsFarAsThePreview(broker().accountPage(), account, magento, ada);
        Shown user = walker.submit(preview, Map.of("action", "connect"));
        Shown stale = walker.open(broker().realmUrl("/broker/magento/endpoint?state=unknown"));
        Shown returned = walker.open(broker().realmUrl("/magento/user/returned?kc_action_status=success"));

        // then
        assertThat(user.has("data-status=\"connected\"")).isTrue();
        assertThat(returned.has("data-status=\"connected\"")).isTrue();
        for (Shown page : List.of(preview, user, stale, returned)) {
            assertThat(Html.of(page.page()).addresses()).isNotEmpty().allSatisfy(PublicAddressIT::isPublic);
        }
        assertThat(broker().database().links(account))
                .singleElement()
                .satisfies(link -> assertThat(link.proof()).isEqualTo("local-login"));
    }

    @Test
    void mailsOnlyConfiguredAddresses() {
        // given
        Account account = broker().admin().create(Account.called("Ada"));
        Person ada = magento.add(Person.called("Ada"));
        broker().admin().link(account, Broker.PROVIDER, ada.subject(), ada.preferredUsername());
        Walker walker = new Walker();

        // when: asked for past the proxy
        Shown signIn = walker.open(broker().accountPage());
        Shown forgotten = walker.open(signIn.link("reset-credentials"));
        walker.submit(forgotten, Map.of("username", account.username()));

        // then
        assertThat(mailbox.await(account.email(), "You sign in with Magento.com")
                        .text())
                .satisfies(text -> assertThat(MAILED.matcher(text).results().map(found -> found.group()))
                        .isNotEmpty()
                        .allSatisfy(PublicAddressIT::isPublic));
    }

    @Test
    void recordsAdministratorAsProofUnderPathPrefix() {
        // given
        Account account = broker().admin().create(Account.called("Ada"));
        Person ada = magento.add(Person.called("Ada"));

        // when
        broker().admin().link(account, Broker.PROVIDER, ada.subject(), ada.preferredUsername());

        // then
        assertThat(broker().database().links(account))
                .singleElement()
                .satisfies(link -> assertThat(link.proof()).isEqualTo("administrator"));
    }

    private static void isPublic(String address) {
        assertThat(URI.create(address.replace(" ", "%20")).getPath()).startsWith("/public/");
        assertThat(address.startsWith("/")
                        || address.startsWith(broker().url("/").toString()))
                .as(address)
                .isTrue();
    }

    private static URI accountPage() {
        return broker().realmUrl("/magento/user");
    }

    private static Broker broker() {
        return proxied.broker();
    }
}
