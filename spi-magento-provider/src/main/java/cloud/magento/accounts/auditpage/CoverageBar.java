package cloud.magento.accounts.auditpage;

import cloud.magento.accounts.report.Coverage.Counts;
import cloud.magento.accounts.web.ReadableNumber;
import java.util.ArrayList;
import java.util.List;

/** How much of a bar each state of the accounts takes. */
final class CoverageBar {
    /** How long a bar is. */
    static final int LENGTH = 1000;

    /** What can still be seen: no state that an account is in is left out. */
    static final int SHORTEST = 8;

    private CoverageBar() {}

    /**
     * The parts of the bar, one after the other without gaps, from 0 to {@link #LENGTH}; none where there is no
     * account.
     *
     * @param counts the accounts; connected ones come first
     */
    static List<Part> of(Counts counts) {
        List<Part> parts = new ArrayList<>();
        if (counts.total() > 0) {
            add(parts, "linked", counts.linked(), counts.total());
            add(parts, "exempt", counts.exempt(), counts.total());
            add(parts, "due", counts.due(), counts.total());
            add(parts, "overdue", counts.overdue(), counts.total());
        }
        return together(parts);
    }

    private static void add(List<Part> parts, String state, long accounts, long total) {
        if (accounts > 0) {
            parts.add(new Part(state, 0, Math.max(SHORTEST, ReadableNumber.permille(accounts, total))));
        }
    }

    /** What rounding and the shortest parts are too long or too short by is the longest part's. */
    private static List<Part> together(List<Part> parts) {
        int over = parts.stream().mapToInt(Part::width).sum() - LENGTH;
        int longest = parts.stream().mapToInt(Part::width).max().orElse(0);
        List<Part> placed = new ArrayList<>();
        int from = 0;
        boolean isFitted = false;
        for (Part part : parts) {
            boolean gives = !isFitted && part.width() == longest;
            isFitted |= gives;
            int width = gives ? part.width() - over : part.width();
            placed.add(new Part(part.state(), from, width));
            from += width;
        }
        return placed;
    }

    /**
     * A part of the bar.
     *
     * @param state the state by its id
     * @param from where it begins, in thousandths of the bar
     * @param width how long it is, likewise
     */
    record Part(String state, int from, int width) {}
}
