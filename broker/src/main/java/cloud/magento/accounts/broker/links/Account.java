package cloud.magento.accounts.broker.links;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose account it is, as an operator knows it: by exactly one of the three. */
final class Account {
    @Option(
            names = "--username",
            required = true,
            paramLabel = "NAME",
            description = "The account with this user name.")
    private @Nullable String username;

    @Option(names = "--email", required = true, paramLabel = "ADDRESS", description = "The account with this address.")
    private @Nullable String email;

    @Option(names = "--id", required = true, paramLabel = "ID", description = "The account with this id.")
    private @Nullable String id;

    /** As a person may read it. */
    String name() {
        return username != null ? username : email != null ? email : String.valueOf(id);
    }

    /**
     * The account's id.
     *
     * @throws CommandException where there is no such account, or several
     */
    String find(Api api) {
        String member = username != null ? "username" : email != null ? "email" : "userId";
        Set<String> found = new LinkedHashSet<>();
        JsonNode page = api.get("/magento/identities", Map.of("search", name(), "exact", "true", "max", "100"));
        for (JsonNode row : page.path("identities")) {
            if (row.path(member).asText().equalsIgnoreCase(name())) {
                found.add(row.path("userId").asText());
            }
        }
        return found.isEmpty() ? ofDirectory(api) : only(found);
    }

    /** People whose directory is not imported are in no list; Keycloak itself finds them. */
    private String ofDirectory(Api api) {
        if (id != null) {
            return api.get("/users/" + Http.encode(id), Map.of()).path("id").asText(id);
        }
        Set<String> found = new LinkedHashSet<>();
        JsonNode users = api.get("/users", Map.of(username != null ? "username" : "email", name(), "exact", "true"));
        users.forEach(user -> found.add(user.path("id").asText()));
        if (found.isEmpty()) {
            throw none(api);
        }
        return only(found);
    }

    private String only(Set<String> found) {
        if (found.size() > 1) {
            throw CommandException.refused(
                    name() + " are several accounts. Say which with --id: " + String.join(", ", found));
        }
        return found.iterator().next();
    }

    private CommandException none(Api api) {
        return CommandException.refused("There is no account " + name() + " in the realm " + api.realm() + ".");
    }
}
