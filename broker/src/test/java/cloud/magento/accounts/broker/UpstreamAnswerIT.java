package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.Html;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.Fault;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Outcome;
import cloud.magento.accounts.broker.upstream.Person;
import cloud.magento.accounts.broker.upstream.PushedRequestRule;
import cloud.magento.accounts.broker.upstream.Requests.ClientProof;
import cloud.magento.accounts.broker.upstream.WireFault;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever upstream answers: what is wrong is refused with a page, an event and a reference, and nothing is written;
 * what is merely unusual is taken. Each test has an upstream of its own, of which the broker knows nothing yet, in a
 * realm where nobody is linked.
 */
class UpstreamAnswerIT {
    private static final String PREVIEW = "name=\"action\" value=\"connect\"";

    @RegisterExtension
    final Stage stage = new Stage();

    private final MagentoStandIn magento = MagentoStandIn.start();
    private final Person nia = magento.add(Person.called("Nia"));
    private final Http browser = new Http();
    private @Nullable BrokerRealm realm;

    @BeforeEach
    void anUpstreamOfItsOwn() {
        realm = stage.broker().further("upstream-answers", magento);
        configure("upstreamTimeoutMillis", "2000");
        configure("clientAuthMethod", "client_secret_basic");
        configure("pushedAuthorizationRequests", "auto");
        browser.withCookie(magento.accountPage(), magento.session(nia));
    }

    @AfterEach
    void close() {
        magento.close();
    }

    @Test
    void acceptsValidResponse() {
        assertAccepted(signIn());
        assertThat(magento.requests().count(Endpoint.USERINFO)).isZero();
    }

    @Test
    void fetchesUserinfoWhenIdTokenLacksClaims() {
        // given
        magento.tellAllInIdTokens(false);

        // when
        Answer page = signIn();

        // then
        assertAccepted(page);
        assertThat(page.body()).contains(String.valueOf(nia.email()));
        assertThat(magento.requests().count(Endpoint.USERINFO)).isEqualTo(1);
    }

    @Test
    void fetchesMetadataAndKeysOnce() {
        // when
        assertAccepted(signIn());
        assertAccepted(signIn());

        // then
        assertThat(magento.requests().count(Endpoint.TOKEN)).isEqualTo(2);
        assertThat(magento.requests().count(Endpoint.DISCOVERY)).isEqualTo(1);
        assertThat(magento.requests().count(Endpoint.KEYS)).isEqualTo(1);
    }

