package cloud.magento.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.ledger.chain.ChainResult;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class LedgerErasureTest {
    private final TestKeycloak keycloak;
    private final TestEntries entries;

    LedgerErasureTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database);
        entries = new TestEntries(keycloak);
        entries.append(
                TestEntries.of(EntryType.LINK_MADE, "agnes"),
                TestEntries.of(EntryType.LINK_MADE, "boris"),
                TestEntries.by("agnes", EntryType.EXEMPTION_GRANTED, "boris"),
                TestEntries.of(EntryType.LINK_ENDED, "agnes"));
    }

    @Test
    void erasesWhatEntriesTellOfAccount() {
        assertThat(erase("agnes")).contains(List.of(1L, 4L));

        List<StoredEntry> all = entries.all();
        assertThat(all.get(0).line()).doesNotContain("agnes").doesNotContain("salt");
        assertThat(all.get(3).line()).doesNotContain("agnes").doesNotContain("salt");
        assertThat(all.get(1).line()).contains("boris");
        assertThat(all.get(4).type()).isEqualTo("erased");
        assertThat(all.get(4).line()).contains("\"entries\":[1,4]").contains("GDPR-12");
    }

    @Test
    void keepsWhatAccountDidAsAdministrator() {
        erase("agnes");

        assertThat(entries.all().get(2).line()).contains("\"actor\":\"agnes\"");
    }

    @Test
    void leavesChainWhole() {
        erase("agnes");

        assertThat(entries.verify().isWhole()).isTrue();
        assertThat(entries.verify().chain())
                .isInstanceOfSatisfying(
                        ChainResult.Whole.class,
                        whole -> assertThat(whole.erased()).isEqualTo(2));
    }

    @Test
    void writesNothingWhereNoEntryTellsOfAccount() {
        assertThat(erase("nobody")).contains(List.of());
        assertThat(erase("agnes")).isPresent();
        assertThat(erase("agnes")).contains(List.of());

        assertThat(entries.all()).hasSize(5);
    }

    @Test
    void erasesNothingOfAccountThatIsLinked() {
        entries.tamper(
                "insert into MAGENTO_LINK (ID, REALM_ID, ALIAS, ISSUER, SUBJECT, IDENTITY_KEY, USER_ID, LINKED_AT,"
                        + " PROOF) values ('" + UUID.randomUUID()
                        + "', :realmId, 'magento', 'https://issuer.example', 's', 'k', 'agnes', 0, 'password')");

        assertThat(erase("agnes")).isEmpty();

        assertThat(entries.all()).hasSize(4);
        assertThat(entries.all().get(0).line()).contains("agnes");
    }

    private Optional<List<Long>> erase(String userId) {
        return keycloak.ask(session -> new Erasure(session, session.realm()).erase(userId, "GDPR-12"));
    }
}
