package cloud.magento.accounts.bulk;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The last line of an answer.
 *
 * @param results how many rows came to each result
 */
public record BulkSummary(int rows, int failed, boolean dryRun, Map<String, Integer> results) {
    public BulkSummary {
        results = Collections.unmodifiableMap(new TreeMap<>(results));
    }
}
