package cloud.magento.accounts.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CohortDateTest {
    private static final Instant REALM = Instant.parse("2020-04-01T00:00:00Z");

    @ParameterizedTest(name = "stated {0}, approved {1}: {2}")
    @CsvSource({
        "2020-03-31T23:59:59Z,, true",
        "2020-04-01T00:00:00Z,, true",
        "2020-04-01T00:00:01Z,, false",
        "2020-05-01T00:00:00Z, 2020-05-01T00:00:00Z, true",
        "2020-05-01T00:00:00Z, 2020-06-01T00:00:00Z, true",
        "2020-05-01T00:00:01Z, 2020-05-01T00:00:00Z, false",
        "2020-03-01T00:00:00Z, 2020-02-01T00:00:00Z, true"
    })
    void extendsRealmDeadlineOnlyUpToApprovedDate(Instant stated, @Nullable Instant approved, boolean holds) {
        assertThat(new CohortDate(stated, approved).holds(REALM)).isEqualTo(holds);
    }

    @Test
    void readsEarliestOfSeveralDatesInAnyOrder() {
        assertThat(CohortDate.earliest(Stream.of("2999-01-01", "soon", " 2020-05-01 ")))
                .contains(Instant.parse("2020-05-01T00:00:00Z"));
        assertThat(CohortDate.earliest(Stream.of("2020-05-01", "2999-01-01")))
                .contains(Instant.parse("2020-05-01T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "soon", "2020-13-01", "2020-05-01T00:00:00"})
    void readsNoDateFromInvalidText(String text) {
        assertThat(CohortDate.read(text)).isEmpty();
    }
}
