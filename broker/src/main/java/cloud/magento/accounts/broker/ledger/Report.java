package cloud.magento.accounts.broker.ledger;

import cloud.magento.accounts.ledger.chain.CanonicalJson;
import cloud.magento.accounts.ledger.chain.ChainResult.Broken;
import cloud.magento.accounts.ledger.chain.ChainResult.Whole;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells the result, to a person or to a machine. Names no one: numbers, hashes, times and ids only. */
final class Report {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;

    Report(PrintStream out, PrintStream err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    void broken(Broken broken) {
        err.println("Broken at entry " + broken.seq() + " (line " + broken.line() + "), "
                + broken.fault().id() + ": " + broken.sentence());
        if (json) {
            out.println(CanonicalJson.of(Map.of(
                    "result", "broken",
                    "entry", broken.seq(),
                    "line", broken.line(),
                    "fault", broken.fault().id(),
                    "message", broken.sentence())));
        }
    }

    void whole(Whole whole, Ledger ledger, List<SignedCheckpoint> checkpoints, List<String> unchecked) {
        List<String> notes = new ArrayList<>(whole.notes());
        notes.addAll(unchecked);
        notes.addAll(ledger.notes());
        long covered = checkpoints.stream()
                .mapToLong(signed -> signed.checkpoint().size())
                .max()
                .orElse(0);
        if (json) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("result", "whole");
            answer.put("realm", ledger.realm());
            answer.put("entries", whole.entries());
            answer.put("head", whole.head());
            answer.put("erased", whole.erased());
            answer.put("checkpoints", whole.checkpoints());
            answer.put("unchecked", unchecked.size());
            answer.put("covered", covered);
            answer.put("notes", notes);
            out.println(CanonicalJson.of(answer));
            return;
        }
        out.println("Whole: " + whole.entries() + (whole.entries() == 1 ? " entry" : " entries") + " of realm "
                + Printable.of(ledger.realm()) + ledger.times() + ".");
        out.println("Head: " + whole.head());
        out.println("Erased: " + whole.erased() + (whole.erased() == 1 ? " personal part." : " personal parts."));
        out.println(checkpoints.isEmpty() ? uncovered() : covered(whole, checkpoints, covered));
        notes.forEach(note -> out.println("Note: " + note));
    }

    private static String uncovered() {
        return "Checkpoints: none given. That nothing was cut off the end, and that the whole was not made anew, is not"
                + " shown.";
    }

    private static String covered(Whole whole, List<SignedCheckpoint> checkpoints, long covered) {
        String issuers = checkpoints.stream()
                .map(signed -> Printable.of(signed.issuer()))
                .distinct()
                .collect(Collectors.joining(", "));
        String latest = checkpoints.stream()
                .max(Comparator.comparingLong(signed -> signed.checkpoint().size()))
                .map(signed -> signed.checkpoint().time().toString())
                .orElseThrow();
        String after = covered == whole.entries()
                ? "."
                : "; the " + (whole.entries() - covered) + " after it rest on the chain alone.";
        return "Checkpoints: " + whole.checkpoints() + " met, signed by " + issuers + ". The one of " + latest
                + " covers " + covered + (covered == 1 ? " entry" : " entries") + after;
    }
}
