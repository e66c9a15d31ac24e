package cloud.magento.accounts.broker.ways;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Database.LinkRow;
import cloud.magento.accounts.broker.support.OtherProvider;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.upstream.Person;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a session was opened with decides what the ledger says of a link that is made in it, also by single sign-on. */
class SessionProofIT {
    private static final Pattern LINK = Pattern.compile("https?://\\S+/login-actions/action-token\\S+");

    @RegisterExtension
    final Stage stage = new Stage();

    private Place place;
    private App app;

    @BeforeEach
    void openTheApplication() {
        stage.policy(Policy.before(Duration.ofDays(60)));
        place = new Place(stage.broker(), Broker.REALM);
        String clientId = "session-proof-" + UUID.randomUUID();
        place.makeApp(clientId, Map.of());
        app = place.open(clientId);
    }

    @Test
    void recordsMailAsProofInSessionOpenedByMail() {
        // given
        Account account = stage.account("Lee");
        Person person = stage.person("Lee");
        Agent agent = agent(person);
        agent.open(app.signIn());
        agent.click("/login-actions/reset-credentials");
        agent.submit(Map.of("username", account.username()));
        agent.open(mailedLink(account));
        agent.submit(Map.of("password-new", "Another one", "password-confirm", "Another one"));
        assertThat(agent.last().isRedirect()).as("%s", agent.last()).isTrue();

        // when
        connect(agent);

        // then
        assertProof(account, "mail");
    }

    @Test
    void recordsOtherProviderAsProofInSessionOpenedByIt() {
        try (OtherProvider other = OtherProvider.of(stage.broker())) {
            // given
            Account account = stage.account("Lee");
            Person elsewhere = other.upstream().add(Person.called("Lee"));
            stage.broker().admin().link(account, other.alias(), elsewhere.subject(), elsewhere.preferredUsername());
            Agent agent = new Agent(stage.broker().url("/"))
                    .withCookie(other.upstream().accountPage(), other.upstream().session(elsewhere));
            agent.open(app.signIn(Map.of("kc_idp_hint", other.alias())));
            assertThat(agent.last().isRedirect()).as("%s", agent.last()).isTrue();
            agent.withCookie(stage.magento().accountPage(), stage.magento().session(stage.person("Lee")));

            // when
            connect(agent);

            // then
            assertProof(account, "other-provider");
        }
    }

    @Test
    void recordsLocalLoginAsProofInSessionOpenedByPassword() {
        // given
        Account account = stage.account("Lee");
        Agent agent = agent(stage.person("Lee"));
        agent.open(app.signIn());
        agent.submit(Map.of("username", account.username(), "password", account.password()));

        // when
        connect(agent);

        // then
        assertProof(account, "local-login");
    }

    /** Asks for the link in the open session, and confirms the preview. */
    private void connect(Agent agent) {
        agent.open(app.signIn(Map.of("kc_action", "magento-link")));
        assertThat(agent.last().body()).contains("id=\"magento-upstream\"");
        agent.submit(Map.of("action", "connect"));
        assertThat(agent.last().isRedirect()).as("%s", agent.last()).isTrue();
    }

    private void assertProof(Account account, String proof) {
        assertThat(stage.broker().database().links(account))
                .extracting(LinkRow::proof)
                .containsExactly(proof);
    }

    private Agent agent(Person person) {
        return new Agent(stage.broker().url("/"))
                .withCookie(stage.magento().accountPage(), stage.magento().session(person));
    }

    private URI mailedLink(Account account) {
        Matcher link = LINK.matcher(stage.mailbox().await(account.email(), 1).text());
        assertThat(link.find()).isTrue();
        return URI.create(link.group());
    }
}
