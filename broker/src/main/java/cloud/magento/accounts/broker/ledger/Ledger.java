package cloud.magento.accounts.broker.ledger;

import cloud.magento.accounts.ledger.chain.ChainCheck;
import cloud.magento.accounts.ledger.chain.LedgerRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Leads an export through the check, and keeps what the answer says of it. */
final class Ledger {
    private final Lines lines;
    private String realm = "";
    private String firstTime = "";
    private String lastTime = "";

    Ledger(InputStream in) {
        lines = new Lines(in);
    }

    /** Reads as much as the check wants. */
    void into(ChainCheck check) throws IOException {
        try {
            boolean wanted = true;
            for (String line = lines.next(); line != null && wanted; line = wanted ? lines.next() : null) {
                if (line.isBlank()) {
                    throw new Lines.BadLineException("the line is empty");
                }
                LedgerRecord record = LedgerRecord.parse(line);
                wanted = check.accept(record);
                remember(record);
            }
        } catch (Lines.BadLineException | IllegalArgumentException e) {
            check.unreadable(String.valueOf(e.getMessage()));
        }
    }

    String realm() {
        return realm;
    }

    /** From when to when, as a part of a sentence. */
    String times() {
        return firstTime.isEmpty() ? "" : ", from " + Printable.of(firstTime) + " to " + Printable.of(lastTime);
    }

    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (lines.hadByteOrderMark() || lines.hadCarriageReturns()) {
            notes.add("The file has a byte order mark or carriage returns, so it was saved by an editor.");
        }
        if (lines.endedUnfinished()) {
            notes.add("The last line has no line break, so the file may have been cut off there.");
        }
        return notes;
    }

    private void remember(LedgerRecord record) {
        if (record.entry().get("time") instanceof String time) {
            firstTime = firstTime.isEmpty() ? time : firstTime;
            lastTime = time;
        }
        if (realm.isEmpty() && record.entry().get("realm") instanceof String id) {
            realm = id;
        }
    }
}
