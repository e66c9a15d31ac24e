package cloud.magento.accounts.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, in the order of the accounts' names.
 *
 * @param rows the accounts of this page; none beyond the end
 * @param next what to ask for the page after this one with, or null where this is the last
 */
public record IdentityPage(List<IdentityRow> rows, @Nullable String next) {
    public static final int USUAL_SIZE = 100;
    public static final int MAX_SIZE = 1000;

    public IdentityPage {
        rows = List.copyOf(rows);
    }
}
