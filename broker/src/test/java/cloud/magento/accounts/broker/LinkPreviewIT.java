package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Database.LinkRow;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Person;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is tied is what was shown last, to who was shown it, in the sign-in that it was shown in; else nothing is. */
class LinkPreviewIT {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void rejectsForgedConfirmationBeforeUpstreamLogin() {
        // given
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");
        Visitor visitor = stage.visitor();
        LinkPage link = linkPage(visitor, account);
        LinkPage duplicate = visitor.openInNewTab(URI.create(link.page().url()), LinkPage::new);
        Map<String, String> forged = Map.of(
                "action", "connect",
                "subject", lee.subject(),
                "upstreamName", lee.preferredUsername(),
                "identity_provider_identity", lee.preferredUsername());

        // when: before the way to Magento.com was begun, and while it is under way
        MagentoLoginPage away = link.forge(forged, MagentoLoginPage::new);
        MagentoLoginPage again = duplicate.reload(LinkPage::new).forge(forged, MagentoLoginPage::new);

        // then
        assertNothingWritten(account, lee);
        assertThat(away.hint()).isEqualTo(account.email());

        // when: it is the person who goes there, the preview still comes first
        PreviewPage preview = again.logIn(lee, PreviewPage::new);

        // then
        assertThat(preview.upstream()).contains(lee.preferredUsername());
        assertNothingWritten(account, lee);
    }

    @Test
    void rejectsForgedConfirmationAfterCancelledPreview() {
        // given
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");

        // when
        LinkPage link = linkPage(stage.visitor(), account)
                .connect(MagentoLoginPage::new)
                .logIn(lee, PreviewPage::new)
                .cancel(LinkPage::new);
        PreviewPage preview = link.forge(Map.of("action", "connect"), PreviewPage::new);

        // then: Magento.com, where the person is signed in, was asked anew
        assertThat(preview.upstream()).contains(lee.preferredUsername());
        assertNothingWritten(account, lee);
    }

    @Test
    void rejectsStalePreviewAndShowsLastIdentity() {
        // given: the same preview in two tabs, of which one goes on with another identity
        Account account = stage.account("Lee");
        Person first = stage.person("First");
        Person last = stage.person("Last");
        Visitor visitor = stage.visitor();
        PreviewPage preview =
                linkPage(visitor, account).connect(MagentoLoginPage::new).logIn(first, PreviewPage::new);
        PreviewPage duplicate = visitor.openInNewTab(URI.create(preview.page().url()), PreviewPage::new);
        duplicate.useAnother(MagentoLoginPage::new).logIn(last, PreviewPage::new);

        // when
        PreviewPage shown = preview.connect(PreviewPage::new);

        // then
        assertThat(shown.upstream()).contains(last.preferredUsername());
        assertNothingWritten(account, first);
        assertNothingWritten(account, last);

        // when
        shown.connect(UserPage::new);

        // then
        assertThat(stage.broker().database().links(account))
                .extracting(LinkRow::subject)
                .containsExactly(last.subject());
        assertThat(stage.broker().database().linksOfSubject(first.subject())).isEmpty();
    }

    @Test
    void linksNothingWhenOtherPersonSignsInDuringPreview() {
        // given: without a script, that would take the first tab along
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");
        Person ada = stage.person("Ada");
        Account other = stage.linkedAccount(ada);
        Visitor visitor = stage.visitor(Visitor.speaking("en").setJavaScriptEnabled(false));
        PreviewPage preview =
                linkPage(visitor, account).connect(MagentoLoginPage::new).logIn(lee, PreviewPage::new);

        // when
        UserPage signedIn = visitor.openInNewTab(stage.broker().accountPage(), SignInPage::new)
                .withMagento(PreviewPage::new)
                .useAnother(MagentoLoginPage::new)
                .logIn(ada, UserPage::new);
        assertThat(signedIn.you()).contains(other.email());
        UserPage after = preview.connect(UserPage::new);

        // then: the browser is his who signed in last, and the account of the first tab is as it was
        assertThat(after.you()).contains(other.email());
        assertThat(after.upstream()).contains(ada.preferredUsername());
        assertNothingWritten(account, lee);
        assertThat(stage.broker().admin().sessions(account)).isZero();
        assertThat(stage.broker().database().links(other))
                .extracting(LinkRow::subject)
                .containsExactly(ada.subject());
        assertThat(stage.broker().database().subjectsOf(other)).containsExactly(ada.subject());
        assertThat(stage.broker().admin().events(other, "FEDERATED_IDENTITY_LINK"))
                .isEmpty();
    }

    @Test
    void linksNothingWhenSessionChangesOwnerDuringPreview() {
        // given
        stage.policy(Policy.before(Duration.ofDays(60)));
        Account account = stage.account("Lee");
        Person lee = stage.person("Lee");
        Account other = stage.account("Other");
        Visitor visitor = stage.visitor(Visitor.speaking("en").setJavaScriptEnabled(false));
        PreviewPage preview = visitor.open(stage.broker().accountPage(), SignInPage::new)
                .enter(account, UserPage::new)
                .connect(MagentoLoginPage::new)
                .logIn(lee, PreviewPage::new);

        // when
        visitor.openInNewTab(stage.broker().accountPage(), UserPage::new).signOut(AnyPage::new);
        visitor.openInNewTab(stage.broker().accountPage(), SignInPage::new).enter(other, UserPage::new);
        UserPage after = preview.connect(UserPage::new);

        // then
        assertThat(after.you()).contains(other.email());
        assertThat(after.isConnected()).isFalse();
        assertNothingWritten(account, lee);
        assertNothingWritten(other, lee);
        assertThat(stage.broker().admin().sessions(account)).isZero();
    }

    private LinkPage linkPage(Visitor visitor, Account account) {
        return visitor.open(stage.broker().accountPage(), SignInPage::new).enter(account, LinkPage::new);
    }

    private void assertNothingWritten(Account account, Person person) {
        assertThat(stage.broker().database().links(account)).isEmpty();
        assertThat(stage.broker().database().subjectsOf(account)).isEmpty();
        assertThat(stage.broker().database().linksOfSubject(person.subject())).isEmpty();
        assertThat(stage.broker().database().federatedIdentities(person.subject()))
                .isZero();
        assertThat(stage.broker().admin().events(account, "FEDERATED_IDENTITY_LINK"))
                .isEmpty();
    }
}
