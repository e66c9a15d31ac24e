package cloud.magento.accounts.broker.links;

import java.time.Duration;
import java.time.Instant;

/** A line on the screen that tells how far the work is, and goes when it is done. Without a screen it says nothing. */
final class Progress implements AutoCloseable {
    private static final Duration APART = Duration.ofMillis(200);
    private static final int BAR = 30;

    /** Before this part is done nothing can be said of the rest. */
    private static final double FORESEEABLE = 0.02;

    private static final String ERASE = "\r\u001b[K";

    private final Terminal terminal;
    private final boolean drawn;
    private final String thing;
    private final long bytes;
    private final Instant began;
    private Instant shown = Instant.MIN;
    private boolean onScreen;

    /**
     * @param drawn whether it may be drawn, where there is a screen
     * @param thing what is counted, in the plural
     * @param bytes how many there are in all, or 0 where that is not known
     */
    Progress(Terminal terminal, boolean drawn, String thing, long bytes) {
        this.terminal = terminal;
        this.drawn = drawn && terminal.isScreen();
        this.thing = thing;
        this.bytes = bytes;
        this.began = terminal.clock().instant();
    }

    /** So far it is. */
    void at(long count, long bytesDone) {
        Instant now = terminal.clock().instant();
        if (!drawn || now.isBefore(shown.plus(onScreen ? APART : Duration.ZERO))) {
            return;
        }
        shown = now;
        onScreen = true;
        terminal.err().print(ERASE + line(count, bytesDone, Duration.between(began, now)));
        terminal.err().flush();
    }

    private String line(long count, long bytesDone, Duration time) {
        long millis = Math.max(1, time.toMillis());
        String counted = Output.count(count) + " " + thing + ", " + Output.count(count * 1000 / millis) + "/s";
        if (bytes <= 0) {
            return counted;
        }
        double part = Math.min(1, (double) bytesDone / bytes);
        int full = (int) (part * BAR);
        String left = part < FORESEEABLE ? "" : ", " + clock((long) (millis * (1 - part) / part / 1000)) + " left";
        return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "] " + (int) (part * 100) + " %, " + counted + left;
    }

    private static String clock(long seconds) {
        return seconds / 60 + ":" + (seconds % 60 < 10 ? "0" : "") + seconds % 60;
    }

    /** Makes room for other lines. */
    void clear() {
        if (onScreen) {
            terminal.err().print(ERASE);
            terminal.err().flush();
            onScreen = false;
        }
    }

    @Override
    public void close() {
        clear();
    }
}
