package cloud.magento.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestKeycloak;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class LedgerReaderTest {
    /** More than are read at once. */
    private static final int MANY = 1005;

    private final TestKeycloak keycloak;
    private final TestEntries entries;

    LedgerReaderTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database);
        entries = new TestEntries(keycloak);
    }

    @Test
    void readsNothingOfEmptyLedger() {
        assertThat(page(null, null, null, null, null, false, 10)).isEmpty();
        assertThat(keycloak.<Long>ask(session -> new LedgerReader(session, session.realm()).size()))
                .isZero();
    }

    @Test
    void readsPagesInEitherOrder() {
        five();

        assertThat(page(null, null, null, null, null, false, 2)).containsExactly(1L, 2L);
        assertThat(page(null, null, null, null, 2L, false, 2)).containsExactly(3L, 4L);
        assertThat(page(null, null, null, null, 4L, false, 2)).containsExactly(5L);
        assertThat(page(null, null, null, null, null, true, 2)).containsExactly(5L, 4L);
        assertThat(page(null, null, null, null, 4L, true, 9)).containsExactly(3L, 2L, 1L);
    }

    @Test
    void filtersByType() {
        five();

        assertThat(page(null, EntryType.LINK_ENDED, null, null, null, false, 9)).containsExactly(2L, 4L);
    }

    @Test
    void filtersByAccountAndByAdministrator() {
        five();

        assertThat(page("agnes", null, null, null, null, false, 9)).containsExactly(1L, 2L);
        assertThat(page("operator", null, null, null, null, false, 9)).containsExactly(5L);
        assertThat(page("nobody", null, null, null, null, false, 9)).isEmpty();
        assertThat(page("agnes", EntryType.LINK_ENDED, null, null, 1L, false, 9))
                .containsExactly(2L);
    }

    @Test
    void filtersByTime() {
        five();
        Instant third = Instant.ofEpochMilli(entries.all().get(2).createdAt());

        assertThat(page(null, null, third, null, null, false, 9)).contains(3L, 4L, 5L);
        assertThat(page(null, null, null, third, null, false, 9)).doesNotContain(3L, 4L, 5L);
        assertThat(page(null, null, Instant.MIN, Instant.MAX, null, false, 9)).hasSize(5);
        assertThat(page(null, null, Instant.now().plusSeconds(60), null, null, false, 9))
                .isEmpty();
    }

    @Test
    void readsEachEntryWithItsParts() {
        five();

        assertThat(entries.all())
                .extracting(StoredEntry::line)
                .allSatisfy(line -> assertThat(line).contains("\"account\":{\"data\""))
                .filteredOn(line -> line.contains("\"actor\":{\"data\""))
                .hasSize(1);
        List<StoredEntry> withGap = keycloak.ask(session -> new LedgerReader(session, session.realm())
                .page(new LedgerFilter(null, EntryType.LINK_ENDED, null, null, null, false), 9));
        assertThat(withGap)
                .extracting(StoredEntry::line)
                .allSatisfy(line -> assertThat(line).contains("\"account\":{\"data\""));
    }

    @Test
    void readsThousandsOneAfterTheOther() {
        keycloak.run(session -> {
            Ledger ledger = new Ledger(session, session.realm());
            for (int i = 0; i < MANY; i++) {
                ledger.append(TestEntries.of(EntryType.REFUSED, "account-" + i));
            }
        });

        assertThat(entries.all()).hasSize(MANY).extracting(StoredEntry::seq).isSorted();
        assertThat(entries.verify().isWhole()).isTrue();
        List<Long> some = new ArrayList<>();
        keycloak.run(
                session -> new LedgerReader(session, session.realm()).each(998, 5, entry -> some.add(entry.seq())));
        assertThat(some).containsExactly(999L, 1000L, 1001L, 1002L, 1003L);
    }

    private void five() {
        entries.append(
                TestEntries.of(EntryType.LINK_MADE, "agnes"),
                TestEntries.of(EntryType.LINK_ENDED, "agnes"),
                TestEntries.of(EntryType.LINK_MADE, "boris"),
                TestEntries.of(EntryType.LINK_ENDED, "boris"),
                TestEntries.by("operator", EntryType.EXEMPTION_GRANTED, "clara"));
    }

    private List<Long> page(
            @Nullable String userId,
            @Nullable EntryType type,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Long after,
            boolean newestFirst,
            int max) {
        return keycloak.ask(session -> new LedgerReader(session, session.realm())
                .page(new LedgerFilter(userId, type, from, to, after, newestFirst), max).stream()
                        .map(StoredEntry::seq)
                        .toList());
    }
}
