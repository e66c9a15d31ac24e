package cloud.magento.accounts.bundle;

import cloud.magento.accounts.ledger.BundleParts;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Where the lines of a bundle come from. */
public final class BundleSource {
    private BundleSource() {}

    /** A whole one, sent by one request. */
    public static Supplier<Iterator<String>> of(String text) {
        return () -> text.lines().iterator();
    }

    /**
     * One that was sent in parts, each cut at the end of a line; one of them is in memory at a time.
     *
     * @throws BundleException where none was sent, or one is missing
     */
    public static Supplier<Iterator<String>> of(BundleParts parts) {
        List<Integer> numbers = parts.numbers();
        if (numbers.isEmpty()) {
            throw new BundleException(
                    BundleException.Kind.INVALID,
                    "There are no parts of this upload: they were never sent, or were forgotten after two days.");
        }
        if (numbers.get(numbers.size() - 1) != numbers.size()) {
            throw new BundleException(
                    BundleException.Kind.INVALID,
                    "A part is missing: the last is " + numbers.get(numbers.size() - 1) + ", and " + numbers.size()
                            + " are here.");
        }
        return () -> numbers.stream()
                .flatMap(number -> Stream.of(number).map(parts::text).flatMap(String::lines))
                .iterator();
    }
}
