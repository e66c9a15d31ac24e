package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.Database.LinkRow;
import cloud.magento.accounts.broker.support.OneTimeCodes;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.OneTimeCodePage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.ProveCodePage;
import cloud.magento.accounts.broker.support.pages.ProvePage;
import cloud.magento.accounts.broker.support.pages.SecondFactorPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Person;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An account with a second factor is proven with it, also by mail: a mailbox alone must not be enough to take it.
 * Somebody else may have planted the factor; then the page says who helps, and an operator makes the link.
 */
class SecondFactorIT {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void requiresSecondFactorAfterMailedCodeAndNamesSupport() {
        // given
        Account account = withSecondFactor();
        Person owner = stage.magento().add(Person.called("Owner").withEmail(account.email()));

        // when
        SecondFactorPage asked = proveByMail(stage.visitor(), account, owner);

        // then
        assertThat(asked.text()).contains("contact support: they can connect your account for you");
        assertThat(stage.broker().database().links(account)).isEmpty();
        assertThat(stage.broker().admin().sessions(account)).isZero();
    }

    @Test
    void admitsOwnerLinkedByOperatorWithoutSecondFactor() {
        // given
        Account account = withSecondFactor();
        Person owner = stage.magento().add(Person.called("Owner").withEmail(account.email()));
        Visitor visitor = stage.visitor();
        proveByMail(visitor, account, owner);

        // when
        stage.broker().admin().link(account, Broker.PROVIDER, owner.subject(), owner.preferredUsername());
        UserPage user =
                visitor.open(stage.broker().accountPage(), SignInPage::new).withMagento(UserPage::new);

        // then
        assertThat(user.isConnected()).isTrue();
        assertThat(stage.broker().database().links(account))
                .extracting(LinkRow::subject, LinkRow::proof)
                .containsExactly(tuple(owner.subject(), "administrator"));
    }

    @ParameterizedTest
    @CsvSource({"nl, support", "sv, supporten", "fr, l’assistance", "it, l’assistenza", "ja, サポート"})
    void namesSupportInEveryLanguage(String language, String who) {
        // given
        Account account = withSecondFactor();
        Person owner = stage.magento().add(Person.called("Owner").withEmail(account.email()));

        // when
        SecondFactorPage asked = proveByMail(stage.visitor(Visitor.speaking(language)), account, owner);

        // then
        assertThat(asked.text()).contains(who);
    }

    /** The code of one half minute is given twice here, so in a realm that takes it twice. */
    @Test
    void asksForItAfterEachLoginAtMagento() {
        // given
        BrokerRealm realm = stage.broker().further("second-factor-story", stage.magento());
        realm.admin().changeRealm(OneTimeCodes.reusable());
        Account account = realm.admin().create(Account.called("Lee"));
        realm.admin().change(account, Map.of("credentials", List.of(OneTimeCodes.credential())));
        Person person = stage.person("Lee");
        URI accountPage = realm.url("/magento/user");
        stage.visitor()
                .open(accountPage, SignInPage::new)
                .enter(account, OneTimeCodePage::new)
                .enter(OneTimeCodes.now(), LinkPage::new)
                .connect(MagentoLoginPage::new)
                .logIn(person, PreviewPage::new)
                .connect(UserPage::new);

        // when
        OneTimeCodePage asked = stage.visitor()
                .open(accountPage, SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(person, OneTimeCodePage::new);

        // then
        assertThat(asked.text())
                .contains("You set up a second step for this account", "If you no longer have it, contact support");

        // when
        OneTimeCodePage again = asked.enter(OneTimeCodes.wrong(), OneTimeCodePage::new);
        UserPage user = again.enter(OneTimeCodes.now(), UserPage::new);

        // then
        assertThat(user.isConnected()).isTrue();
    }

    private Account withSecondFactor() {
        Account account = stage.account("Lee");
        stage.broker().admin().addSecondFactor(account);
        return account;
    }

    private SecondFactorPage proveByMail(Visitor visitor, Account account, Person owner) {
        ProveCodePage codePage = visitor.open(stage.broker().accountPage(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(owner, ProvePage::new)
                .byMail(ProveCodePage::new);
        return codePage.enter(stage.mailbox().await(account.email(), 1).code(), SecondFactorPage::new);
    }
}
