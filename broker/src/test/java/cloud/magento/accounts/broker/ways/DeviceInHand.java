package cloud.magento.accounts.broker.ways;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.LinkedBlockingQueue;

/** What a person says yes on when an application asks by the back channel (CIBA). Keeps what it was asked with. */
final class DeviceInHand implements AutoCloseable {
    private final HttpServer server;
    private final LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();

    private DeviceInHand(URI address) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(address.getPath(), this::ask);
    }

    static DeviceInHand listeningAt(URI address) {
        DeviceInHand device = new DeviceInHand(address);
        device.server.start();
        return device;
    }

    /** The token that the answer to the newest question is given with. */
    String question() {
        String token = asked.poll();
        if (token == null) {
            throw new AssertionError("Nobody was asked");
        }
        return token;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void ask(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            asked.add(exchange.getRequestHeaders().getFirst("Authorization").substring("Bearer ".length()));
            exchange.sendResponseHeaders(201, -1);
        }
    }
}
