package cloud.magento.accounts.broker.ledger;

import cloud.magento.accounts.ledger.chain.CanonicalJson;
import cloud.magento.accounts.ledger.chain.EntryHash;
import cloud.magento.accounts.ledger.chain.LedgerRecord;
import cloud.magento.accounts.ledger.chain.PersonalPart;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes ledgers like those of a realm that is used, always the same for the same size: mostly links made, each with the
 * account's data, one in ten by an administrator, and one account in a hundred erased later.
 *
 * <p>Run by itself it writes an export of any size: {@code GeneratedLedger ENTRIES FILE}.
 */
public final class GeneratedLedger {
    public static final String REALM = "7c1f8f2e-58a6-4a3c-9a0e-0d9b7c1e2f30";

    private static final int ERASED_EVERY = 100;
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final Instant BEGIN = Instant.parse("2020-04-01T00:00:00Z");

    private final Random random = new Random(4);
    private final Consumer<LedgerRecord> sink;
    private String head = EntryHash.GENESIS;
    private long seq;

    private GeneratedLedger(Consumer<LedgerRecord> sink) {
        this.sink = sink;
    }

    public static void main(String[] arguments) {
        write(Path.of(arguments[1]), Integer.parseInt(arguments[0]));
    }

    /** Writes an export of so many entries and gives the last one's hash. */
    public static String write(Path file, int entries) {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            return make(entries, record -> {
                try {
                    out.write(record.line());
                    out.write('\n');
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes so many entries and gives the last one's hash. */
    public static String make(int entries, Consumer<LedgerRecord> sink) {
        GeneratedLedger ledger = new GeneratedLedger(sink);
        for (int i = 1; i <= entries; i++) {
            ledger.add(i, entries);
        }
        return ledger.head;
    }

    private void add(int place, int entries) {
        boolean erasure = place % ERASED_EVERY == 0;
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("v", 1);
        entry.put("realm", REALM);
        entry.put("seq", ++seq);
        entry.put("time", TIME.format(BEGIN.plusMillis(place * 1237L)));
        entry.put("previous", head);
        entry.put("reference", "M-%04X-%04X".formatted(random.nextInt(1 << 16), random.nextInt(1 << 16)));
        if (erasure) {
            entry.put("type", "erased");
            entry.put("by", "administrator");
            entry.put("details", Map.of("entries", List.of(place - 1L), "parts", "account"));
            append(entry, null, administrator());
            return;
        }
        boolean byAdministrator = place % 10 == 0;
        entry.put("type", place % 7 == 0 ? "link-ended" : "link-made");
        entry.put("by", byAdministrator ? "administrator" : "person");
        entry.put("reason", "linked");
        entry.put("proof", byAdministrator ? "administrator" : "password");
        entry.put("client", "storefront");
        entry.put("details", Map.of("alias", "magento", "provider", "magento"));
        boolean erasedLater = place % ERASED_EVERY == ERASED_EVERY - 1 && place < entries;
        append(entry, person(place), byAdministrator ? administrator() : null, erasedLater);
    }

    private void append(Map<String, Object> entry, @Nullable PersonalPart account, @Nullable PersonalPart actor) {
        append(entry, account, actor, false);
    }

    private void append(
            Map<String, Object> entry, @Nullable PersonalPart account, @Nullable PersonalPart actor, boolean erased) {
        if (account != null) {
            entry.put("account", account.commitment());
        }
        if (actor != null) {
            entry.put("actor", actor.commitment());
        }
        head = EntryHash.of(CanonicalJson.of(entry));
        sink.accept(new LedgerRecord(entry, head, erased ? null : account, actor));
    }

    private PersonalPart person(int place) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("account", uuid());
        data.put("issuer", "https://account.magento.com");
        data.put("subject", uuid());
        data.put("name", place % 5 == 0 ? "Zo\u00eb \u00c5str\u00f6m " + place : "person" + place + "@example.com");
        data.put("authTime", BEGIN.getEpochSecond() + place);
        data.put("acr", "1");
        data.put("amr", List.of("pwd", "otp"));
        data.put("address", "2001:db8::" + Integer.toHexString(place & 0xffff));
        return new PersonalPart(data, salt());
    }

    private PersonalPart administrator() {
        return new PersonalPart(Map.of("actor", uuid(), "realm", "master", "address", "192.0.2.7"), salt());
    }

    private String uuid() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private String salt() {
        byte[] salt = new byte[32];
        random.nextBytes(salt);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(salt);
    }
}
