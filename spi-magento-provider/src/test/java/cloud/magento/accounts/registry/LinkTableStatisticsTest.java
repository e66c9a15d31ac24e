package cloud.magento.accounts.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestKeycloak;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinkTableStatisticsTest {
    private static final int ROWS = 5000;

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void anyDatabaseTakesIt(TestDatabase database) {
        TestKeycloak keycloak = TestKeycloak.on(database);
        fill(keycloak);

        assertThatCode(() -> keycloak.run(session -> new LinkTableStatistics(session).refresh()))
                .doesNotThrowAnyException();
    }

    @Test
    void postgresqlKnowsHowFarTableHasGrown() {
        TestKeycloak keycloak = TestKeycloak.on(TestDatabase.POSTGRESQL);
        long before = known(keycloak);
        fill(keycloak);

        keycloak.run(session -> new LinkTableStatistics(session).refresh());

        assertThat(known(keycloak)).isGreaterThanOrEqualTo(before + ROWS);
    }

    private static void fill(TestKeycloak keycloak) {
        keycloak.run(session -> new LinkChanges(session, session.realm())
                .note(IntStream.range(0, ROWS).mapToObj(i -> "account-" + i).toList()));
    }

    private static long known(TestKeycloak keycloak) {
        return keycloak.<Number>ask(session -> (Number) session.entities()
                        .createNativeQuery("select cast(reltuples as bigint) from pg_class"
                                + " where oid = cast('magento_link_change' as regclass)")
                        .getSingleResult())
                .longValue();
    }
}