    @Test
    void acceptsTokenAfterKeyRotation() {
        // given: the broker holds the keys there were
        assertAccepted(signIn());

        // when
        magento.keys().rotate();

        // then
        assertAccepted(signIn());
        assertThat(magento.requests().count(Endpoint.KEYS)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void authenticatesClientByConfiguredMethod(ClientProof proof) {
        // given
        configure("clientAuthMethod", proof.name().toLowerCase(Locale.ROOT));

        // when
        Answer page = signIn();

        // then
        assertAccepted(page);
        assertThat(magento.requests().clientProofs()).containsExactly(proof);
    }

    @ParameterizedTest
    @EnumSource
    void pushesRequestAndLeavesOnlyItsReferenceInAddress(ClientProof proof) {
        // given
        configure("clientAuthMethod", proof.name().toLowerCase(Locale.ROOT));
        magento.takePushedRequests(PushedRequestRule.REQUIRED);

        // when
        URI leaving = leave();
        Answer page = browser.follow(leaving);

        // then
        assertThat(Http.query(leaving)).containsOnlyKeys("client_id", "request_uri");
        assertAccepted(page);
        assertThat(magento.requests().last(Endpoint.PAR))
                .containsEntry("response_type", "code")
                .containsEntry("client_id", magento.client().id())
                .containsEntry("code_challenge_method", "S256")
                .containsKeys("state", "nonce", "code_challenge", "redirect_uri", "scope", "ui_locales");
        assertThat(magento.requests().clientProofs()).containsExactly(proof, proof);
    }

    /** Whoever presses Back, reloads or has a second tab meets a reference that is used up; a new trip has its own. */
    @Test
    void pushesNewRequestForEachTrip() {
        // given
        magento.takePushedRequests(PushedRequestRule.OFFERED);
        URI first = leave();
        browser.get(first);

        // when
        Answer again = browser.get(first);
        URI second = leave();

        // then
        assertThat(again.status()).isEqualTo(400);
        assertThat(Http.parameter(second, "request_uri")).isNotEqualTo(Http.parameter(first, "request_uri"));
        assertAccepted(browser.follow(second));
        assertThat(magento.requests().count(Endpoint.PAR)).isEqualTo(2);
    }

    @Test
    void pushesOnceMoreWhenBrowserComesTooLate() {
        // given: nobody is quick enough
        magento.takePushedRequests(PushedRequestRule.REQUIRED);
        magento.keepPushedRequests(Duration.ZERO);

        // when
        Answer page = signIn();

        // then
        assertRefused(page, "upstream-configuration", "request-refused");
        assertThat(magento.requests().count(Endpoint.PAR)).isEqualTo(2);

        // when: the next person is
        magento.keepPushedRequests(Duration.ofMinutes(1));

        // then
        assertAccepted(signIn());
    }

    @ParameterizedTest
    @CsvSource({
        "OFFERED, auto, 1, 1, ",
        "OFFERED, required, 1, 1, ",
        "OFFERED, off, 0, 1, ",
        "NONE, auto, 0, 1, ",
        "NONE, required, 0, 0, discovery-incomplete",
        "REQUIRED, off, 0, 0, pushed-request-required"
    })
    void pushesRequestAsConfiguredAndAnnounced(
            PushedRequestRule rule, String mode, int pushed, int arrived, @Nullable String fault) {
        // given
        magento.takePushedRequests(rule);
        configure("pushedAuthorizationRequests", mode);

        // when
        Answer page = signIn();

        // then
        assertThat(magento.requests().count(Endpoint.PAR)).isEqualTo(pushed);
        assertThat(magento.requests().count(Endpoint.AUTHORIZATION)).isEqualTo(arrived);
        if (fault == null) {
            assertAccepted(page);
        } else {
            assertRefused(
                    page,
                    fault.equals("discovery-incomplete") ? "upstream-answer-invalid" : "upstream-configuration",
                    fault);
        }
    }

    /** Downgrade: whoever breaks the endpoint must not have the browser carry the request. */
    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ANY, names = "PUSHED_.*")
    void makesNoPlainRequestWherePushedOneFails(Fault fault) {
        // given
        magento.takePushedRequests(PushedRequestRule.OFFERED);
        magento.misbehave(fault);

        // when
        Answer page = signIn();

        // then
        assertOutcome(fault.outcome(), page);
        assertThat(magento.requests().count(Endpoint.AUTHORIZATION)).isZero();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_NONE, names = "(USERINFO|PUSHED)_.*")
    void validatesIdTokenAndAuthorizationResponse(Fault fault) {
        // given
        magento.misbehave(fault);

        // when
        Answer page = signIn();

        // then
        assertOutcome(fault.outcome(), page);
        assertThat(magento.requests().count(Endpoint.ECHO)).isZero();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ANY, names = "USERINFO_.*")
    void validatesUserinfoResponse(Fault fault) {
        // given
        magento.tellAllInIdTokens(false);
        magento.misbehave(fault);

        // when
        Answer page = signIn();

        // then
        assertOutcome(fault.outcome(), page);
        assertThat(magento.requests().count(Endpoint.USERINFO)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource
    void rejectsTruncatedSlowOrOversizedResponse(Endpoint endpoint, WireFault fault) {
        // given
        magento.tellAllInIdTokens(false);
        magento.takePushedRequests(PushedRequestRule.OFFERED);
        magento.misbehave(endpoint, fault);

        // when
        Answer page = signIn();

        // then
        assertOutcome(fault.outcome(), page);
        assertThat(magento.requests().count(Endpoint.ECHO)).isZero();
        if (endpoint == Endpoint.PAR && fault.outcome() != Outcome.ACCEPTED) {
            assertThat(magento.requests().count(Endpoint.AUTHORIZATION)).isZero();
        }
    }

    /** Some upstreams cut a long {@code state}; Keycloak's carries the application's with it. */
    @Test
    void sendsShortStateForLongApplicationState() {
        try (DemoApp app = DemoApp.of(realm())) {
            // given
            String long3k = "s".repeat(3_000);

            // when
            URI leaving = browser.followUntil(
                    browser.get(app.signIn(Map.of("kc_idp_hint", Broker.PROVIDER, "state", long3k))), magento.issuer());

            // then
            assertThat(Http.parameter(leaving, "state")).hasSizeLessThan(256);
            assertAccepted(browser.follow(leaving));
        }
    }

    /** Each answer is in time for itself; together they are not. */
    @Test
    void enforcesOneTimeoutOverAllUpstreamCalls() {
        // given: the person is back from upstream, of which the broker knows nothing any more
        Duration budget = Duration.ofMillis(1500);
        configure("upstreamTimeoutMillis", Long.toString(budget.toMillis()));
        magento.tellAllInIdTokens(false);
        URI back = comeBack();
        realm().admin().reloadKeys(Broker.PROVIDER);
        magento.requests().clear();
        magento.answerAfter(Duration.ofMillis(1200));

        // when
        Instant started = Instant.now();
        Answer page = browser.follow(back);
        Duration took = Duration.between(started, Instant.now());

        // then: all four one after the other would have taken 4.8 s
        assertRefused(page, "upstream-unavailable", "timeout");
        assertThat(took).isLessThan(budget.multipliedBy(2).plusSeconds(1));
        assertThat(magento.requests().count(Endpoint.DISCOVERY)).isEqualTo(1);
        assertThat(magento.requests().count(Endpoint.KEYS)).isZero();
        assertThat(magento.requests().count(Endpoint.USERINFO)).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"PAR", "TOKEN", "KEYS", "USERINFO"})
    void sendsNothingToUntrustedTlsPeer(Endpoint endpoint) {
        // given
        magento.tellAllInIdTokens(false);
        magento.takePushedRequests(PushedRequestRule.OFFERED);
        magento.moveBehindUntrustedCertificate(endpoint);

        // when
        Answer page = signIn();

        // then: not even asked, so no code, secret or token got there
        assertRefused(page, "upstream-unavailable", "tls-failed");
        assertThat(magento.requests().count(endpoint)).isZero();
    }

    static Stream<Arguments> rejectsTruncatedSlowOrOversizedResponse() {
        Stream<Endpoint> endpoints =
                Stream.of(Endpoint.DISCOVERY, Endpoint.KEYS, Endpoint.PAR, Endpoint.TOKEN, Endpoint.USERINFO);
        return endpoints.flatMap(endpoint -> Stream.of(WireFault.values())
                .filter(fault -> fault.canBefall(endpoint))
                .map(fault -> Arguments.of(endpoint, fault)));
    }

    private BrokerRealm realm() {
        return Objects.requireNonNull(realm);
    }

    private void configure(String key, String value) {
        realm().admin().configureProvider(Broker.PROVIDER, Map.of(key, value));
    }

    private Answer signIn() {
        try (DemoApp app = DemoApp.of(realm())) {
            return browser.follow(app.signIn(Map.of("kc_idp_hint", Broker.PROVIDER)));
        }
    }

    /** Where the browser is sent to sign in at upstream. */
    private URI leave() {
        try (DemoApp app = DemoApp.of(realm())) {
            return browser.followUntil(
                    browser.get(app.signIn(Map.of("kc_idp_hint", Broker.PROVIDER))), magento.issuer());
        }
    }

    /** Signs in at upstream, and stops at what that leads back to. */
    private URI comeBack() {
        try (DemoApp app = DemoApp.of(realm())) {
            return browser.followUntil(
                    browser.get(app.signIn(Map.of("kc_idp_hint", Broker.PROVIDER))),
                    realm().url("/broker/" + Broker.PROVIDER + "/endpoint").toString());
        }
    }

    private void assertOutcome(Outcome outcome, Answer page) {
        outcome.reason().ifPresentOrElse(reason -> assertRefused(page, reason), () -> assertAccepted(page));
    }

    private static void assertAccepted(Answer page) {
        assertThat(page.expecting(200).body()).contains(PREVIEW);
    }

    private void assertRefused(Answer page, String reason) {
        assertThat(page.status()).isBetween(400, 599).isNotEqualTo(500);
        assertThat(Html.of(page).attribute("data-reason").orElseThrow()).isEqualTo(reason);
        assertThat(realm().admin()
                        .eventsWith(
                                "magento_reference",
                                Html.of(page).text("magento-reference").orElseThrow()))
                .singleElement()
                .satisfies(event -> assertThat(event.detail("magento_reason")).isEqualTo(reason));
        assertThat(realm().admin().usersWithEmail(String.valueOf(nia.email()))).isEmpty();
        assertThat(stage.broker().database().linksOfSubject(nia.subject())).isEmpty();
    }

    private void assertRefused(Answer page, String reason, String fault) {
        assertRefused(page, reason);
        assertThat(realm().admin()
                        .eventsWith(
                                "magento_reference",
                                Html.of(page).text("magento-reference").orElseThrow()))
                .singleElement()
                .satisfies(event -> assertThat(event.detail("magento_fault")).isEqualTo(fault));
    }
}
