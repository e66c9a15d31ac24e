package cloud.magento.accounts.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryEntryTest {
    private static final String LOCAL = "1d4c7c0e-3a57-4c55-9c86-4b7a4a1f2f10";
    private static final String BY_NAME = "f:directory:dee";

    @Test
    void ownsEveryLinkOfAccountWithLocalId() {
        DirectoryEntry entry = DirectoryEntry.of(LOCAL, "dee", "entry-1");

        assertThat(entry.canBeLinked()).isTrue();
        assertThat(entry.kept()).isNull();
        assertThat(entry.owns(null)).isTrue();
    }

    @Test
    void ownsLinkOfSameEntryOnlyWhenAccountIdIsUsername() {
        DirectoryEntry entry = DirectoryEntry.of(BY_NAME, "dee", "entry-1");

        assertThat(entry.canBeLinked()).isTrue();
        assertThat(entry.owns(entry.kept())).isTrue();
        assertThat(entry.owns(DirectoryEntry.of(BY_NAME, "dee", "entry-2").kept()))
                .isFalse();
        assertThat(entry.owns(DirectoryEntry.of("f:other:dee", "dee", "entry-1").kept()))
                .isFalse();
    }

    @Test
    void ownsNoLinkWithoutEntryIdWhenAccountIdIsUsername() {
        assertThat(DirectoryEntry.of(BY_NAME, "dee", "entry-1").owns(null)).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {" ", "dee", "DEE"})
    void ownsNoLinkWhenOnlyUsernameIsKnown(@Nullable String entryId) {
        DirectoryEntry entry = DirectoryEntry.of(BY_NAME, "dee", entryId);

        assertThat(entry.canBeLinked()).isFalse();
        assertThat(entry.owns(null)).isFalse();
    }

    @Test
    void ownsLinkOfAccountWithStableExternalId() {
        DirectoryEntry entry = DirectoryEntry.of("f:database:4711", "dee", null);

        assertThat(entry.canBeLinked()).isTrue();
        assertThat(entry.owns(null)).isTrue();
    }
}
