package cloud.magento.accounts.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PushedRequestSupportTest {
    private static final URI ENDPOINT = URI.create("https://upstream.example/par");

    /** Usable: upstream announces an endpoint, or one is configured, that may be called. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            auto     | usable | announced | optional | PUSHED
            auto     | usable | announced | required | PUSHED
            auto     | usable | silent    | optional | PUSHED
            auto     | none   | silent    | optional | PLAIN
            auto     | none   | announced | optional | DISCOVERY_INCOMPLETE
            auto     | none   | announced | required | DISCOVERY_INCOMPLETE
            auto     | none   | silent    | required | DISCOVERY_INCOMPLETE
            required | usable | announced | optional | PUSHED
            required | usable | silent    | optional | PUSHED
            required | none   | announced | optional | DISCOVERY_INCOMPLETE
            required | none   | silent    | optional | DISCOVERY_INCOMPLETE
            off      | usable | announced | optional | PLAIN
            off      | none   | announced | optional | PLAIN
            off      | none   | silent    | optional | PLAIN
            off      | usable | announced | required | PUSHED_REQUEST_REQUIRED
            off      | none   | silent    | required | PUSHED_REQUEST_REQUIRED
            """)
    void decidesWhetherRequestIsPushed(
            String mode, String endpoint, String announcement, String demand, String expected) {
        @Nullable URI usable = endpoint.equals("usable") ? ENDPOINT : null;
        PushedRequestSupport support =
                new PushedRequestSupport(usable, announcement.equals("announced"), demand.equals("required"));

        Outcome<Optional<URI>> target =
                support.endpoint(PushedRequestMode.ofId(mode).orElseThrow());

        assertThat(target.<String>fold(
                        url -> url.map(pushed -> "PUSHED").orElse("PLAIN"),
                        failure -> failure.fault().name()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void findsEachModeByItsName(PushedRequestMode mode) {
        assertThat(PushedRequestMode.ofId(mode.id())).contains(mode);
    }

    @Test
    void findsNoModeByAnotherName() {
        assertThat(PushedRequestMode.ofId("REQUIRED")).isEmpty();
        assertThat(PushedRequestMode.ofId("true")).isEmpty();
    }
}
