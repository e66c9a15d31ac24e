package cloud.magento.accounts.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of an answer. Databases differ in the types they give numbers, so each is asked for as what it means: by the
 * name of its column, where an enum lists the columns in the order in which they are selected, or else by its place.
 */
final class ResultRow {
    private final @Nullable Object[] cells;

    ResultRow(@Nullable Object[] cells) {
        this.cells = cells;
    }

    @Nullable
    String textOrNull(Enum<?> column) {
        return textOrNull(column.ordinal());
    }

    String text(Enum<?> column) {
        return text(column.ordinal());
    }

    boolean isNull(Enum<?> column) {
        return cells[column.ordinal()] == null;
    }

    long number(Enum<?> column) {
        return number(column.ordinal());
    }

    boolean flag(Enum<?> column) {
        return flag(column.ordinal());
    }

    /** From milliseconds since the epoch. */
    @Nullable
    Instant instantOrNull(Enum<?> column) {
        return cells[column.ordinal()] instanceof Number number ? Instant.ofEpochMilli(number.longValue()) : null;
    }

    private @Nullable String textOrNull(int column) {
        Object cell = cells[column];
        return cell == null ? null : cell.toString();
    }

    /** What may not be null, or else nothing. */
    String text(int column) {
        String text = textOrNull(column);
        return text == null ? "" : text;
    }

    /** A count, or the sum over no rows, which is null. */
    long number(int column) {
        return cells[column] instanceof Number number ? number.longValue() : 0;
    }

    /** A condition, selected as 1 or 0 or as it is, which some databases give as a number. */
    boolean flag(int column) {
        return cells[column] instanceof Boolean condition ? condition : number(column) == 1;
    }
}
