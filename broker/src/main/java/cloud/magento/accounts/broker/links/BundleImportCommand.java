package cloud.magento.accounts.broker.links;

import static cloud.magento.accounts.broker.links.Output.count;

import cloud.magento.accounts.broker.links.RowFile.Part;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a bundle back. */
@Command(
        name = "import",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Puts the bundle of a realm back.",
        descriptionHeading = "%n",
        description = "Puts back, beside the accounts and links that the realm has, what a bundle has of them. It is"
                + " verified first, and refused as a whole where it was changed or cut. Nobody is signed out or"
                + " written to.",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = "  magento-links bundle import bundle.ndjson --dry-run")
final class BundleImportCommand implements Callable<Integer> {
    private static final String PATH = "/magento/bundle";
    private static final String NDJSON = "application/x-ndjson";
    private static final List<String> KINDS = List.of("links", "expected", "exemptions", "approvals", "providers");

    /** The server takes 10 MB at once. */
    private static final int PART = 8 << 20;

    @Parameters(paramLabel = "FILE", description = "The bundle, of any length; - is the standard input.")
    private String file = "";

    @Option(
            names = "--key",
            paramLabel = "FINGERPRINT",
            description = "The key that must have signed the bundle, as its export told; without it one of the realm's"
                    + " own.")
    private String key = "";

    @Mixin
    private final DryRun dryRun = new DryRun();

    private final LinksCommand root;
    private final Map<String, Long> earlier = new LinkedHashMap<>();
    private JsonNode last = Http.JSON.nullNode();
    private long steps;

    BundleImportCommand(LinksCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Output output = root.output();
        Api api = root.api();
        try (RowFile rows = RowFile.open(file, output.terminal().in(), PART)) {
            Part first = rows.next().orElseThrow(() -> CommandException.usage(file + " has no rows."));
            Optional<Part> second = rows.next();
            ObjectNode report = second.isEmpty() ? whole(api, output, first) : parts(api, output, first, second, rows);
            output.json(report);
            tell(output, report);
            return (report.path("left").isEmpty() ? ExitCode.DONE : ExitCode.LEFT).number();
        }
    }

    private ObjectNode whole(Api api, Output output, Part only) {
        return imported(api, output, Map.of(), BodyPublishers.ofByteArray(only.body(0)));
    }

    /** The server keeps the parts until it has imported them; those of a dry run it is told to forget. */
    private ObjectNode parts(Api api, Output output, Part first, Optional<Part> second, RowFile rows) {
        String upload = UUID.randomUUID().toString();
        String place = PATH + "/uploads/" + upload;
        int number = 1;
        put(api, place + "/" + number, first);
        for (Optional<Part> part = second; part.isPresent(); part = rows.next()) {
            number++;
            put(api, place + "/" + number, part.get());
        }
        ObjectNode report = imported(api, output, Map.of("upload", upload), BodyPublishers.noBody());
        if (dryRun.isWanted()) {
            api.send("DELETE", place, Map.of(), NDJSON, BodyPublishers.noBody()).close();
        }
        return report;
    }

    private static void put(Api api, String path, Part part) {
        api.good(api.send("PUT", path, Map.of(), NDJSON, BodyPublishers.ofByteArray(part.body(0))))
                .close();
    }

    private ObjectNode imported(Api api, Output output, Map<String, String> more, BodyPublisher body) {
        Map<String, String> query = new LinkedHashMap<>(more);
        query.put(DryRun.PARAMETER, dryRun.value());
        if (!key.isEmpty()) {
            query.put("key", key);
        }
        return Repeated.until(output, dryRun, () -> once(api, query, body), unused -> steps);
    }

    /** One call, with what the calls before it put back. An answer that is the same again is no step further. */
    private ObjectNode once(Api api, Map<String, String> query, BodyPublisher body) {
        JsonNode answer = api.json(api.good(api.send("POST", PATH, query, NDJSON, body)));
        if (!(answer instanceof ObjectNode report)) {
            throw CommandException.refused("The server's answer is none to a bundle.");
        }
        if (!report.equals(last)) {
            steps++;
        }
        last = report.deepCopy();
        for (String kind : KINDS) {
            ObjectNode counts = report.withObject("/" + kind);
            long before = earlier.getOrDefault(kind, 0L);
            long imported = counts.path("imported").asLong();
            counts.put("imported", imported + before)
                    .put("unchanged", Math.max(0, counts.path("unchanged").asLong() - before));
            earlier.put(kind, imported + before);
        }
        return report;
    }

    private void tell(Output output, ObjectNode report) {
        output.line("Signed with the key " + report.at("/signedBy/key").asText());
        for (String kind : KINDS) {
            JsonNode counts = report.path(kind);
            output.line(
                    String.format("%-12s", kind) + count(counts.path("imported").asLong())
                            + dryRun.say(" put back, ", " would be put back, ")
                            + count(counts.path("unchanged").asLong()) + " there, "
                            + count(counts.path("left").asLong()) + " left");
        }
        report.path("ledgers")
                .forEach(ledger -> output.line(
                        "ledger      " + count(ledger.path("entries").asLong(), "entry", "entries") + ", head "
                                + ledger.path("head").asText() + ": "
                                + ledger.path("state").asText()));
        report.path("left")
                .forEach(left ->
                        output.line("Left to you: " + count(left.path("count").asLong()) + " "
                                + left.path("kind").asText() + ", "
                                + left.path("obstacle").asText() + examples(left)));
        dryRun.tell(output);
    }

    private static String examples(JsonNode left) {
        List<String> names = new ArrayList<>();
        left.path("examples")
                .forEach(example -> names.add(example.isTextual() ? example.asText() : Output.text(example)));
        return names.isEmpty() ? "" : ", such as " + names.get(0);
    }
}
