package cloud.magento.accounts.broker.links;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says why one person can or cannot sign in. */
@Command(
        name = "diagnose",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Says why one person can or cannot sign in, and what helps.",
        descriptionHeading = "%n",
        description = {
            "Why a person can or cannot sign in, in one sentence; what the policy says to each way of signing in; the"
                    + " last refusals; and what helps, as calls of the REST API."
        },
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = "  magento-links diagnose grace --application shop")
final class DiagnoseCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The account: its user name, email address or id.")
    private String name = "";

    @Option(
            names = "--application",
            paramLabel = "ID",
            description = "The application that the person wants to sign in to, by its client id.")
    private @Nullable String application;

    @Option(
            names = "--at",
            paramLabel = "DATE",
            converter = Moment.Reader.class,
            description = "The moment; now when not given.")
    private @Nullable Moment at;

    private final LinksCommand root;

    DiagnoseCommand(LinksCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Output output = root.output();
        Api api = root.api();
        Map<String, String> query = new HashMap<>();
        if (application != null) {
            query.put("client", application);
        }
        if (at != null) {
            query.put("at", at.text());
        }
        JsonNode told = api.get("/magento/users/" + Http.encode(find(api)) + "/diagnosis", query);
        output.line(told.path("sentence").asText());
        told.path("ways")
                .forEach(way -> output.line("  " + way.path("way").asText() + ": "
                        + way.path("outcome").asText() + " ("
                        + way.path("reason").asText() + ")"
                        + (way.path("opens").asBoolean() ? "" : ", not open")));
        told.path("refusals")
                .forEach(refusal -> output.line("Refused " + refusal.path("at").asText() + ", "
                        + refusal.path("reason").asText()
                        + (refusal.has("reference")
                                ? ", " + refusal.path("reference").asText()
                                : "")));
        told.path("remedies")
                .forEach(remedy -> output.line("Helps: " + remedy.path("remedy").asText() + ", "
                        + remedy.path("method").asText() + " "
                        + remedy.path("path").asText()
                        + (remedy.has("body") ? " " + Output.text(remedy.path("body")) : "")));
        output.json(told);
        return ExitCode.DONE.number();
    }

    /** People whose directory is not imported are in no list; Keycloak itself finds them. */
    private String find(Api api) {
        Set<String> found = new LinkedHashSet<>();
        JsonNode page = api.get("/magento/identities", Map.of("search", name, "exact", "true", "max", "100"));
        for (JsonNode row : page.path("identities")) {
            if (is(row, "userId") || is(row, "username") || is(row, "email")) {
                found.add(row.path("userId").asText());
            }
        }
        for (String member : found.isEmpty() ? new String[] {"username", "email"} : new String[0]) {
            api.get("/users", Map.of(member, name, "exact", "true"))
                    .forEach(user -> found.add(user.path("id").asText()));
        }
        if (found.isEmpty()) {
            throw CommandException.refused("There is no account " + name + " in the realm " + api.realm() + ".");
        }
        if (found.size() > 1) {
            throw CommandException.refused(
                    name + " are several accounts. Say which by its id: " + String.join(", ", found));
        }
        return found.iterator().next();
    }

    private boolean is(JsonNode row, String member) {
        return row.path(member).asText().equalsIgnoreCase(name);
    }
}
