package cloud.magento.accounts.broker.support;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What one of the processes that run tests side by side does, and the others wait for. */
final class OneAtATime {
    private OneAtATime() {}

    /** What is made, and may fail to be. */
    interface Work {
        void run() throws IOException;
    }

    /** Does this while no other process does what has this name. */
    static synchronized void run(String name, Work work) throws IOException {
        Path locks = Files.createDirectories(Path.of("target", "locks"));
        try (FileChannel channel =
                        FileChannel.open(locks.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (held.isValid()) {
                work.run();
            }
        }
    }
}
