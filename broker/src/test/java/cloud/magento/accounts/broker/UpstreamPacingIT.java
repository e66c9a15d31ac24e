package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.AtOnce;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.LogoutFault;
import cloud.magento.accounts.broker.upstream.LogoutTokens;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import cloud.magento.accounts.broker.upstream.WireFault;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One person's or one realm's trouble with Magento.com is nobody else's, and strangers cost it no call. */
class UpstreamPacingIT {
    private static final String PREVIEW = "name=\"action\" value=\"connect\"";
    private static final String ENDPOINT = "/broker/" + Broker.PROVIDER + "/endpoint";

    @RegisterExtension
    final Stage stage = new Stage();

    private final MagentoStandIn magento = MagentoStandIn.start();
    private final List<Http> browsers = new ArrayList<>();
    private @Nullable BrokerRealm realm;
    private @Nullable DemoApp app;

    @BeforeEach
    void anUpstreamOfItsOwn() {
        realm = stage.broker().further("upstream-pacing", magento);
        app = DemoApp.of(realm);
    }

    @AfterEach
    void close() {
        app().close();
        magento.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"STATUS_503", "CONNECTION_DROPPED"})
    void admitsOthersWhenUpstreamFailsForOnePerson(WireFault fault) {
        // given: somebody's sign-in fails again and again
        magento.misbehave(Endpoint.TOKEN, fault);
        for (int i = 0; i < 6; i++) {
            assertThat(signIn(app()).status()).isEqualTo(503);
        }

        // when
        magento.behave();

        // then
        assertThat(signIn(app()).expecting(200).body()).contains(PREVIEW);
    }

    @Test
    void isolatesUpstreamTimeoutsOfOneRealm() {
        // given: a realm that gives Magento.com no time at all
        BrokerRealm hasty = stage.broker().further("upstream-pacing-hasty", magento);
        signIn(app());
        try (DemoApp other = DemoApp.of(hasty)) {
            signIn(other);
            hasty.admin().configureProvider(Broker.PROVIDER, Map.of("upstreamTimeoutMillis", "100"));
            signInTo(hasty, other);
            magento.answerAfter(Duration.ofMillis(400));
            for (int i = 0; i < 8; i++) {
                assertThat(signIn(other).status()).isEqualTo(503);
            }
        }

        // then
        assertThat(signIn(app()).expecting(200).body()).contains(PREVIEW);
    }

    @Test
    void limitsFloodingWithInventedCodes() {
        // given: thirty strangers on the way to Magento.com
        List<URI> answers = IntStream.range(0, 30).mapToObj(this::invented).toList();
        List<Http> strangers = List.copyOf(browsers);
        magento.requests().clear();

        // when: a dozen come back with codes of their own invention, one after the other, and the rest at one instant
        IntStream.range(0, 12).forEach(number -> strangers.get(number).follow(answers.get(number)));
        AtOnce.allAtOneInstant(IntStream.range(12, 30)
                .mapToObj(
                        number -> (Callable<Answer>) () -> strangers.get(number).follow(answers.get(number)))
                .toList());

        // then: some are asked for, and the others wait in line or are turned away
        assertThat(magento.requests().count(Endpoint.TOKEN)).isBetween(11, 24);
        assertThat(magento.requests().count(Endpoint.DISCOVERY)).isZero();
        assertThat(magento.requests().count(Endpoint.KEYS)).isZero();

        // and: who has a right one is let in from the same network
        assertThat(signIn(app()).expecting(200).body()).contains(PREVIEW);
    }

    @Test
    void limitsKeyFetchesForForgedLogoutTokens() {
        // given
        LogoutTokens forged = magento.logoutTokens(LogoutFault.SIGNED_BY_UNKNOWN_KEY);
        Person nia = magento.add(Person.called("Nia"));

        // when
        for (int i = 0; i < 12; i++) {
            new Http()
                    .post(realm().url(ENDPOINT + "/backchannel-logout"), Map.of("logout_token", forged.forPerson(nia)))
                    .expecting(400);
        }

        // then
        assertThat(magento.requests().count(Endpoint.KEYS)).isBetween(1, 6);
    }

    @Test
    void makesNoUpstreamCallForForgedRequests() {
        // given: nothing of Magento.com is known here yet
        Http stranger = new Http();

        // when
        for (String state : new String[] {"", "invented", "a.b.YXBw", "co-de_1.tab.1DJyQ2AtSFOMZ7kI3d2q9g"}) {
            stranger.get(Http.uri(realm().url(ENDPOINT).toString(), Map.of("state", state, "code", "invented")));
            stranger.get(Http.uri(realm().url(ENDPOINT + "/again").toString(), Map.of("state", state)));
            stranger.get(Http.uri(realm().url(ENDPOINT + "/logout_response").toString(), Map.of("state", state)));
        }
        for (String token : new String[] {"", "garbage", "a.b.c", unsignedLogoutToken()}) {
            stranger.post(realm().url(ENDPOINT + "/backchannel-logout"), Map.of("logout_token", token))
                    .expecting(400);
        }

        // then
        assertThat(magento.requests().count(Endpoint.DISCOVERY)).isZero();
        assertThat(magento.requests().count(Endpoint.KEYS)).isZero();
        assertThat(magento.requests().count(Endpoint.TOKEN)).isZero();
    }

    /** Signed by nobody, for another client, of another issuer: what anybody can write. */
    private static String unsignedLogoutToken() {
        return encoded("{\"alg\":\"RS256\",\"kid\":\"unknown\"}") + "."
                + encoded("{\"iss\":\"https://evil.example\",\"aud\":\"x\"}") + ".AAAA";
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Answer signIn(DemoApp application) {
        Person nia = magento.add(Person.called("Nia"));
        Http browser = new Http().withCookie(magento.accountPage(), magento.session(nia));
        return browser.follow(application.signIn(Map.of("kc_idp_hint", Broker.PROVIDER)));
    }

    /** Has the realm learn what is the same for all, which it forgets with each change of the provider. */
    private void signInTo(BrokerRealm target, DemoApp application) {
        signIn(application);
        assertThat(target.admin().providerConfig(Broker.PROVIDER)).containsEntry("upstreamTimeoutMillis", "100");
    }

    /** Begins a sign-in, and writes an answer to it that Magento.com never gave. */
    private URI invented(int number) {
        Http browser = new Http();
        browsers.add(browser);
        URI leaving = browser.followUntil(
                browser.get(app().signIn(Map.of("kc_idp_hint", Broker.PROVIDER))), magento.issuer());
        return Http.uri(
                realm().url(ENDPOINT).toString(),
                Map.of(
                        "state",
                        Http.parameter(leaving, "state"),
                        "code",
                        "invented-" + number,
                        "iss",
                        magento.issuer()));
    }

    private BrokerRealm realm() {
        return Objects.requireNonNull(realm);
    }

    private DemoApp app() {
        return Objects.requireNonNull(app);
    }
}
