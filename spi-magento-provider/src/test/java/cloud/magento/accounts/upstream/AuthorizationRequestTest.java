package cloud.magento.accounts.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.http.NameValuePair;
import org.apache.http.client.utils.URLEncodedUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuthorizationRequestTest {
    private static final OpenTrip TRIP = new OpenTrip(
            Trip.signIn(),
            "st.ta+te&x",
            "nonce",
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
            "https://b.example/cb",
            60L,
            1_000L,
            1);

    @Test
    void asksForACodeWithProofKeyStateAndNonce() {
        URI url = new AuthorizationRequest(
                        URI.create("https://upstream.example/auth?tenant=1"),
                        TRIP,
                        "broker",
                        "openid email",
                        "login",
                        "jane+tag@example.com",
                        "nl")
                .url();

        assertThat(parameters(url))
                .containsExactlyInAnyOrder(
                        "tenant=1",
                        "response_type=code",
                        "client_id=broker",
                        "redirect_uri=https://b.example/cb",
                        "scope=openid email",
                        "state=st.ta+te&x",
                        "nonce=nonce",
                        "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                        "code_challenge_method=S256",
                        "prompt=login",
                        "login_hint=jane+tag@example.com",
                        "ui_locales=nl",
                        "max_age=60");
    }

    @Test
    void leavesOutWhatThereIsNot() {
        OpenTrip trip = new OpenTrip(Trip.signIn(), "s", "n", "v", "https://b.example/cb", null, 1_000L, 1);

        URI url = new AuthorizationRequest(
                        URI.create("https://upstream.example/auth"), trip, "broker", "openid", null, null, "en")
                .url();

        assertThat(url.getQuery()).doesNotContain("prompt", "login_hint", "max_age", "acr_values", "claims");
    }

    @Test
    void preparesEachTripWithSecretsOfItsOwn() {
        OpenTrip one = OpenTrip.begin(Trip.signIn(), "s", "r", null, 1);
        OpenTrip other = OpenTrip.begin(Trip.signIn(), "s", "r", null, 1);

        assertThat(one.nonce()).isNotEqualTo(other.nonce()).hasSizeGreaterThanOrEqualTo(43);
        assertThat(one.verifier()).isNotEqualTo(other.verifier()).matches("[\\w-]{43,128}");
        assertThat(one.toString()).doesNotContain(one.nonce(), one.verifier());
    }

    @Test
    void countsTheAgeOfALoginFromTheDeparture() {
        assertThat(TRIP.earliestLogin()).isEqualTo(940L);
        assertThat(OpenTrip.begin(Trip.signIn(), "s", "r", null, 1).earliestLogin())
                .isNull();
        assertThat(Trip.backTo("magento-link").afresh().prompt()).isEqualTo("login");
    }

    @Test
    void goesWithTheTripsPromptBeforeTheConfiguredBeforeTheApplications() {
        Trip signIn = Trip.signIn();
        assertThat(prompt(signIn.prompting("login"), "select_account", "create", true))
                .contains("login");
        assertThat(prompt(signIn, "select_account", "login", false)).contains("select_account");
        assertThat(prompt(signIn, null, "login", false)).contains("login");
        assertThat(prompt(signIn, null, null, false)).isEmpty();
    }

    @Test
    void handsOnNoPromptThatIsBetweenTheApplicationAndUs() {
        assertThat(prompt(Trip.signIn(), null, "consent", false)).isEmpty();
        assertThat(prompt(Trip.signIn(), null, "none", false)).isEmpty();
        assertThat(prompt(Trip.backTo("magento-link"), null, "login", false)).isEmpty();
    }

    @Test
    void asksForNoPageWhereTheApplicationAllowsNone() {
        assertThat(prompt(Trip.signIn(), "login", null, true)).contains("none");
    }

    private static Optional<String> prompt(
            Trip trip, @Nullable String configured, @Nullable String clients, boolean passive) {
        return AuthorizationRequest.prompt(trip, Optional.ofNullable(configured), clients, passive);
    }

    private static List<String> parameters(URI url) {
        return URLEncodedUtils.parse(url, StandardCharsets.UTF_8).stream()
                .map(NameValuePair::toString)
                .toList();
    }
}
