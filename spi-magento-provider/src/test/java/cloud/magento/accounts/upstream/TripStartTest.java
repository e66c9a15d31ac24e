package cloud.magento.accounts.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TripStartTest {
    @Test
    void requestsLoginPromptForFreshTrip() {
        assertThat(Trip.backTo("magento-link").afresh().prompt()).isEqualTo("login");
    }

    @Test
    void prefersPromptOfTripThenConfigurationThenClient() {
        Trip signIn = Trip.signIn();
        assertThat(prompt(signIn.prompting("login"), "select_account", "create", true))
                .contains("login");
        assertThat(prompt(signIn, "select_account", "login", false)).contains("select_account");
        assertThat(prompt(signIn, null, "login", false)).contains("login");
        assertThat(prompt(signIn, null, null, false)).isEmpty();
    }

    @Test
    void forwardsNoPromptMeantForBroker() {
        assertThat(prompt(Trip.signIn(), null, "consent", false)).isEmpty();
        assertThat(prompt(Trip.signIn(), null, "none", false)).isEmpty();
        assertThat(prompt(Trip.backTo("magento-link"), null, "login", false)).isEmpty();
    }

    @Test
    void requestsPromptNoneForPassiveRequest() {
        assertThat(prompt(Trip.signIn(), "login", null, true)).contains("none");
    }

    private static Optional<String> prompt(
            Trip trip, @Nullable String configured, @Nullable String clients, boolean passive) {
        return TripStart.prompt(trip, Optional.ofNullable(configured), clients, passive);
    }
}
