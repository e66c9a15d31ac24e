package cloud.magento.accounts.broker.links;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells how Magento.com fares, declares an outage of it, or ends one. */
@Command(
        name = "outage",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Tells how Magento.com fares; declares an outage, or ends one.",
        descriptionHeading = "%n",
        description = {
            "Without an option: whether Magento.com answers the server, and whether an outage is declared. Until a"
                    + " declared outage ends, which it does by itself, linked people may sign in with the password that"
                    + " they had here."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  magento-links outage --until 2027-06-30T18:00:00Z --reason \"Magento.com is being repaired\" --dry-run",
            "  magento-links outage --end"
        })
final class OutageCommand implements Callable<Integer> {
    private static final String PATH = "/magento/outage";

    @ArgGroup
    private @Nullable Change change;

    @Mixin
    private final DryRun dryRun = new DryRun();

    private final LinksCommand root;

    OutageCommand(LinksCommand root) {
        this.root = root;
    }

    /** One of the two. */
    static final class Change {
        @ArgGroup(exclusive = false)
        private @Nullable Declaration declaration;

        @Option(names = "--end", required = true, description = "End the outage that is declared now.")
        private boolean end;
    }

    static final class Declaration {
        @Option(
                names = "--until",
                required = true,
                paramLabel = "DATE",
                converter = Moment.Reader.class,
                description = "Its end: a date and time with an offset.")
        private Moment until = new Moment("");

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description = "One line, which people read on the pages.")
        private String reason = "";
    }

    @Override
    public Integer call() {
        Output output = root.output();
        Api api = root.api();
        if (change == null) {
            tell(output, api);
        } else if (change.declaration == null) {
            JsonNode ended = send(api, "DELETE", BodyPublishers.noBody());
            output.json(ended);
            output.line(dryRun.say("Ended. The passwords of ", "Would end. The passwords of ") + people(ended)
                    + " open nothing any more.");
        } else {
            JsonNode declared = send(
                    api,
                    "POST",
                    Api.body(Map.of("until", change.declaration.until.text(), "reason", change.declaration.reason)));
            output.json(declared);
            output.line(dryRun.say("Declared until ", "Would be declared until ")
                    + declared.path("until").asText() + ": the passwords of " + people(declared) + " count.");
        }
        dryRun.tell(output);
        return ExitCode.DONE.number();
    }

    private static void tell(Output output, Api api) {
        JsonNode upstream = api.get("/magento/upstream", Map.of());
        output.json(upstream);
        String since = upstream.path("since").asText();
        output.line("Magento.com: " + upstream.path("health").asText() + (since.isEmpty() ? "" : " since " + since)
                + ", as the server that answered knows it.");
        JsonNode failure = upstream.path("lastFailure");
        if (!failure.isMissingNode()) {
            output.line("Last failure: " + failure.path("fault").asText() + " at "
                    + failure.path("at").asText() + ".");
        }
        JsonNode outage = upstream.path("outage");
        output.line(
                outage.path("declared").asBoolean()
                        ? "An outage is declared until " + outage.path("until").asText() + ": "
                                + outage.path("reason").asText()
                        : "No outage is declared.");
    }

    private JsonNode send(Api api, String method, BodyPublisher body) {
        return api.json(
                api.good(api.send(method, PATH, Map.of(DryRun.PARAMETER, dryRun.value()), "application/json", body)));
    }

    private static String people(JsonNode outage) {
        JsonNode accounts = outage.path("accounts");
        return Output.count(accounts.path("admitted").asLong()) + " of "
                + Output.count(accounts.path("linked").asLong()) + " linked accounts";
    }
}
