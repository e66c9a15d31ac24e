package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.DemoStage;
import cloud.magento.accounts.broker.support.FederatedIdentity;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.AuditPage;
import cloud.magento.accounts.broker.support.pages.DemoMagentoPage;
import cloud.magento.accounts.broker.support.pages.DemoRegistrationPage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.LoginRequiredPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a stranger lives through who runs {@code ./start} and nothing else: the demo realm plays Magento.com. */
class DemoRealmIT {
    @RegisterExtension
    static final DemoStage STAGE = new DemoStage();

    @Test
    void linksDemoAccountToNewUpstreamAccountThenSignsInAgain() {
        // given
        Account ada = demoAccount("ada");
        Visitor visitor = STAGE.visitor();

        // when
        PreviewPage preview = visitor.open(STAGE.broker().accountPage(), SignInPage::new)
                .enter(ada, LinkPage::new)
                .connect(DemoMagentoPage::new)
                .register(DemoRegistrationPage::new)
                .submit("ada-upstream", "ada.upstream@example.com", "a long enough password", PreviewPage::new);

        // then
        assertThat(preview.account()).contains("ada");
        assertThat(preview.upstream()).contains("ada.upstream@example.com");
        assertThat(STAGE.broker().database().links(ada)).isEmpty();

        // when
        UserPage user = preview.connect(UserPage::new);

        // then
        assertThat(user.isConnected()).isTrue();
        assertThat(STAGE.broker().admin().federatedIdentities(ada))
                .singleElement()
                .extracting(FederatedIdentity::userName)
                .isEqualTo("ada-upstream");
        assertThat(STAGE.broker().database().links(ada)).hasSize(1);
        assertThat(STAGE.broker().admin().events(ada, "FEDERATED_IDENTITY_LINK"))
                .hasSize(1);

        // when: out of both, and in again with the local password
        user.signOut(AnyPage::new);
        UserPage again = visitor.open(STAGE.broker().accountPage(), SignInPage::new)
                .enter(ada, LoginRequiredPage::new)
                .goOn(DemoMagentoPage::new)
                .logIn("ada-upstream", "a long enough password", UserPage::new);

        // then
        assertThat(again.isConnected()).isTrue();
        assertThat(again.you()).contains("ada@example.com");
    }

    @Test
    void linksDemoAccountToExistingUpstreamAccount() {
        // given
        Account grace = demoAccount("grace");

        // when
        UserPage user = STAGE.visitor()
                .open(STAGE.broker().accountPage(), SignInPage::new)
                .enter(grace, LinkPage::new)
                .connect(DemoMagentoPage::new)
                .logIn("magda", "magda", PreviewPage::new)
                .connect(UserPage::new);

        // then
        assertThat(user.isConnected()).isTrue();
        assertThat(STAGE.broker().database().links(grace))
                .singleElement()
                .satisfies(row -> assertThat(row.issuer())
                        .isEqualTo(STAGE.broker()
                                .url("/realms/" + Broker.DEMO_UPSTREAM_REALM)
                                .toString()));
    }

    @Test
    void letsDemoAuditorVerifyLedger() {
        // when
        AuditPage page = STAGE.visitor()
                .open(STAGE.broker().realmUrl("/magento/audit"), SignInPage::new)
                .withMagento(DemoMagentoPage::new)
                .logIn("auditor", "auditor", AuditPage::new)
                .verify();

        // then
        assertThat(page.findings()).contains("The record is whole.");
        assertThat(page.accounts("total")).isEqualTo("3");
    }

    /** A demo account; its password is its name, as {@code ./start} prints. */
    private static Account demoAccount(String username) {
        return STAGE.broker().admin().account(username, username);
    }
}
