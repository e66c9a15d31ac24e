package cloud.magento.accounts.report;

import cloud.magento.accounts.policy.SignInWay;
import cloud.magento.accounts.report.StoppedRow.Use;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.util.JsonSerialization;

/**
 * Every account that would be stopped, by their names. In a table each application into which it came of late is a line
 * of its own, so that it can be sorted and counted by application; who came into none has one line all the same.
 */
public final class StoppedExport implements ListExport {
    private final StoppedAccounts accounts;

    StoppedExport(StoppedAccounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public List<String> names() {
        return List.of("userId", "username", "email", "reason", "deadline", "clientId", "ways", "lastDay");
    }

    @Override
    public void items(Sink sink) throws IOException {
        accounts.to(row -> sink.accept(new Account(row)));
    }

    /** The account as a JSON object; what there is none of is left out. */
    public static Map<String, Object> object(StoppedRow row) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("userId", row.userId());
        object.put("username", row.username());
        if (row.email() != null) {
            object.put("email", row.email());
        }
        object.put("reason", row.reason().id());
        object.put("deadline", row.deadline().toString());
        object.put(
                "applications",
                row.applications().stream()
                        .map(use -> Map.of(
                                "clientId",
                                use.clientId(),
                                "ways",
                                ids(use),
                                "lastDay",
                                use.lastDay().toString()))
                        .toList());
        return object;
    }

    private static List<String> ids(Use use) {
        return use.ways().stream().map(SignInWay::id).toList();
    }

    private record Account(StoppedRow row) implements Item {
        @Override
        public List<List<String>> lines() {
            return row.applications().isEmpty()
                    ? List.of(line(null))
                    : row.applications().stream().map(this::line).toList();
        }

        @Override
        public String json() {
            try {
                return JsonSerialization.writeValueAsString(object(row));
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        private List<String> line(@Nullable Use use) {
            return List.of(
                    row.userId(),
                    row.username(),
                    row.email() == null ? "" : row.email(),
                    row.reason().id(),
                    row.deadline().toString(),
                    use == null ? "" : use.clientId(),
                    use == null ? "" : String.join(" ", ids(use)),
                    use == null ? "" : use.lastDay().toString());
        }
    }
}
