package cloud.magento.accounts.broker.links;

import static cloud.magento.accounts.broker.links.Output.count;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells what became of invitations. */
@Command(
        name = "invitations",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Says what became of the invitations.",
        descriptionHeading = "%n",
        description = {
            "Says of each invitation, the newest first, whether it was sent, opened or used, failed, expired or was"
                    + " withdrawn; then how many came to each state."
        },
        optionListHeading = "%nOptions:%n")
final class InvitationsCommand implements Callable<Integer> {
    private static final String AFTER = "after";
    private static final String STATE = "state";

    @Option(names = "--call", paramLabel = "NAME", description = "Only those that this call sent.")
    private @Nullable String call;

    private final LinksCommand root;

    InvitationsCommand(LinksCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Output output = root.output();
        Api api = root.api();
        Map<String, Long> states = new TreeMap<>();
        Map<String, String> query = new TreeMap<>(Map.of("max", "1000"));
        do {
            JsonNode page = api.get("/magento/invitations", query);
            for (JsonNode one : page.path("invitations")) {
                if (call == null || call.equals(one.path("call").asText())) {
                    states.merge(one.path(STATE).asText(), 1L, Long::sum);
                    output.json(one);
                    output.line(line(one));
                }
            }
            query.put(AFTER, page.path("next").asText());
        } while (!query.get(AFTER).isEmpty());
        output.line(
                states.isEmpty()
                        ? "Nobody was invited."
                        : states.entrySet().stream()
                                        .map(entry -> count(entry.getValue()) + " " + entry.getKey())
                                        .collect(Collectors.joining(", "))
                                + ".");
        return ExitCode.DONE.number();
    }

    private static String line(JsonNode one) {
        String reason = one.path("reason").asText();
        return "%-10s %s, account %s, invited %s%s"
                .formatted(
                        one.path(STATE).asText(),
                        one.path("id").asText(),
                        one.path("userId").asText(),
                        one.path("invitedAt").asText(),
                        reason.isEmpty() ? "" : ", " + reason);
    }
}
