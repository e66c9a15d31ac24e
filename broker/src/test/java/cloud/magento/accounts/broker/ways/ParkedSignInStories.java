package cloud.magento.accounts.broker.ways;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Pre-hijacking by waiting: whoever is on a page of a sign-in, or holds something that a sign-in left, when the
 * account's link is made, switched or removed, has nothing of it afterwards, whatever page it is.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ParkedSignInStories {
    private static final String LINK_CHANGED = "has changed since you began to sign in";

    private @Nullable ParkedSignIns parked;

    /** Makes the realm, and says where its links change. */
    abstract ParkedSignIns park();

    @BeforeEach
    void prepare() {
        if (parked == null) {
            parked = park();
        }
    }

    @AfterAll
    void removeRealm() {
        parked().place().broker().server().delete("/" + parked().place().name());
    }

    @Test
    void endsPreHijackingSignInParkedAtRequiredActionOnceLinked() {
        List<String> waited = new ArrayList<>();
        for (String action : parked().requiredActions()) {
            if (endsOncePageWaited(action, account -> {
                parked().demand(account, action);
                return parked().signIn(parked().app(), account, Map.of());
            })) {
                waited.add(action);
            }
        }

        assertThat(waited).contains("UPDATE_PROFILE", "UPDATE_PASSWORD", "CONFIGURE_TOTP", "TERMS_AND_CONDITIONS");
    }

    @Test
    void endsPreHijackingSignInParkedAtRequestedActionOnceLinked() {
        List<String> waited = new ArrayList<>();
        for (String action : parked().requiredActions()) {
            if (endsOncePageWaited(
                    action, account -> parked().signIn(parked().app(), account, Map.of("kc_action", action)))) {
                waited.add(action);
            }
        }

        assertThat(waited).contains("UPDATE_PROFILE", "UPDATE_PASSWORD", "delete_account", "UPDATE_EMAIL");
    }

    @Test
    void endsPreHijackingSignInParkedAtFlowStepOnceLinked() {
        List<String> waited = new ArrayList<>();
        for (String step : parked().authenticators()) {
            App app = parked().appWithStep(step).orElseThrow();
            if (endsOncePageWaited(step, account -> parked().signIn(app, account, Map.of()))) {
                waited.add(step);
            }
        }

        assertThat(waited).contains("auth-password-form");
    }

    @Test
    void endsPreHijackingSignInParkedAtConsentOnceLinked() {
        assertThat(endsOncePageWaited(
                        "consent", account -> parked().signIn(parked().appThatAsksForConsent(), account, Map.of())))
                .isTrue();
    }

    /**
     * Has two accounts wait on the same page. The one whose link does not change goes on from there, so the page was
     * alive; the other, linked meanwhile, begins anew.
     *
     * @return false where no page shows to wait on, or one that has forgotten whose sign-in it was
     */
    private boolean endsOncePageWaited(String page, Function<Account, Agent> signIn) {
        Account untouched = parked().account();
        Agent control = signIn.apply(untouched).meetingFailures();
        if (!parked().waits(control) || ParkedSignIns.isAnybodys(control.last())) {
            return false;
        }
        assertThat(ParkedSignIns.goOn(control).body()).as("%s is alive", page).doesNotContain(LINK_CHANGED);

        Account account = parked().account();
        Agent waiting = signIn.apply(account);
        parked().link(account);
        String before = parked().state(account);
        Answer after = ParkedSignIns.goOn(waiting);

        assertThat(ParkedSignIns.isSignInPage(after)).as("%s: %s", page, after).isTrue();
        assertThat(after.body()).as(page).contains(LINK_CHANGED);
        assertThat(parked().state(account)).as(page).isEqualTo(before);
        assertThat(parked().place().admin().sessionIds(account)).as(page).isEmpty();
        return true;
    }

    @Test
    void endsSignInParkedAtConsentOnceSwitched() {
        // given
        Account account = parked().account();
        Person former = parked().link(account);
        Agent waiting = consentAs(former);

        // when
        parked().unlink(account);
        parked().link(account);
        Answer after = waiting.submit(Map.of("accept", "yes"));

        // then
        assertEnded(account, after);
    }

    @Test
    void endsSignInParkedAtConsentOnceSameIdentityIsRelinked() {
        // given
        Account account = parked().account();
        Person owner = parked().link(account);
        Agent waiting = consentAs(owner);

        // when
        parked().unlink(account);
        parked().link(account, owner);
        Answer after = waiting.submit(Map.of("accept", "yes"));

        // then
        assertEnded(account, after);
    }

    @Test
    void endsSignInParkedAtConsentOnceUnlinked() {
        // given
        Account account = parked().account();
        Agent waiting = consentAs(parked().link(account));

        // when
        parked().unlink(account);
        Answer after = waiting.submit(Map.of("accept", "yes"));

        // then
        assertEnded(account, after);
    }

    @Test
    void endsSessionAndTokensWhenTheirLinkIsRemoved() {
        // given
        Account account = parked().account();
        Person owner = parked().link(account);
        App app = parked().app();
        Agent agent = parked().agent(owner);
        Answer back = agent.open(app.signIn(Map.of("kc_idp_hint", Place.PROVIDER)));
        String online = tokens(app, back).get("refresh_token").asText();
        Answer again = agent.open(app.signIn(Map.of("scope", "openid offline_access")));
        String offline = tokens(app, again).get("refresh_token").asText();

        // when
        parked().unlink(account);

        // then
        app.refresh(online).expecting(400);
        app.refresh(offline).expecting(400);
        assertThat(parked().place().admin().sessionIds(account)).isEmpty();
        assertThat(ParkedSignIns.isSignInPage(agent.open(app.signIn(Map.of("kc_action", "magento-link")))))
                .isTrue();
    }

    @Test
    void continuesSignInThatRelinksByPassword() {
        // given: an account that was linked before
        Account account = parked().account();
        parked().link(account);
        parked().unlink(account);
        Agent agent = parked().agent(parked().personWithAddressOf(account));
        App app = parked().app();
        agent.open(app.signIn(Map.of("kc_idp_hint", Place.PROVIDER)));

        // when
        Answer back = agent.submit(Map.of("action", "password", "password", account.password()));

        // then: the change is this very sign-in's
        assertThat(tokens(app, back).has("access_token")).isTrue();
        assertThat(agent.open(app.signIn()).isRedirect()).isTrue();
    }

    @Test
    void keepsLocalSessionWhenLinkIsRemoved() {
        // given
        Account account = parked().account();
        App app = parked().app();
        parked().place().policy(parked().place().policy().with("primaryLogin", "preferred"));
        try {
            parked().link(account);
            Answer back = parked().signIn(app, account, Map.of()).last();
            String token = tokens(app, back).get("refresh_token").asText();

            // when
            parked().unlink(account);

            // then
            app.refresh(token).expecting(200);
        } finally {
            parked().place().policy(parked().place().policy().with("primaryLogin", "required"));
        }
    }

    @Test
    void rejectsAuthorizationCodeFromBeforeLink() {
        // given
        Account account = parked().account();
        App app = parked().app();
        Answer back = parked().signIn(app, account, Map.of()).last();

        // when
        parked().link(account);

        // then
        app.redeem(Http.parameter(back.location(), "code")).expecting(400);
    }

    private Agent consentAs(Person person) {
        App app = parked().appThatAsksForConsent();
        Agent agent = parked().agent(person);
        agent.open(app.signIn(Map.of("kc_idp_hint", Place.PROVIDER)));
        assertThat(agent.last().body()).contains("name=\"accept\"");
        return agent;
    }

    private void assertEnded(Account account, Answer after) {
        assertThat(ParkedSignIns.isSignInPage(after)).as("%s", after).isTrue();
        assertThat(after.body()).contains(LINK_CHANGED);
        assertThat(parked().place().admin().sessionIds(account)).isEmpty();
        assertThat(parked().place().admin().events(account, "LOGIN_ERROR"))
                .extracting(event -> event.detail("magento_reason"))
                .containsExactly("link-changed");
    }

    private static JsonNode tokens(App app, Answer back) {
        return app.redeem(Http.parameter(back.location(), "code"))
                .expecting(200)
                .json();
    }

    private ParkedSignIns parked() {
        if (parked == null) {
            throw new IllegalStateException("Only within a test");
        }
        return parked;
    }
}
