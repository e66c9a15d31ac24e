package cloud.magento.accounts.net;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpHost;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.impl.client.CloseableHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request and is done in time, whatever the other side does: answers slowly, drips, never ends or hangs. It
 * follows no redirect. The client's own time limits hold for each read; this one for the whole exchange, the body's
 * reading included.
 */
public final class BoundedExchange implements AutoCloseable {
    private final ScheduledThreadPoolExecutor watchdog;

    /** @param threads what the thread that ends exchanges is called */
    public BoundedExchange(String threads) {
        watchdog = new ScheduledThreadPoolExecutor(1, Daemons.named(threads));
        watchdog.setRemoveOnCancelPolicy(true);
    }

    /**
     * Reads an answer before the connection is given back.
     *
     * @param <T> what it is read into
     */
    @FunctionalInterface
    public interface Reader<T> {
        T read(CloseableHttpResponse response) throws IOException;
    }

    /**
     * The answer, read.
     *
     * @param target where to connect to; null for where the request's address leads
     * @param time how long all of it may take
     * @param onCheckedConnection whether a connection that was kept is looked at first, since it may be closed by now
     * @throws SocketTimeoutException when the time is over
     */
    public <T> T send(
            CloseableHttpClient client,
            @Nullable HttpHost target,
            HttpRequestBase request,
            Duration time,
            boolean onCheckedConnection,
            Reader<T> reader)
            throws IOException {
        request.setConfig(limits(Math.max(1, (int) time.toMillis()), onCheckedConnection));
        ScheduledFuture<?> abort = watchdog.schedule(request::abort, time.toMillis(), TimeUnit.MILLISECONDS);
        try (CloseableHttpResponse response =
                target == null ? client.execute(request) : client.execute(target, request)) {
            return reader.read(response);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            if (!request.isAborted()) {
                throw e;
            }
            SocketTimeoutException over = new SocketTimeoutException("The deadline has passed");
            over.initCause(e);
            throw over;
        } finally {
            abort.cancel(false);
        }
    }

    @SuppressWarnings("deprecation") // The successor is a setting of the connection pool, which is Keycloak's.
    private static RequestConfig limits(int millis, boolean onCheckedConnection) {
        return RequestConfig.custom()
                .setRedirectsEnabled(false)
                .setConnectionRequestTimeout(millis)
                .setConnectTimeout(millis)
                .setSocketTimeout(millis)
                .setStaleConnectionCheckEnabled(onCheckedConnection)
                .build();
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
    }
}
