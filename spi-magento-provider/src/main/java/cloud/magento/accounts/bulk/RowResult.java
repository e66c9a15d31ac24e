package cloud.magento.accounts.bulk;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What became of a row.
 *
 * @param line where the row stands
 * @param id the account's id, where one was found
 * @param error and message where it failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RowResult(
        int line,
        String result,
        @Nullable String id,
        @Nullable String error,
        @Nullable String message) {

    static RowResult of(int line, Outcome outcome, @Nullable String id) {
        return new RowResult(line, outcome.id(), id, null, null);
    }

    static RowResult failed(int line, @Nullable String id, RowError error, String message) {
        return failed(line, id, error.id(), message);
    }

    static RowResult failed(int line, @Nullable String id, String error, String message) {
        return new RowResult(line, Outcome.FAILED.id(), id, error, message);
    }
}
