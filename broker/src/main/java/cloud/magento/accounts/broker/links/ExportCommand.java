package cloud.magento.accounts.broker.links;

import static cloud.magento.accounts.broker.links.Output.count;

import cloud.magento.accounts.broker.links.Http.Reply;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the list of accounts and links to a file. */
@Command(
        name = "export",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Writes the list of accounts with their links.",
        descriptionHeading = "%n",
        description = {
            "Writes the list of accounts with their links, all of them or those that the filters leave. CSV is for a"
                    + " spreadsheet; NDJSON has the data exactly as it is, an object a line."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = "  magento-links export --state overdue --out overdue.csv")
final class ExportCommand implements Callable<Integer> {
    /** The forms of a list. */
    enum Format {
        CSV,
        NDJSON
    }

    @Option(names = "--format", description = "csv or ndjson; csv when not given, ndjson with --json.")
    private @Nullable Format format;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file to write, for its owner alone; it appears when it is whole. Otherwise the standard"
                    + " output.")
    private @Nullable Path out;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only accounts that are linked, due, overdue, exempt, unlinked or disabled.")
    private @Nullable String state;

    @Option(
            names = "--search",
            paramLabel = "TEXT",
            description = "Only accounts with this text in a name, the address or the subject.")
    private @Nullable String search;

    @Option(names = "--exact", description = "The name, address, id or subject has to be exactly the text of --search.")
    private boolean exact;

    @Option(
            names = "--cohort",
            paramLabel = "ID",
            description = "Only accounts of the cohort with this id, or of none.")
    private @Nullable String cohort;

    @Option(
            names = "--linked-from",
            paramLabel = "DATE",
            converter = Moment.Reader.class,
            description = "Only accounts linked at this moment or later.")
    private @Nullable Moment linkedFrom;

    @Option(
            names = "--linked-to",
            paramLabel = "DATE",
            converter = Moment.Reader.class,
            description = "Only accounts linked before this moment.")
    private @Nullable Moment linkedTo;

    @Option(
            names = "--unused-since",
            paramLabel = "DATE",
            converter = Moment.Reader.class,
            description = "Only accounts linked before this moment, with no sign-in by the link since.")
    private @Nullable Moment unusedSince;

    @Option(names = "--never-used", description = "Only accounts with no sign-in by the link.")
    private boolean neverUsed;

    @Option(names = "--drift", description = "Only accounts whose address at Magento.com is another than here.")
    private boolean drift;

    private final LinksCommand root;

    ExportCommand(LinksCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Output output = root.output();
        Format chosen = format != null ? format : output.isJson() ? Format.NDJSON : Format.CSV;
        try (Reply reply = root.api().open("GET", "/magento/identities/export", query(chosen))) {
            Download download = new Download(output, "accounts");
            long lines = download.write(reply, out);
            if (out != null) {
                long accounts = chosen == Format.CSV ? Math.max(0, lines - 1) : lines;
                output.json(
                        Http.JSON.createObjectNode().put("file", out.toString()).put("accounts", accounts));
                output.line("Wrote " + count(accounts, "account") + " to " + out + ".");
            }
        }
        return ExitCode.DONE.number();
    }

    private Map<String, String> query(Format chosen) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("format", chosen.name().toLowerCase(Locale.ROOT));
        put(query, "state", state);
        put(query, "search", search);
        put(query, "exact", exact);
        put(query, "cohort", cohort);
        put(query, "linkedFrom", linkedFrom);
        put(query, "linkedTo", linkedTo);
        put(query, "unusedSince", unusedSince);
        put(query, "neverUsed", neverUsed);
        put(query, "drift", drift);
        return query;
    }

    /** An empty text would count as none, and the list would hold everybody. */
    private static void put(Map<String, String> query, String name, @Nullable String value) {
        if (value == null) {
            return;
        }
        if (value.isEmpty()) {
            throw CommandException.usage("A filter is empty. See magento-links export --help");
        }
        query.put(name, value);
    }

    private static void put(Map<String, String> query, String name, @Nullable Moment moment) {
        if (moment != null) {
            query.put(name, moment.text());
        }
    }

    private static void put(Map<String, String> query, String name, boolean flag) {
        if (flag) {
            query.put(name, "true");
        }
    }
}
