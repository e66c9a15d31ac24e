package cloud.magento.accounts.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.util.JsonSerialization;

/**
 * The public names and forms of what a row tells, the same in every format: times in ISO 8601, what is not there left
 * out.
 */
public final class IdentityFields {
    static final List<String> NAMES = List.of(
            "userId",
            "username",
            "email",
            "enabled",
            "state",
            "deadline",
            "exemptUntil",
            "issuer",
            "subject",
            "upstreamName",
            "upstreamEmail",
            "emailDrift",
            "linkedAt",
            "proof",
            "lastSeen");

    private IdentityFields() {}

    /** The row as a JSON object. */
    public static Map<String, Object> object(IdentityRow row) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("userId", row.userId());
        object.put("username", row.username());
        put(object, "email", row.email());
        object.put("enabled", row.enabled());
        object.put("state", row.state().id());
        object.put("deadline", row.deadline().toString());
        put(object, "exemptUntil", row.exemptUntil());
        put(object, "issuer", row.issuer());
        put(object, "subject", row.subject());
        put(object, "upstreamName", row.upstreamName());
        put(object, "upstreamEmail", row.upstreamEmail());
        object.put("emailDrift", row.emailDrift());
        put(object, "linkedAt", row.linkedAt());
        put(object, "proof", row.proof());
        put(object, "lastSeen", row.lastSeen());
        return object;
    }

    static String json(IdentityRow row) {
        try {
            return JsonSerialization.writeValueAsString(object(row));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The values in the order of the names, empty where there is none. */
    static List<String> texts(IdentityRow row) {
        return List.of(
                row.userId(),
                row.username(),
                text(row.email()),
                text(row.enabled()),
                row.state().id(),
                text(row.deadline()),
                text(row.exemptUntil()),
                text(row.issuer()),
                text(row.subject()),
                text(row.upstreamName()),
                text(row.upstreamEmail()),
                text(row.emailDrift()),
                text(row.linkedAt()),
                text(row.proof()),
                text(row.lastSeen()));
    }

    private static void put(Map<String, Object> object, String name, @Nullable Object value) {
        if (value instanceof Instant instant) {
            object.put(name, instant.toString());
        } else if (value != null) {
            object.put(name, value);
        }
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
