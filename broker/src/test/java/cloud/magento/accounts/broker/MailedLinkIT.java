package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Database.LinkRow;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.Mailbox.Mail;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.DemoAppPage;
import cloud.magento.accounts.broker.support.pages.ForgottenPasswordPage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.Screen;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.upstream.Person;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What a link says of its proof, where the person came by a link out of a mail: no more than that he reads those mails.
 */
class MailedLinkIT {
    private static final Pattern LINK = Pattern.compile("http://localhost:\\d+/\\S+");
    private static final String REALM = "/" + Broker.REALM;

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void recordsMailAsProofAfterPasswordReset() {
        // given
        Account account = stage.account("Lee");
        Person person = stage.person("Lee");
        Visitor visitor = stage.visitor();
        visitor.open(stage.broker().accountPage(), SignInPage::new)
                .forgotPassword(ForgottenPasswordPage::new)
                .send(account.username(), SignInPage::new);
        Mail mail = stage.mailbox().await(account.email(), "Reset password");

        // when
        connect(visitor.open(linkIn(mail), LinkPage::new), person, AnyPage::new);

        // then
        assertProven(account, person, "mail");
    }

    @Test
    void recordsMailAsProofAfterAdministratorMail() {
        // given
        Account account = stage.account("Lee");
        Person person = stage.person("Lee");
        stage.broker()
                .server()
                .send(
                        "PUT",
                        REALM + "/users/" + account.id() + "/execute-actions-email",
                        Admin.json(List.of("UPDATE_PASSWORD")))
                .expecting(204);
        URI link = linkIn(stage.mailbox().await(account.email(), 1));

        // when
        Page page = stage.visitor().open(link, AnyPage::new).page();
        page.locator("a[href*='/login-actions/action-token']").first().click();
        connect(new LinkPage(page), person, AnyPage::new);

        // then
        assertProven(account, person, "mail");
    }

    @Test
    void recordsLocalLoginAsProofDespiteMailOpenedInBetween() {
        // given
        stage.policy(Policy.before(Duration.ofDays(60)));
        Account account = stage.account("Lee");
        Person person = stage.person("Lee");
        stage.broker()
                .admin()
                .change(account, Map.of("emailVerified", false, "requiredActions", List.of("VERIFY_EMAIL")));
        try (DemoApp app = DemoApp.of(stage.broker())) {
            Visitor visitor = stage.visitor();
            visitor.open(app.signIn(Map.of("kc_action", "magento-link")), SignInPage::new)
                    .enter(account, AnyPage::new);
            URI link = linkIn(stage.mailbox().await(account.email(), 1));

            // when
            visitor.open(link, MagentoLoginPage::new)
                    .logIn(person, PreviewPage::new)
                    .connect(DemoAppPage::new);

            // then
            assertProven(account, person, "local-login");
        }
    }

    private static <T extends Screen> T connect(LinkPage link, Person person, Function<Page, T> next) {
        return link.connect(MagentoLoginPage::new)
                .logIn(person, PreviewPage::new)
                .connect(next);
    }

    private void assertProven(Account account, Person person, String proof) {
        assertThat(stage.broker().database().links(account))
                .extracting(LinkRow::subject, LinkRow::proof)
                .containsExactly(tuple(person.subject(), proof));
        assertThat(stage.broker().admin().events(account, "FEDERATED_IDENTITY_LINK"))
                .singleElement()
                .satisfies(event -> assertThat(event.detail("magento_proof")).isEqualTo(proof));
    }

    private static URI linkIn(Mail mail) {
        Matcher link = LINK.matcher(mail.text());
        assertThat(link.find()).as(mail.text()).isTrue();
        return URI.create(link.group());
    }
}
