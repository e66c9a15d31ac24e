package cloud.magento.accounts.operatepage;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.keycloak.http.FormPartValue;

/** What a form sent. */
record Sent(MultivaluedMap<String, String> values) {
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");

    static Sent ofParts(MultivaluedMap<String, FormPartValue> parts) {
        MultivaluedMap<String, String> values = new MultivaluedHashMap<>();
        parts.forEach((name, some) -> {
            if (!name.equals(LinksPage.FILE)) {
                some.forEach(value -> values.add(name, value.asString()));
            }
        });
        return new Sent(values);
    }

    /** The text, without the blanks around it; empty where nothing was sent. */
    String text(String name) {
        @Nullable String value = values.getFirst(name);
        return value == null ? "" : value.strip();
    }

    boolean flag(String name) {
        return "true".equals(text(name));
    }

    boolean is(String act) {
        return act.equals(text(Form.ACT));
    }

    boolean isConfirmed() {
        return flag(Form.CONFIRMED);
    }

    /** A day or a minute of UTC as the API reads it; another text is left for the API to refuse. */
    String time(String name) {
        String text = text(name);
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .toString();
            }
            return text.isEmpty() || text.endsWith("Z")
                    ? text
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC).toString();
        } catch (DateTimeException e) {
            return text;
        }
    }

    /** What a field of a date and a time takes. */
    static String field(@Nullable Instant moment) {
        return moment == null ? "" : MINUTES.format(moment.atOffset(ZoneOffset.UTC));
    }
}
