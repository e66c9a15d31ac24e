package cloud.magento.accounts.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.ModelException;

class LinkConflictTest {
    @ParameterizedTest
    @CsvSource({"23505, 0", "23000, 1062", "40001, 1213", "40P01, 0", "55P03, 0", "HYT00, 50200", "HY000, 1205"})
    void treatsUniqueOrLockFailureAsLostRace(String state, int code) {
        assertThat(LinkConflict.is(failure(state, code))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"HY000, 1030", "08006, 0", "42000, 1205"})
    void treatsOtherDatabaseErrorAsNoConflict(String state, int code) {
        assertThat(LinkConflict.is(failure(state, code))).isFalse();
    }

    @Test
    void treatsFailureWithoutDatabaseErrorAsNoConflict() {
        assertThat(LinkConflict.is(new ModelException("something else"))).isFalse();
    }

    private static ModelException failure(String state, int code) {
        return new ModelException("not written", new SQLException("as the driver says", state, code));
    }
}
