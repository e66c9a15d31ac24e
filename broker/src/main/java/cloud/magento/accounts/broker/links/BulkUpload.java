package cloud.magento.accounts.broker.links;

import static cloud.magento.accounts.broker.links.Output.count;
import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.magento.accounts.broker.links.Http.Reply;
import cloud.magento.accounts.broker.links.RowFile.Part;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Sends a file of rows, part by part, and hears what came of each row. A call that fails or breaks off is made again
 * from the first row without an answer on, and so is one of which a row met somebody else's change of the same account;
 * a row that the server has done meanwhile it leaves as it is.
 */
final class BulkUpload {
    private static final int VAIN_CALLS = 5;

    /** So often rows that met somebody else's change are sent again. */
    private static final int CONFLICTS = 3;

    private static final String CONFLICT = "conflict";
    private static final String LINE = "line";
    private static final String ROWS = "rows";

    private final Api api;
    private final Terminal terminal;
    private final String path;
    private final DryRun dryRun;
    private final Map<String, String> query;
    private final Progress progress;
    private final Consumer<ObjectNode> listener;
    private final Map<String, Long> results = new TreeMap<>();
    private final AtomicLong rows = new AtomicLong();
    private long bytes;
    private boolean miscounted;
    private int conflicts;
    private boolean conflicting;

    /** @param listener hears the answer to each row once, with the line that it has in the file */
    BulkUpload(
            Api api,
            Terminal terminal,
            String path,
            DryRun dryRun,
            Map<String, String> query,
            Progress progress,
            Consumer<ObjectNode> listener) {
        this.api = api;
        this.terminal = terminal;
        this.path = path;
        this.dryRun = dryRun;
        this.query = Map.copyOf(query);
        this.progress = progress;
        this.listener = listener;
    }

    /** Sends all of it. */
    void send(RowFile file) {
        String type = file.isCsv() ? "text/csv; charset=UTF-8" : "application/x-ndjson";
        progress.at(0, 0);
        try {
            for (Optional<Part> part = file.next(); part.isPresent(); part = file.next()) {
                send(part.get(), type);
            }
        } catch (CommandException e) {
            throw rows.get() == 0 ? e : new CommandException(e.code(), e.sentence() + " " + soFar());
        }
    }

    /** How many rows were answered. */
    long rows() {
        return rows.get();
    }

    /** How many rows came to each result. */
    Map<String, Long> results() {
        return results;
    }

    long failed() {
        return results.getOrDefault("failed", 0L);
    }

    /** Whether the server took the file for another number of rows than are in it. */
    boolean isMiscounted() {
        return miscounted;
    }

    /** What is done, for who may have to run the command again. */
    String soFar() {
        String are = count(rows(), "row") + (rows() == 1 ? " is " : " are ");
        return are
                + dryRun.say(
                        "done. Run the same command again: what is done it leaves as it is.",
                        "judged. Nothing was changed: it was a dry run.");
    }

    private void send(Part part, String type) {
        BitSet answered = new BitSet();
        int from = 0;
        int vain = 0;
        conflicts = 0;
        Optional<CommandException> failure = call(part, from, type, answered);
        while (failure.isPresent() || conflicting) {
            int next = firstWithoutAnswer(part, answered);
            vain = next > from ? 0 : vain + 1;
            if (failure.isPresent() && (rows.get() == 0 || vain > VAIN_CALLS)) {
                throw failure.get();
            }
            from = next;
            Duration pause = Duration.ofSeconds(1L << vain);
            progress.clear();
            terminal.message(failure.map(CommandException::sentence)
                            .orElse("Somebody else changed the same accounts at that moment.")
                    + " Going on at line "
                    + part.rows().get(from).line() + " in " + pause.toSeconds() + " s.");
            terminal.pause(pause);
            failure = call(part, from, type, answered);
        }
    }

    /** Where every row has its answer and only the end is missing, the last row is asked about once more. */
    private static int firstWithoutAnswer(Part part, BitSet answered) {
        int last = part.rows().size() - 1;
        for (int i = answered.nextClearBit(0); i < last; i = answered.nextClearBit(i + 1)) {
            if (!part.rows().get(i).isBlank()) {
                return i;
            }
        }
        return last;
    }

    /** One call; why it did not come to its end, if another one may. */
    private Optional<CommandException> call(Part part, int from, String type, BitSet answered) {
        if (conflicting) {
            conflicts++;
        }
        conflicting = false;
        try (Reply reply = api.good(api.send("POST", path, query, type, BodyPublishers.ofByteArray(part.body(from))))) {
            return heard(reply, part, from, answered) ? Optional.empty() : Optional.of(Http.brokenOff(reply.uri()));
        } catch (CommandException e) {
            if (e.code() == ExitCode.UNREACHABLE) {
                return Optional.of(e);
            }
            throw e;
        }
    }

    /** Whether the answer came to its end, which its last line tells. */
    private boolean heard(Reply reply, Part part, int from, BitSet answered) {
        boolean finished = false;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(reply.body(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode answer = Http.JSON.readTree(line);
                if (answer.has(ROWS)) {
                    finished = true;
                    compare(part, from, answer.get(ROWS).asLong());
                } else if (answer instanceof ObjectNode row && row.has(LINE)) {
                    take(row, part, from, answered);
                }
            }
        } catch (JsonProcessingException cutOff) {
            return finished;
        } catch (IOException e) {
            return finished;
        }
        return finished;
    }

    private void take(ObjectNode answer, Part part, int from, BitSet answered) {
        long line = part.lineInFile(from, answer.get(LINE).asLong());
        int index = part.rowAt(line);
        if (index >= 0) {
            if (answered.get(index)) {
                return;
            }
            if (conflicts < CONFLICTS && answer.path("error").asText().equals(CONFLICT)) {
                conflicting = true;
                return;
            }
            answered.set(index);
            bytes += part.rows().get(index).length();
        }
        rows.incrementAndGet();
        results.merge(answer.path("result").asText("unknown"), 1L, Long::sum);
        listener.accept(answer.put(LINE, line));
        progress.at(rows.get(), bytes);
    }

    private void compare(Part part, int from, long counted) {
        long sent =
                part.rows().stream().skip(from).filter(row -> !row.isBlank()).count();
        if (sent != counted) {
            miscounted = true;
            progress.clear();
            terminal.message("The server took the rows from line "
                    + part.rows().get(from).line() + " on for " + count(counted) + ", and this command for "
                    + count(sent) + ". Look at the quotes in the file.");
        }
    }
}
