package cloud.magento.accounts.broker.links;

import static cloud.magento.accounts.broker.links.Output.count;

import cloud.magento.accounts.broker.links.Http.Reply;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells who would be stopped at an instant. */
@Command(
        name = "preview",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Says who would be stopped at a date, and in which application.",
        descriptionHeading = "%n",
        description = {
            "How many accounts would be stopped at a date, by cohort, by application and by way of signing in, as if"
                    + " nothing but the date changed from now on. With --out or a filter it writes the list of them:"
                    + " CSV is for a spreadsheet, a line for each account and application; NDJSON is for programs."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = "  magento-links preview --at 2027-04-01 --application shop --out stopped.csv")
final class PreviewCommand implements Callable<Integer> {
    @Option(
            names = "--at",
            paramLabel = "DATE",
            converter = Moment.Reader.class,
            description = "The moment, not before today; the realm's deadline when not given, or now where it is over.")
    private @Nullable Moment at;

    @Option(
            names = "--application",
            paramLabel = "ID",
            description = "The list of those who are stopped in the application with this client id.")
    private @Nullable String application;

    @Option(
            names = "--way",
            paramLabel = "WAY",
            description =
                    "The list of those who are stopped by this way: upstream, local, other-provider or grant (such as"
                            + " the password grant).")
    private @Nullable String way;

    @Option(
            names = "--cohort",
            paramLabel = "ID",
            description = "The list of those of the cohort with this id, or of none.")
    private @Nullable String cohort;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the list to this file, for its owner alone; it appears when it is whole.")
    private @Nullable Path out;

    @Option(names = "--format", description = "csv or ndjson; csv when not given, ndjson with --json.")
    private ExportCommand.@Nullable Format format;

    private final LinksCommand root;

    PreviewCommand(LinksCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        if (out != null || format != null || application != null || way != null || cohort != null) {
            list();
        } else {
            numbers();
        }
        return ExitCode.DONE.number();
    }

    private void list() {
        Output output = root.output();
        ExportCommand.Format chosen =
                format != null ? format : output.isJson() ? ExportCommand.Format.NDJSON : ExportCommand.Format.CSV;
        Map<String, String> query = query();
        query.put("format", chosen.name().toLowerCase(Locale.ROOT));
        put(query, "client", application);
        put(query, "way", way);
        put(query, "cohort", cohort);
        try (Reply reply = root.api().open("GET", "/magento/preview/export", query)) {
            Download download = new Download(output, "lines");
            long lines = download.write(reply, out);
            if (out != null) {
                long told = chosen == ExportCommand.Format.CSV ? Math.max(0, lines - 1) : lines;
                output.json(
                        Http.JSON.createObjectNode().put("file", out.toString()).put("lines", told));
                output.line("Wrote " + count(told, "line") + " to " + out + ".");
            }
        }
    }

    private void numbers() {
        Output output = root.output();
        JsonNode preview = root.api().get("/magento/preview", query());
        output.line("At          " + preview.path("at").asText()
                + (preview.path("reportOnly").asBoolean()
                        ? ", if linkReportOnly were off: as it is, nobody is stopped"
                        : ""));
        output.line("Stopped     " + stops(preview.path("stopped")));
        output.line("No sign-in  " + count(preview.path("withoutSignIn").asLong()) + " of them, as far as is known"
                + (preview.has("signInsSince")
                        ? " since " + preview.path("signInsSince").asText()
                        : ""));
        preview.path("ways").fields().forEachRemaining(entry -> {
            if (entry.getValue().asLong() > 0) {
                output.line("By way      " + entry.getKey() + ": "
                        + count(entry.getValue().asLong()));
            }
        });
        preview.path("cohorts")
                .forEach(
                        group -> output.line("Cohort      " + group.path("name").asText() + ", deadline "
                                + group.path("deadline").asText() + ": " + stops(group.path("stopped"))));
        if (!preview.path("cohorts").isEmpty()) {
            output.line("Others      " + stops(preview.path("everybodyElse")));
        }
        preview.path("applications")
                .forEach(client -> output.line(
                        "In          " + client.path("clientId").asText() + ": " + stops(client.path("stopped"))));
        output.json(preview);
    }

    private Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        if (at != null) {
            query.put("at", at.text());
        }
        return query;
    }

    /** An empty text would count as none, and the list would hold everybody. */
    private static void put(Map<String, String> query, String name, @Nullable String value) {
        if (value != null && value.isEmpty()) {
            throw CommandException.usage("A filter is empty. See magento-links preview --help");
        }
        if (value != null) {
            query.put(name, value);
        }
    }

    private static String stops(JsonNode stops) {
        return count(stops.path("total").asLong(), "account") + ": "
                + count(stops.path("linkRequired").asLong()) + " not linked, "
                + count(stops.path("loginRequired").asLong()) + " linked and by another way than Magento.com";
    }
}
