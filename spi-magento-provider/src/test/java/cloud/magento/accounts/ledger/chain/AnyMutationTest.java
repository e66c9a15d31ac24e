package cloud.magento.accounts.ledger.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Changes that nobody thought of. Those tried are random and always the same. */
class AnyMutationTest {
    private static final int MUTATIONS = 4000;
    private static final String REPLACEMENTS = "0123456789abcdefABCDEFzZ \"\\{}[]:,-.\u00e9\u0000";

    private final Random random = new Random(8785);
    private final List<String> lines = ledger().stream().map(LedgerRecord::line).toList();

    @Test
    void locatesTamperingByReplacedCharacter() {
        for (int i = 0; i < MUTATIONS; i++) {
            int line = random.nextInt(lines.size());
            String original = lines.get(line);
            int at = random.nextInt(original.length());
            char other = REPLACEMENTS.charAt(random.nextInt(REPLACEMENTS.length()));
            if (other == original.charAt(at)) {
                continue;
            }
            found(line, original, original.substring(0, at) + other + original.substring(at + 1));
        }
    }

    @Test
    void locatesTamperingByAddedOrRemovedCharacter() {
        for (int i = 0; i < MUTATIONS; i++) {
            int line = random.nextInt(lines.size());
            String original = lines.get(line);
            int at = random.nextInt(original.length());
            String mutated = random.nextBoolean()
                    ? original.substring(0, at) + original.substring(at + 1)
                    : original.substring(0, at)
                            + REPLACEMENTS.charAt(random.nextInt(REPLACEMENTS.length()))
                            + original.substring(at);
            found(line, original, mutated);
        }
    }

    @Test
    void detectsTamperingByRemovedMovedOrAddedLine() {
        for (int i = 0; i < MUTATIONS; i++) {
            List<String> changed = new ArrayList<>(lines);
            int from = random.nextInt(lines.size() - 1);
            int to = random.nextInt(lines.size());
            switch (random.nextInt(3)) {
                case 0 -> changed.remove(from);
                case 1 -> changed.add(to, lines.get(from));
                default -> Collections.swap(changed, from, to);
            }
            if (!changed.equals(lines)) {
                assertThat(check(changed)).as("from %d to %d", from, to).isInstanceOf(ChainResult.Broken.class);
            }
        }
    }

    private void found(int line, String original, String mutated) {
        if (saysTheSame(original, mutated)) {
            return;
        }
        List<String> changed = new ArrayList<>(lines);
        changed.set(line, mutated);
        assertThat(check(changed))
                .as(mutated)
                .isInstanceOfSatisfying(
                        ChainResult.Broken.class,
                        broken -> assertThat(broken.seq())
                                .as("%s in %s", broken, mutated)
                                .isEqualTo(line + 1));
    }

    /** Space between values, and another form of an escape, change nothing that the line says. */
    private static boolean saysTheSame(String original, String mutated) {
        try {
            return LedgerRecord.parse(mutated).line().equals(original);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static ChainResult check(List<String> lines) {
        ChainCheck check = new ChainCheck();
        try {
            for (String line : lines) {
                if (!check.accept(LedgerRecord.parse(line))) {
                    break;
                }
            }
        } catch (IllegalArgumentException e) {
            check.unreadable(String.valueOf(e.getMessage()));
        }
        return check.finish();
    }

    private static List<LedgerRecord> ledger() {
        TestLedgers ledger = TestLedgers.ledger();
        for (int i = 0; i < 7; i++) {
            ledger.linked().linked().linked();
            ledger.erased(i % 2 == 0 ? "account" : "actor", 3 + 4 * i);
        }
        List<LedgerRecord> records = ledger.records();
        for (int i = 0; i < 7; i++) {
            int seq = 3 + 4 * i;
            if (i % 2 == 0) {
                records.set(seq - 1, TestLedgers.without(records.get(seq - 1), "account"));
            }
        }
        return records;
    }
}
