package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.MagentoAccountPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.Person;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The two published ways to connect, to the letter, in all six languages. */
class MethodsIT {
    @RegisterExtension
    final Stage stage = new Stage();

    /** What the published instructions send people to look for. */
    enum Instructions {
        EN(
                "Account Settings",
                "Single Sign-On",
                "Provider: Magento.com",
                "Status: Not Connected",
                "Connect with Magento.com"),
        NL(
                "Accountinstellingen",
                "Single Sign-On",
                "Provider: Magento.com",
                "Status: Niet verbonden",
                "Verbinding maken met Magento.com"),
        SV(
                "Kontoinställningar",
                "Enkel inloggning",
                "Leverantör: Magento.com",
                "Status: Inte ansluten",
                "Anslut med Magento.com"),
        FR(
                "Paramètres du compte",
                "Authentification unique",
                "Fournisseur : Magento.com",
                "Statut : Non connecté",
                "Se connecter avec Magento.com"),
        IT(
                "Impostazioni account",
                "Single Sign-on",
                "Provider: Magento.com",
                "Stato: Non connesso",
                "Connetti con Magento.com"),
        JA("アカウント設定", "シングルサインオン", "プロバイダー：Magento.com", "ステータス：未接続", "Magento.com で接続");

        private final String heading;
        private final String section;
        private final String provider;
        private final String status;
        private final String button;

        Instructions(String heading, String section, String provider, String status, String button) {
            this.heading = heading;
            this.section = section;
            this.provider = provider;
            this.status = status;
            this.button = button;
        }

        String language() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @BeforeEach
    void theDeadlineIsFarAway() {
        stage.policy(Policy.before(Duration.ofDays(60)));
    }

    @ParameterizedTest
    @EnumSource
    void connectsByMethodOneWithUpstreamLogin(Instructions published) {
        // given
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");

        // when
        UserPage settings = stage.visitor(Visitor.speaking(published.language()))
                .open(stage.broker().accountPage(), SignInPage::new)
                .enter(account, UserPage::new);

        // then
        assertReadsAs(published, settings);

        // when
        MagentoLoginPage magento = settings.connect(MagentoLoginPage::new);

        // then
        assertThat(stage.magento().requests().last(Endpoint.AUTHORIZATION))
                .containsEntry("ui_locales", published.language())
                .containsEntry("login_hint", account.email());

        // when
        UserPage connected = magento.logIn(lee, PreviewPage::new).connect(UserPage::new);

        // then
        assertConnected(account, lee, connected);
    }

    @ParameterizedTest
    @EnumSource
    void connectsByMethodTwoWithOpenUpstreamSession(Instructions published) {
        // given
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");
        Visitor visitor = stage.visitor(Visitor.speaking(published.language()));
        UserPage settings =
                visitor.open(stage.broker().accountPage(), SignInPage::new).enter(account, UserPage::new);
        visitor.openInNewTab(stage.magento().accountPage(), MagentoLoginPage::new)
                .logIn(lee, MagentoAccountPage::new);
        stage.magento().requests().clear();

        // when
        assertReadsAs(published, settings);
        PreviewPage preview = settings.connect(PreviewPage::new);

        // then
        assertThat(stage.magento().requests().count(Endpoint.AUTHORIZATION)).isEqualTo(1);
        assertThat(stage.magento().requests().count(Endpoint.LOGIN)).isZero();
        assertConnected(account, lee, preview.connect(UserPage::new));
    }

    private static void assertReadsAs(Instructions published, UserPage settings) {
        assertThat(settings.heading()).isEqualTo(published.heading);
        assertThat(settings.section()).isEqualTo(published.section);
        assertThat(settings.provider()).isEqualTo(published.provider);
        assertThat(settings.status()).isEqualTo(published.status);
        assertThat(settings.connectLabel()).isEqualTo(published.button);
        assertThat(settings.page().locator("html").getAttribute("lang")).isEqualTo(published.language());
    }

    private void assertConnected(Account account, Person person, UserPage page) {
        assertThat(page.isConnected()).isTrue();
        assertThat(page.notice()).isPresent();
        assertThat(stage.broker().database().links(account))
                .singleElement()
                .satisfies(row -> assertThat(row.subject()).isEqualTo(person.subject()));
        assertThat(stage.broker().admin().events(account, "FEDERATED_IDENTITY_LINK"))
                .hasSize(1);
    }
}
