package cloud.magento.accounts.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.util.JsonSerialization;

/**
 * What is told of an account, in this order in every format: times in ISO 8601, what is not there left out, or in a
 * table empty. A new one needs a component of {@link IdentityRow}, a column of {@link Accounts.Column}, and a line in
 * the API's description and in {@code docs/rest.md}; tests hold those to this list.
 */
public enum IdentityField {
    USER_ID("userId", IdentityRow::userId),
    USERNAME("username", IdentityRow::username),
    EMAIL("email", IdentityRow::email),
    ENABLED("enabled", IdentityRow::enabled),
    STATE("state", row -> row.state().id()),
    DEADLINE("deadline", IdentityRow::deadline),
    EXEMPT_UNTIL("exemptUntil", IdentityRow::exemptUntil),
    ISSUER("issuer", IdentityRow::issuer),
    SUBJECT("subject", IdentityRow::subject),
    UPSTREAM_NAME("upstreamName", IdentityRow::upstreamName),
    UPSTREAM_EMAIL("upstreamEmail", IdentityRow::upstreamEmail),
    EMAIL_DRIFT("emailDrift", IdentityRow::emailDrift),
    LINKED_AT("linkedAt", IdentityRow::linkedAt),
    PROOF("proof", IdentityRow::proof),
    LAST_SEEN("lastSeen", IdentityRow::lastSeen);

    private final String id;
    private final Function<IdentityRow, @Nullable Object> value;

    IdentityField(String id, Function<IdentityRow, @Nullable Object> value) {
        this.id = id;
        this.value = value;
    }

    /** The public name. */
    public String id() {
        return id;
    }

    /** The row as a JSON object. */
    public static Map<String, Object> object(IdentityRow row) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (IdentityField field : values()) {
            @Nullable Object value = field.value.apply(row);
            if (value != null) {
                object.put(field.id, value instanceof Boolean ? value : value.toString());
            }
        }
        return object;
    }

    static String json(IdentityRow row) {
        try {
            return JsonSerialization.writeValueAsString(object(row));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The names, as the head of a table. */
    static List<String> names() {
        return Arrays.stream(values()).map(IdentityField::id).toList();
    }

    /** The values in the order of the names, empty where there is none. */
    static List<String> texts(IdentityRow row) {
        return Arrays.stream(values())
                .map(field -> {
                    @Nullable Object value = field.value.apply(row);
                    return value == null ? "" : value.toString();
                })
                .toList();
    }
}
