package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.ConnectedPage;
import cloud.magento.accounts.broker.support.pages.DemoAppPage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.upstream.Person;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A session of long ago is not enough to give its account away. */
class RecentLoginIT {
    private static final int FIVE_MINUTES = 300;

    @RegisterExtension
    final Stage stage = new Stage();

    @AfterEach
    void allowTheUsualAge() {
        stage.broker().admin().configureMaxAuthAge("magento-link", FIVE_MINUTES);
    }

    @Test
    void requiresRecentLoginBeforeLinkingFromOldSession() {
        // given: somebody signed in before the deadline, and that is long ago
        stage.policy(Policy.before(Duration.ofDays(30)));
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");
        Visitor visitor = stage.visitor();
        try (DemoApp app = DemoApp.of(stage.broker())) {
            visitor.open(app.signIn(), SignInPage::new).enter(account, DemoAppPage::new);
            stage.broker().admin().configureMaxAuthAge("magento-link", 0);
            stage.policy(Policy.DUE);

            // when
            LinkPage link = visitor.open(app.signIn(), LinkPage::new);
            link.stayUntilOpenFor(Duration.ofSeconds(2));
            SignInPage again = link.connect(SignInPage::new);

            // then: the password is asked for, and with it the way is open
            assertThat(stage.broker().database().links(account)).isEmpty();
            again.confirm(account, LinkPage::new)
                    .connect(MagentoLoginPage::new)
                    .logIn(lee, PreviewPage::new)
                    .connect(ConnectedPage::new)
                    .goOn(DemoAppPage::new);
            assertThat(stage.broker().database().links(account)).hasSize(1);
        }
    }
}
