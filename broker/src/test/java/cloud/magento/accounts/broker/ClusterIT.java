package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.ClusterStage;
import cloud.magento.accounts.broker.support.Database.LinkRow;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.DemoApp.Tokens;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.ServerLog;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.LoginRequiredPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.ProveCodePage;
import cloud.magento.accounts.broker.support.pages.ProvePage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.Person;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two nodes are one broker: a sign-in may go to and fro between them, and what changes on one holds on the other at
 * once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterIT {
    @RegisterExtension
    final ClusterStage stage = new ClusterStage();

    private DemoApp app;

    @BeforeAll
    void openTheApplication() {
        app = DemoApp.of(stage.broker());
    }

    @AfterAll
    void closeTheApplication() {
        app.close();
    }

    @Test
    void formsClusterOfTwoNodes() {
        for (ServerLog log : stage.cluster().logs()) {
            assertThat(log.since(0)).containsPattern("Received new cluster view.*\\(2\\)");
        }
    }

    @Test
    void linksWhileRequestsAlternateBetweenNodes() {
        // given
        Account lee = account("Lee");
        Person person = stage.magento().add(Person.called("Lee"));
        Visitor visitor = stage.visitor();

        // when
        UserPage user = visitor.open(stage.broker().accountPage(), SignInPage::new)
                .enter(lee, LinkPage::new)
                .connect(MagentoLoginPage::new)
                .logIn(person, PreviewPage::new)
                .connect(UserPage::new);

        // then
        assertThat(user.isConnected()).isTrue();
        assertThat(stage.broker().database().links(lee))
                .extracting(LinkRow::subject)
                .containsExactly(person.subject());

        // when
        user.signOut(AnyPage::new);
        LoginRequiredPage closed =
                visitor.open(stage.broker().accountPage(), SignInPage::new).enter(lee, LoginRequiredPage::new);

        // then
        assertThat(closed.goOn(MagentoLoginPage::new)
                        .logIn(person, UserPage::new)
                        .isConnected())
                .isTrue();
        assertThat(stage.broker().admin().sessions(lee)).isEqualTo(1);
    }

    @Test
    void acceptsMailedCodeOnOtherNode() {
        // given
        Account account = account("Sam");
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));

        // when
        UserPage user = stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(sam, ProvePage::new)
                .byMail(ProveCodePage::new)
                .enter(
                        stage.mailbox()
                                .await(account.email(), "Your code to connect with Magento.com")
                                .code(),
                        UserPage::new);

        // then
        assertThat(user.isConnected()).isTrue();
        assertThat(stage.broker().database().links(account))
                .extracting(LinkRow::proof)
                .containsExactly("mail");
    }

    @Test
    void appliesExemptionOnBothNodesAtOnce() {
        // given: both nodes know that the account is not exempt
        Account account = account("Lee");
        String exemption = "/" + Broker.REALM + "/magento/users/" + account.id() + "/exemption";
        onBoth(() -> app.passwordGrant(account).expecting(400));

        // when
        stage.cluster().answerByFirst();
        stage.broker()
                .server()
                .send("PUT", exemption, Admin.json(Map.of("until", "2999-01-01T00:00:00Z", "reason", "Ticket 17")))
                .expecting(200);

        // then
        onBoth(() -> app.passwordGrant(account).expecting(200));

        // when
        stage.cluster().answerBySecond();
        stage.broker().server().send("DELETE", exemption, Admin.json(Map.of())).expecting(204);

        // then
        onBoth(() -> app.passwordGrant(account).expecting(400));
    }

    @Test
    void appliesCohortApprovalOnBothNodesAtOnce() {
        // given
        Account account = account("Lee");
        String later = "2999-01-01T00:00:00Z";
        String group = stage.broker().admin().group("later", Map.of("magento.link.enforceFrom", List.of(later)));
        stage.broker().admin().join(account, group);
        String cohort = "/" + Broker.REALM + "/magento/cohorts/" + group;
        onBoth(() -> app.passwordGrant(account).expecting(400));

        // when
        stage.cluster().answerByFirst();
        stage.broker()
                .server()
                .send("PUT", cohort, Admin.json(Map.of("deadline", later, "reason", "Ticket 17")))
                .expecting(200);

        // then
        onBoth(() -> app.passwordGrant(account).expecting(200));

        // when
        stage.cluster().answerBySecond();
        stage.broker()
                .server()
                .send("DELETE", cohort + "?linkEnforceOverride=Ticket%2017", Admin.json(Map.of()))
                .expecting(200);

        // then
        onBoth(() -> app.passwordGrant(account).expecting(400));
    }

    @Test
    void appliesLinkUnlinkAndPolicyOnBothNodesAtOnce() {
        // given
        Account account = account("Lee");
        setDeadline("2999-01-01T00:00:00Z");
        try {
            onBoth(() -> app.passwordGrant(account).expecting(200));

            // when
            stage.cluster().answerByFirst();
            stage.broker().admin().link(account, Broker.PROVIDER, "subject-of-" + account.username(), "lee");

            // then
            onBoth(() -> assertThat(app.passwordGrant(account)
                            .expecting(400)
                            .json()
                            .get("error_description")
                            .asText())
                    .isEqualTo("magento_login_required"));

            // when
            stage.cluster().answerBySecond();
            stage.broker().admin().unlink(account, Broker.PROVIDER);

            // then
            onBoth(() -> app.passwordGrant(account).expecting(200));
        } finally {
            setDeadline("2020-04-01T00:00:00Z");
        }

        // then: so does the policy
        onBoth(() -> app.passwordGrant(account).expecting(400));
    }

    @Test
    void endsSessionOfOtherNodeAndRejectsLogoutTokenReplay() {
        // given
        Person ada = stage.magento().add(Person.called("Ada"));
        Account account = account("Ada");
        stage.broker().admin().link(account, Broker.PROVIDER, ada.subject(), ada.preferredUsername());
        stage.cluster().answerByFirst();
        Tokens tokens = signIn(ada);
        String order = stage.magento().logoutTokens().forPerson(ada);

        // when
        stage.cluster().answerBySecond();
        order(order).expecting(200);

        // then
        onBoth(() -> app.refresh(tokens).expecting(400));
        stage.cluster().answerByFirst();
        assertThat(order(order).expecting(400).json().get("error_description").asText())
                .isEqualTo("logout-token-replayed");
    }

    @Test
    void reloadsUpstreamKeysOnBothNodes() {
        // given
        Person ada = stage.magento().add(Person.called("Ada"));
        stage.broker().admin().link(account("Ada"), Broker.PROVIDER, ada.subject(), ada.preferredUsername());
        onBoth(() -> signIn(ada));
        stage.magento().requests().clear();

        // when
        stage.cluster().answerByFirst();
        stage.broker().admin().reloadKeys(Broker.PROVIDER);
        stage.cluster().answerBySecond();
        signIn(ada);

        // then
        assertThat(stage.magento().requests().count(Endpoint.KEYS)).isEqualTo(1);
    }

    @Test
    void linksAfterCrashOfNodeThatStartedTrip() {
        // given
        Account lee = account("Lee");
        Person person = stage.magento().add(Person.called("Lee"));
        stage.cluster().answerByFirst();
        MagentoLoginPage magento = stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .enter(lee, LinkPage::new)
                .connect(MagentoLoginPage::new);

        stage.cluster().withoutFirst(() -> {
            // when
            UserPage user = magento.logIn(person, PreviewPage::new).connect(UserPage::new);

            // then
            assertThat(user.isConnected()).isTrue();
            assertThat(stage.broker().database().links(lee))
                    .extracting(LinkRow::subject)
                    .containsExactly(person.subject());
        });
    }

    private Account account(String firstName) {
        return stage.broker().admin().create(Account.called(firstName));
    }

    private void setDeadline(String date) {
        stage.broker().admin().configureProvider(Broker.PROVIDER, Map.of("linkEnforceFrom", date));
    }

    private Answer order(String token) {
        return new Http()
                .post(
                        stage.broker().realmUrl("/broker/" + Broker.PROVIDER + "/endpoint/backchannel-logout"),
                        Map.of("logout_token", token));
    }

    /** Comes to the application through Magento.com. */
    private Tokens signIn(Person person) {
        new Http()
                .withCookie(stage.magento().accountPage(), stage.magento().session(person))
                .follow(app.signIn(Map.of("kc_idp_hint", Broker.PROVIDER)))
                .expecting(200);
        return app.tokens();
    }

    private void onBoth(Runnable assertion) {
        for (Runnable node : List.<Runnable>of(stage.cluster()::answerByFirst, stage.cluster()::answerBySecond)) {
            node.run();
            assertion.run();
        }
    }
}
