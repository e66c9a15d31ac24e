package cloud.magento.accounts.database;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestDatabaseTest {
    @ParameterizedTest
    @EnumSource
    void hasKeycloaksTablesAndOurs(TestDatabase database) {
        try (EntityManager entities = database.open()) {
            for (String table : new String[] {
                "USER_ENTITY", "MAGENTO_LINK", "MAGENTO_LEDGER", "MAGENTO_REFERENCE", "MAGENTO_WEBHOOK"
            }) {
                assertThat(entities.createNativeQuery("select count(*) from " + table)
                                .getResultList())
                        .as(table)
                        .hasSize(1);
            }
        }
    }
}
