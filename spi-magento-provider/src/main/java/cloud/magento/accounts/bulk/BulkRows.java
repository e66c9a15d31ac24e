package cloud.magento.accounts.bulk;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Rows one after the other, as a file has them. */
interface BulkRows {
    /**
     * A row as it was read.
     *
     * @param row null where it cannot be used
     * @param problem why, or null
     */
    record Read(int line, @Nullable BulkRow row, @Nullable RowException problem) {
        static Read of(int line, Supplier<BulkRow> row) {
            try {
                return new Read(line, row.get(), null);
            } catch (RowException e) {
                return new Read(line, null, e);
            }
        }
    }

    /** The next row, or empty at the end. */
    Optional<Read> next();
}
