package cloud.magento.accounts.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One row of an answer. Databases differ in the types they give numbers, so each is asked for as what it means. */
final class ResultRow {
    private final @Nullable Object[] cells;

    ResultRow(@Nullable Object[] cells) {
        this.cells = cells;
    }

    @Nullable
    String textOrNull(int column) {
        Object cell = cells[column];
        return cell == null ? null : cell.toString();
    }

    /** What may not be null, or else nothing. */
    String text(int column) {
        String text = textOrNull(column);
        return text == null ? "" : text;
    }

    boolean isNull(int column) {
        return cells[column] == null;
    }

    /** A count, or the sum over no rows, which is null. */
    long number(int column) {
        return cells[column] instanceof Number number ? number.longValue() : 0;
    }

    /** From milliseconds since the epoch. */
    @Nullable
    Instant instantOrNull(int column) {
        return cells[column] instanceof Number number ? Instant.ofEpochMilli(number.longValue()) : null;
    }

    /** A condition selected as 1 or 0, which every database can tell. */
    boolean flag(int column) {
        return number(column) == 1;
    }
}
