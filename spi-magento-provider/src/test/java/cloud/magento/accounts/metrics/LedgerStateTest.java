package cloud.magento.accounts.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestKeycloak;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class LedgerStateTest {
    private final TestKeycloak keycloak;

    LedgerStateTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database);
    }

    @Test
    void readsSizeAndNewestCheckpoint() {
        head(9);
        checkpoint(4, 1000);
        checkpoint(7, 2000);

        LedgerState state = read().get(0);

        assertThat(state).isEqualTo(new LedgerState("shown", 9, 7, 2000));
        assertThat(state.unsigned()).isEqualTo(2);
        assertThat(state.hasCheckpoint()).isTrue();
    }

    @Test
    void readsLedgerWithoutCheckpoint() {
        head(3);

        assertThat(read()).containsExactly(new LedgerState("shown", 3, 0, 0));
        assertThat(read().get(0).hasCheckpoint()).isFalse();
    }

    @Test
    void readsNothingOfRealmsThatAreNotAskedFor() {
        head(3);

        assertThat(keycloak.<List<LedgerState>>ask(session -> LedgerState.read(session, Map.of())))
                .isEmpty();
    }

    private List<LedgerState> read() {
        return keycloak.ask(session -> LedgerState.read(session, Map.of(keycloak.realmId(), "shown")));
    }

    private void head(long entries) {
        keycloak.run(session -> session.entities()
                .createNativeQuery(
                        "insert into MAGENTO_LEDGER_HEAD (REALM_ID, ENTRIES, HASH) values (:realmId, :entries,"
                                + " 'hash')")
                .setParameter("realmId", keycloak.realmId())
                .setParameter("entries", entries)
                .executeUpdate());
    }

    private void checkpoint(long entries, long at) {
        keycloak.run(session -> session.entities()
                .createNativeQuery(
                        "insert into MAGENTO_LEDGER_CHECKPOINT (ID, REALM_ID, ENTRIES, HEAD, CREATED_AT, TOKEN)"
                                + " values (:id, :realmId, :entries, 'head', :at, 'token')")
                .setParameter("id", UUID.randomUUID().toString())
                .setParameter("realmId", keycloak.realmId())
                .setParameter("entries", entries)
                .setParameter("at", at)
                .executeUpdate());
    }
}
