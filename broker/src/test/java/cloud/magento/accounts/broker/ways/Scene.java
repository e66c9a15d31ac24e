package cloud.magento.accounts.broker.ways;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Database;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Polling;
import cloud.magento.accounts.broker.support.UserEvent;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One attempt with one account: what its person, or whoever has the account's credentials, does in a realm. It begins
 * after the deadline; what happens from the last {@link #mark} on is judged.
 */
public final class Scene {
    private static final Duration AHEAD = Duration.ofDays(30);
    private static final String OFFLINE_SESSIONS =
            "select USER_SESSION_ID from OFFLINE_USER_SESSION where USER_ID = ? and OFFLINE_FLAG = '1'";

    private final Grounds grounds;
    private final Place place;
    private final Holder holder;
    private final Person person;
    private final List<Agent> agents = new ArrayList<>();
    private Account account;
    private int sessions;
    private int offlineSessions;
    private long marked;
    private int logged;
    private Gauge gauge;

    Scene(Grounds grounds, Place place, Holder holder) {
        this.grounds = grounds;
        this.place = place;
        this.holder = holder;
        place.policy(Policy.DUE);
        this.person = grounds.stage().magento().add(Person.called("Ada"));
        account = holder == Holder.SERVICE
                ? place.serviceAccount()
                : place.admin().create(Account.called(holder.name()));
        prepare();
        gauge = Gauge.read(place.broker(), place.name());
        mark();
    }

    private void prepare() {
        switch (holder) {
            case UNLINKED -> {}
            case LINKED -> link();
            case EXEMPT -> place.exempt(account, Instant.now().plus(Duration.ofHours(1)));
            case SERVICE -> place.forgetFailedLogins(account);
        }
    }

    Grounds grounds() {
        return grounds;
    }

    Place place() {
        return place;
    }

    Holder holder() {
        return holder;
    }

    Account account() {
        return account;
    }

    /** Whom the account is or may be linked to. */
    Person person() {
        return person;
    }

    /** A browser that must be able to open nothing once the attempt was refused. */
    Agent agent() {
        Agent agent = new Agent(place.url(""));
        agents.add(agent);
        return agent;
    }

    /** One that holds a session which opens the account rightly, whatever becomes of the attempt. */
    Agent agentOfARightfulSession() {
        return new Agent(place.url(""));
    }

    Agent openedAgain(Agent closed) {
        Agent agent = closed.openedAgain();
        agents.add(agent);
        return agent;
    }

    /** A browser of the person's that came through Magento.com, and stays signed in rightly. */
    Agent agentThroughMagento() {
        Agent agent = agentOfARightfulSession();
        MagentoStandIn magento = grounds.stage().magento();
        agent.withCookie(magento.accountPage(), magento.session(person));
        Finding finding = judge(place.app(), agent.open(place.app().signIn(Map.of("kc_idp_hint", Place.PROVIDER))));
        assertThat(finding.outcome()).as(finding.answer()).isEqualTo(Outcome.TOKENS);
        mark();
        return agent;
    }

    /** Ends the preparation of an attempt: from here on it is judged. */
    void mark() {
        sessions = place.admin().sessions(account);
        offlineSessions = offlineSessions();
        marked = System.currentTimeMillis();
        gauge = Gauge.read(place.broker(), place.name());
        logged = place.broker().log().end();
    }

    /** Neither is the deadline there nor is Magento.com anybody's primary login yet. */
    void beforeTheDeadline() {
        place.policy(Policy.before(AHEAD).with("primaryLogin", "preferred"));
    }

    void afterTheDeadline() {
        place.policy(Policy.DUE);
        mark();
    }

    /** Takes the link away that the account has, as if it had never been. */
    void beforeTheLink() {
        place.send("DELETE", "/users/" + account.id() + "/federated-identity/" + Place.PROVIDER, Map.of())
                .expecting(204);
        beforeTheDeadline();
    }

    /** Links the account, in a later second than all that was before: mails know seconds only. */
    void afterTheLink() {
        long before = Instant.now().getEpochSecond();
        Polling.until(Instant::now, now -> now.getEpochSecond() > before);
        link();
        afterTheDeadline();
    }

    private void link() {
        place.admin().link(account, Place.PROVIDER, person.subject(), person.preferredUsername());
    }

    /** The account is another one from here on, which the attempt has made. */
    void become(Account made) {
        account = made;
        sessions = 0;
        offlineSessions = 0;
    }

    /** The same, and of the same kind as the one that it takes the place of. */
    void becomeAnotherOfTheKind(Account made) {
        place.admin().delete(account);
        become(made);
        prepare();
    }

    /** Opens the address and gives name and password to the form that shows. */
    Answer enter(Agent agent, URI signIn) {
        agent.open(signIn);
        return agent.submit(passwords());
    }

    Map<String, String> passwords() {
        return Map.of("username", account.username(), "password", account.password());
    }

    /** Signs in by password and returns the tokens, before anything stands in the way of it. */
    Answer tokensByPassword(Agent agent, App app, String scope) {
        Answer back = enter(agent, app.signIn(Map.of("scope", scope)));
        return redeem(app, back).expecting(200);
    }

    /** Redeems the code that the agent came back with. */
    Answer redeem(App app, Answer back) {
        return app.redeem(Http.parameter(back.location(), "code"));
    }

    /** What the agent came to: at the application, whatever it gets there; else the page. */
    Finding judge(App app, Answer answer) {
        if (!answer.isRedirect()) {
            return Finding.ofPage(answer);
        }
        if (String.valueOf(answer.location().getRawFragment()).contains("access_token=")) {
            return Finding.of(Outcome.TOKENS, answer);
        }
        return Http.query(answer.location()).containsKey("code")
                ? Finding.ofTokens(redeem(app, answer))
                : Finding.ofReturn(answer);
    }

    /** Fails unless the attempt came to what it must, and left what it must, and nothing else. */
    public void check(Verdict verdict, Finding finding) {
        String log = place.broker().log().since(logged);
        assertThat(finding.outcome())
                .as("%s%nThe broker said: %s", finding.answer(), log)
                .isEqualTo(verdict.outcome());
        assertThat(log).doesNotContain("Uncaught server error").doesNotContain("Http 500");
        if (verdict.hook() != Hook.LINKS) {
            // Keycloak itself logs a link that was vetoed as an error.
            assertThat(log).doesNotContain(" ERROR ");
        }
        if (!verdict.outcome().opens()) {
            checkHook(verdict.hook());
            checkSessions(verdict);
        }
    }

    /** Fails if anybody is linked to the person, by Keycloak's table or by ours. */
    void checkUnlinked(Person stranger) {
        Database database = place.broker().database();
        assertThat(database.linksOfSubject(stranger.subject())).isEmpty();
        assertThat(database.federatedIdentities(stranger.subject())).isZero();
    }

    private void checkHook(Hook hook) {
        hook.counter()
                .ifPresent(counter -> assertThat(
                                Gauge.read(place.broker(), place.name()).refusals(counter, holder.reason()))
                        .as("refusals counted at %s for %s", counter, holder.reason())
                        .isGreaterThan(gauge.refusals(counter, holder.reason())));
        if (hook.trace().reason()) {
            List<UserEvent> refusals = place.admin().events(account).stream()
                    .filter(event -> event.time() >= marked)
                    .filter(event -> holder.reason().equals(event.details().get("magento_reason")))
                    .toList();
            assertThat(refusals).as("user events").isNotEmpty();
            if (hook == Hook.ACTION_UNSEEN) {
                assertThat(refusals).as("user events").hasSize(1);
            }
        } else if (!hook.trace().type().isEmpty()) {
            assertThat(place.admin().events(hook.trace().type()))
                    .as("user events")
                    .anySatisfy(event -> {
                        assertThat(event.time()).isGreaterThanOrEqualTo(marked);
                        assertThat(event.details()).containsEntry("username", account.username());
                        assertThat(event.error()).contains(hook.trace().error());
                    });
        }
    }

    private void checkSessions(Verdict verdict) {
        if (!verdict.leavesSession()) {
            assertThat(place.admin().sessions(account)).as("user sessions").isLessThanOrEqualTo(sessions);
            assertThat(offlineSessions()).as("offline sessions").isLessThanOrEqualTo(offlineSessions);
        }
        for (Agent agent : agents) {
            Finding again = judge(place.app(), agent.open(place.app().signIn(Map.of("prompt", "none"))));
            assertThat(again.outcome().opens()).as(again.answer()).isFalse();
        }
    }

    private int offlineSessions() {
        return place.broker()
                .database()
                .query(OFFLINE_SESSIONS, row -> row.getString(1), account.id())
                .size();
    }
}
