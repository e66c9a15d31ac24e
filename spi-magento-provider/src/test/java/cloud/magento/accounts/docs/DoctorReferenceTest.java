package cloud.magento.accounts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.doctor.Changes;
import cloud.magento.accounts.doctor.Doctor;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of the doctor's checks has each of them, and says what the fix of each changes. */
class DoctorReferenceTest {
    private static final int FIX = 5;

    @Test
    void hasRowForEveryCheckWithWhatItsFixChanges() {
        Map<String, String> documented = new TreeMap<>();
        rows().forEach(row -> documented.put(Document.plain(row.get(0)), firstWord(row.get(FIX))));

        Map<String, String> checks = new TreeMap<>(Map.of("provider", ""));
        Doctor.checks().forEach((check, changes) -> checks.put(check, words(changes)));

        assertThat(documented).isEqualTo(checks);
    }

    private static Stream<List<String>> rows() {
        return Document.named("doctor.md").section("Checks").rows();
    }

    private static String firstWord(String cell) {
        return cell.strip().split("[:;]")[0];
    }

    /** The realm's last. */
    private static String words(Set<Changes> changes) {
        return changes.stream()
                .sorted(Comparator.comparing(Changes.REALM::equals))
                .map(DoctorReferenceTest::word)
                .collect(Collectors.joining(" and "));
    }

    private static String word(Changes changes) {
        return switch (changes) {
            case NOTHING -> "";
            case PROVIDERS -> "provider";
            case REALM, CLIENTS -> changes.name().toLowerCase(Locale.ROOT);
        };
    }
}
