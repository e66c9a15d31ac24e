package cloud.magento.accounts.broker.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that tests start. Each is given once, whichever process asks: it is held by a lock on a file until
 * this process ends, since the server that it is for listens only a while later. None is one of those that systems give
 * to outgoing connections, so that none of these takes it before the server is up.
 */
final class Ports {
    private static final int FIRST_PORT = 10_000;
    private static final int FIRST_EPHEMERAL_PORT = 32_768;

    /** Nodes of a cluster watch each other at a port that lies so far above the one they talk at. */
    private static final int FAILURE_DETECTION_OFFSET = 50_000;

    /** Up to here that port lies above those that systems give to outgoing connections. */
    private static final int FIRST_CLUSTER_PORT = 11_000;

    private static final int LAST_CLUSTER_PORT = 65_535 - FAILURE_DETECTION_OFFSET;

    private static final Path CLAIMS =
            Path.of(System.getProperty("java.io.tmpdir"), "magento-ports-of-" + System.getProperty("user.name"));
    private static final Set<Integer> ASKED_FOR = ConcurrentHashMap.newKeySet();
    private static final List<FileLock> HELD = new CopyOnWriteArrayList<>();

    private Ports() {}

    /** A port that nobody listens on and that was not given before. */
    static int free() {
        return free(FIRST_PORT, FIRST_EPHEMERAL_PORT);
    }

    /** One for the nodes of a cluster to talk at. */
    static int freeForCluster() {
        return free(FIRST_CLUSTER_PORT, LAST_CLUSTER_PORT);
    }

    private static int free(int from, int to) {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(from, to);
            // A file that is opened once more and closed would lose the lock that is held on it.
            if (ASKED_FOR.add(port) && isMine(port) && isFree(port)) {
                return port;
            }
        }
    }

    private static boolean isMine(int port) {
        try {
            Files.createDirectories(CLAIMS);
            FileChannel claim = FileChannel.open(
                    CLAIMS.resolve(Integer.toString(port)), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = claim.tryLock();
            if (lock == null) {
                claim.close();
                return false;
            }
            HELD.add(lock);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort() == port;
        } catch (BindException taken) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
