package cloud.magento.accounts.bundle;

import cloud.magento.accounts.ledger.EarlierLedgers.Signed;
import cloud.magento.accounts.ledger.chain.LedgerRecord;
import cloud.magento.accounts.registry.CohortApproval;
import cloud.magento.accounts.registry.Exemption;
import cloud.magento.accounts.registry.ExpectedLink;
import cloud.magento.accounts.registry.LinkArchive.StoredExemption;
import cloud.magento.accounts.registry.StoredLink;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.util.JsonSerialization;

/** Reads a bundle's lines one after the other, and refuses one that is not whole or not as it was written. */
final class BundleReader {
    /** Begins a line of the type {@code entry}; what follows, but for the last brace, is the record. */
    private static final String ENTRY = "{\"type\":\"entry\",\"record\":";

    /** Takes what the lines say, in their order. */
    interface Sink {
        default void header(JsonNode header) {}

        default void link(StoredLink link) {}

        /** How the provider was before it was taken over. */
        default void formerProvider(String settings) {}

        default void expected(ExpectedLink link) {}

        default void exemption(StoredExemption exemption) {}

        default void approval(CohortApproval approval) {}

        default void ledger(String origin) {}

        default void checkpoint(Signed checkpoint) {}

        default void entry(LedgerRecord record) {}

        default void ledgerEnd(long entries, String head) {}

        /** All before the last line was as its hash says; this is what signs the hash. */
        default void signed(Signed signature, String sha256) {}
    }

    private final Sink sink;
    private final RunningHash hash = new RunningHash();
    private final Map<BundleLine, Long> counts = new EnumMap<>(BundleLine.class);
    private long number;
    private boolean ended;

    private BundleReader(Sink sink) {
        this.sink = sink;
    }

    /** @throws BundleException where it is not whole, or not as it was written */
    static void read(Iterator<String> lines, Sink sink) {
        BundleReader reader = new BundleReader(sink);
        while (lines.hasNext()) {
            reader.line(lines.next());
        }
        if (!reader.ended) {
            throw BundleException.invalid(
                    reader.number + 1, "the end is missing. The export did not finish, or a part is missing");
        }
    }

    private void line(String text) {
        number++;
        if (ended) {
            throw BundleException.invalid(number, "there is something after the end");
        }
        try {
            if (text.startsWith(ENTRY)) {
                count(BundleLine.ENTRY, text);
                sink.entry(LedgerRecord.parse(text.substring(ENTRY.length(), text.length() - 1)));
            } else {
                JsonNode line = JsonSerialization.mapper.readTree(text);
                BundleLine type = BundleLine.ofId(line.path("type").asText())
                        .orElseThrow(() -> new IllegalArgumentException("it is of no known type"));
                take(type, line, text);
            }
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw BundleException.invalid(
                    number, e instanceof IllegalArgumentException ? reason(e) : "it cannot be read");
        }
    }

    private static String reason(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private void count(BundleLine type, String text) {
        if ((number == 1) != (type == BundleLine.HEADER)) {
            throw new IllegalArgumentException("a bundle begins with its header, and has one");
        }
        counts.merge(type, 1L, Long::sum);
        hash.add((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void take(BundleLine type, JsonNode line, String text) {
        if (type == BundleLine.END) {
            end(line);
            return;
        }
        count(type, text);
        switch (type) {
            case HEADER -> sink.header(line);
            case LINK ->
                sink.link(new StoredLink(
                        text(line, "account"),
                        text(line, "issuer"),
                        text(line, "subject"),
                        number(line, "linkedAt"),
                        text(line, "proof"),
                        line.has("lastSeen") ? number(line, "lastSeen") : null,
                        optional(line, "email"),
                        optional(line, "entry"),
                        optional(line, "secondFactors")));
            case PROVIDER -> sink.formerProvider(text(line, "before"));
            case EXPECTED ->
                sink.expected(new ExpectedLink(
                        text(line, "account"), text(line, "address"), time(line, "since"), time(line, "until")));
            case EXEMPTION ->
                sink.exemption(new StoredExemption(
                        new Exemption(
                                text(line, "account"),
                                time(line, "until"),
                                text(line, "why"),
                                text(line, "grantedBy"),
                                time(line, "grantedAt")),
                        optional(line, "group")));
            case APPROVAL ->
                sink.approval(new CohortApproval(
                        text(line, "group"),
                        Instant.parse(text(line, "deadline")),
                        text(line, "why"),
                        optional(line, "approvedBy"),
                        time(line, "approvedAt")));
            case LEDGER -> sink.ledger(text(line, "realm"));
            case CHECKPOINT -> sink.checkpoint(new Signed(text(line, "token"), optional(line, "key")));
            case LEDGER_END -> sink.ledgerEnd(number(line, "entries"), text(line, "head"));
            default -> throw new IllegalArgumentException("it is not written as an export writes it");
        }
    }

    private void end(JsonNode line) {
        for (BundleLine counted : RunningHash.COUNTED) {
            if (number(line, counted.id()) != counts.getOrDefault(counted, 0L)) {
                throw new IllegalArgumentException("there are not as many lines as there were");
            }
        }
        String sha256 = hash.hex();
        if (!sha256.equals(text(line, "sha256"))) {
            throw new IllegalArgumentException("the hash is another: something before this line was changed");
        }
        sink.signed(new Signed(text(line, "signature"), optional(line, "key")), sha256);
        ended = true;
    }

    private static String text(JsonNode line, String name) {
        if (!line.path(name).isTextual()) {
            throw new IllegalArgumentException("\"" + name + "\" is missing");
        }
        return line.path(name).asText();
    }

    private static @Nullable String optional(JsonNode line, String name) {
        return line.has(name) ? text(line, name) : null;
    }

    private static long number(JsonNode line, String name) {
        if (!line.path(name).isIntegralNumber()) {
            throw new IllegalArgumentException("\"" + name + "\" is missing");
        }
        return line.path(name).asLong();
    }

    private static Instant time(JsonNode line, String name) {
        return Instant.ofEpochMilli(number(line, name));
    }
}
