package cloud.magento.accounts.broker.ways;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.OtherProvider;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is sent to sign in at Magento.com goes there by one redirect, and any other provider's people as ever. */
@TestInstance(Lifecycle.PER_CLASS)
class StraightToUpstreamIT {
    private static final Map<String, String> THROUGH_MAGENTO = Map.of("kc_idp_hint", Place.PROVIDER);

    @RegisterExtension
    final Stage stage = new Stage();

    private @Nullable Place made;

    @BeforeEach
    void prepare() {
        if (made == null) {
            stage.broker().further("straight", stage.magento());
            made = new Place(stage.broker(), "straight");
            made.makeApp("app", Map.of());
        }
        place().policy(Policy.DUE);
    }

    @Test
    void goesThereByOneRedirect() {
        // when
        Answer answer = new Http().get(place().app().signIn(THROUGH_MAGENTO));

        // then
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location().toString()).startsWith(stage.magento().issuer());
        assertThat(Http.query(answer.location()))
                .containsKeys("state", "nonce", "code_challenge")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry(
                        "redirect_uri",
                        place().url("/broker/" + Place.PROVIDER + "/endpoint").toString());
    }

    @Test
    void goesThereAnewEachTime() {
        Http browser = new Http();
        Answer first = browser.get(place().app().signIn(THROUGH_MAGENTO));

        Answer again = browser.get(place().app().signIn(THROUGH_MAGENTO));

        assertThat(Http.parameter(again.location(), "nonce")).isNotEqualTo(Http.parameter(first.location(), "nonce"));
        assertThat(Http.parameter(again.location(), "state")).isNotEqualTo(Http.parameter(first.location(), "state"));
    }

    @Test
    void handsOnWhomTheApplicationExpects() {
        Answer answer = new Http()
                .get(place().app().signIn(Map.of("kc_idp_hint", Place.PROVIDER, "login_hint", "ada@example.com")));

        assertThat(Http.query(answer.location())).containsEntry("login_hint", "ada@example.com");
    }

    @Test
    void handsOnThatNoPageMayBeShown() {
        // given
        Map<String, String> silently = Map.of("kc_idp_hint", Place.PROVIDER, "prompt", "none");
        place().policy(Policy.DUE.with("acceptsPromptNoneForwardFromClient", "true"));

        // when
        Answer answer;
        Answer nobody;
        try {
            answer = new Http().get(place().app().signIn(silently));
            nobody = new Agent(place().url("")).open(place().app().signIn(silently));
        } finally {
            place().policy(Policy.DUE.with("acceptsPromptNoneForwardFromClient", "false"));
        }

        // then
        assertThat(answer.location().toString()).startsWith(stage.magento().issuer());
        assertThat(Http.query(answer.location())).containsEntry("prompt", "none");
        assertThat(Http.query(nobody.location())).containsEntry("error", "login_required");
    }

    @Test
    void leadsToThePageWhereTheProviderIsDisabled() {
        place().admin().enableProvider(Place.PROVIDER, false);
        try {
            assertThat(new Http().get(place().app().signIn(THROUGH_MAGENTO)).body())
                    .contains("Signing in with Magento.com is switched off");
        } finally {
            place().admin().enableProvider(Place.PROVIDER, true);
        }
    }

    @Test
    void leavesOtherProvidersToKeycloak() {
        try (OtherProvider other = OtherProvider.of(stage.broker(), "straight")) {
            Answer answer = new Http().get(place().app().signIn(Map.of("kc_idp_hint", other.alias())));

            assertThat(answer.location().getPath()).endsWith("/broker/" + other.alias() + "/login");
        }
    }

    private Place place() {
        return Objects.requireNonNull(made);
    }
}
