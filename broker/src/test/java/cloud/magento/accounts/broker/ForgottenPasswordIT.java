package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Mailbox.Mail;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.ForgottenPasswordPage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.NewPasswordPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A forgotten password is no way round: the page's answer is always the same, and what is mailed leads to Magento.com.
 */
class ForgottenPasswordIT {
    private static final Pattern LINK = Pattern.compile("http://localhost:\\d+/\\S+");

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void showsGateAfterPasswordResetOfUnlinkedAccount() {
        // given
        Account account = stage.account("Lee");
        Visitor visitor = stage.visitor();

        // when
        askForANewPassword(visitor, account);
        Mail mail = stage.mailbox().await(account.email(), "Reset password");
        LinkPage link = visitor.open(linkIn(mail), LinkPage::new);

        // then
        assertThat(link.canBePutOff()).isFalse();
        assertThat(stage.broker().admin().sessions(account)).isZero();
        assertThat(stage.broker().admin().events(account, "LOGIN")).isEmpty();
    }

    @Test
    void resetsPasswordOfUnlinkedAccountBeforeDeadline() {
        // given
        stage.policy(Policy.before(Duration.ofDays(60)));
        Account account = stage.account("Lee");
        Visitor visitor = stage.visitor();

        // when
        askForANewPassword(visitor, account);
        Mail mail = stage.mailbox().await(account.email(), "Reset password");
        UserPage user = visitor.open(linkIn(mail), NewPasswordPage::new).choose("another Password 1", UserPage::new);

        // then
        assertThat(user.isConnected()).isFalse();
    }

    @Test
    void mailsSignInHintToLinkedAccountWithoutEnumeration() {
        // given
        Account account = stage.linkedAccount(stage.person("Ada"));
        Account unlinked = stage.account("Lee");

        // when
        String told = askForANewPassword(stage.visitor(), account);
        String toldTheUnlinked = askForANewPassword(stage.visitor(), unlinked);

        // then
        Mail mail = stage.mailbox().await(account.email(), "You sign in with Magento.com");
        assertThat(mail.text()).doesNotContain("reset-credentials").doesNotContain("action-token");
        assertThat(linkIn(mail).getPath()).endsWith("/magento/user");
        assertThat(told).isEqualTo(toldTheUnlinked);
        assertThat(stage.broker().admin().events(account, "SEND_RESET_PASSWORD"))
                .singleElement()
                .satisfies(event -> assertThat(event.detail("magento_reason")).isEqualTo("login-required"));
    }

    @Test
    void limitsMailFloodingOfLinkedAccount() {
        // given
        Account account = stage.linkedAccount(stage.person("Ada"));

        // when
        String told = askForANewPassword(stage.visitor(), account);
        for (int again = 0; again < 3; again++) {
            assertThat(askForANewPassword(stage.visitor(), account)).isEqualTo(told);
        }

        // then
        stage.mailbox().await(account.email(), "You sign in with Magento.com");
        assertThat(stage.mailbox().to(account.email()))
                .extracting(Mail::subject)
                .filteredOn("You sign in with Magento.com"::equals)
                .hasSize(3);
    }

    /** Returns what the page then says. */
    private String askForANewPassword(Visitor visitor, Account account) {
        return visitor.open(stage.broker().accountPage(), SignInPage::new)
                .forgotPassword(ForgottenPasswordPage::new)
                .send(account.username(), SignInPage::new)
                .alert();
    }

    private static URI linkIn(Mail mail) {
        Matcher link = LINK.matcher(mail.text());
        assertThat(link.find()).as(mail.text()).isTrue();
        return URI.create(link.group());
    }
}
