package cloud.magento.accounts.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the list of accounts that would be stopped, in the order of their names.
 *
 * @param rows the accounts of this page; none beyond the end
 * @param next what to ask for the page after this one with, or null where this is the last
 */
public record StoppedPage(List<StoppedRow> rows, @Nullable String next) {
    public StoppedPage {
        rows = List.copyOf(rows);
    }
}
