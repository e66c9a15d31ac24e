package cloud.magento.accounts.operatepage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a page told before it asks for a confirmation, as a digest that the confirmation brings along: what somebody
 * else did meanwhile is not done or undone unseen.
 */
record Told(String digest) {
    /** The field of a confirmation. */
    static final String FIELD = "told";

    /** The same for the same texts, and for whatever else tells all of itself. */
    static Told of(Object... shown) {
        return new Told(Digest.of(Arrays.stream(shown)
                .map(String::valueOf)
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether this confirms something else than what would be done now. */
    boolean isOutdated(Sent sent) {
        return sent.isConfirmed() && !digest.equals(sent.text(FIELD));
    }

    /** Has the form confirm this. */
    Form confirmedBy(Form form) {
        return form.hidden(FIELD, digest).confirming();
    }
}
