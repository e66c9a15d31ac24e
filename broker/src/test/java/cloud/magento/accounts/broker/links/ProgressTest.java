package cloud.magento.accounts.broker.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The line that tells how far the work is. */
class ProgressTest {
    @TempDir
    Path home;

    @Test
    void drawsPartSpeedAndTimeLeft() {
        TestTerminal screen = new TestTerminal(home).onScreen();

        try (Progress progress = new Progress(screen.terminal(), true, "rows", 4_000)) {
            screen.pass(Duration.ofSeconds(10));
            progress.at(25_000, 1_000);
        }

        assertThat(screen.messages())
                .isEqualTo(
                        "\r\u001b[K[#######.......................] 25 %, 25,000 rows, 2,500/s, 0:30 left\r\u001b[K");
    }

    @Test
    void drawsAtMostFiveTimesASecond() {
        TestTerminal screen = new TestTerminal(home).onScreen();

        try (Progress progress = new Progress(screen.terminal(), true, "links", 0)) {
            for (int i = 0; i < 5; i++) {
                progress.at(i, 0);
                screen.pass(Duration.ofMillis(100));
            }
        }

        assertThat(screen.messages())
                .isEqualTo("\r\u001b[K0 links, 0/s\r\u001b[K2 links, 10/s\r\u001b[K4 links, 10/s\r\u001b[K");
    }

    @Test
    void drawsNothingWithoutScreenOrForProgram() {
        TestTerminal file = new TestTerminal(home);
        TestTerminal screen = new TestTerminal(home).onScreen();

        try (Progress toFile = new Progress(file.terminal(), true, "rows", 10);
                Progress forProgram = new Progress(screen.terminal(), false, "rows", 10)) {
            toFile.at(5, 5);
            forProgram.at(5, 5);
        }

        assertThat(file.messages() + screen.messages()).isEmpty();
    }
}
