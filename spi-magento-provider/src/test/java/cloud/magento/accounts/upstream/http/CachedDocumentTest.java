package cloud.magento.accounts.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.net.CallDeadline;
import cloud.magento.accounts.net.TokenBucket;
import cloud.magento.accounts.upstream.protocol.Outcome;
import cloud.magento.accounts.upstream.protocol.TestTokens;
import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CachedDocumentTest {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger fetches = new AtomicInteger();
    private final CachedDocument<String> document = new CachedDocument<>(nanos::get);
    private final TokenBucket pace = new TokenBucket(2, Duration.ofSeconds(10), nanos::get);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void fetchesOnceWhileFresh() {
        assertThat(get(this::good)).isEqualTo("document 1");
        pass(CachedDocument.FRESH.minusSeconds(1));

        assertThat(get(this::good)).isEqualTo("document 1");
    }

    @Test
    void refreshesOnceNoLongerFresh() {
        get(this::good);
        pass(CachedDocument.FRESH);

        assertThat(get(this::good)).isEqualTo("document 2");
    }

    @Test
    void servesStaleDocumentWhileUpstreamIsUnavailable() {
        get(this::good);
        pass(CachedDocument.FRESH);

        assertThat(get(this::down)).isEqualTo("document 1");
        assertThat(get(this::down)).isEqualTo("document 1");
        assertThat(fetches).hasValue(2);
    }

    @Test
    void servesNoDocumentBeyondStaleLimit() {
        get(this::good);
        pass(CachedDocument.STALE);

        assertThat(TestTokens.fault(document.get(soon(), this::down))).isEqualTo(UpstreamFault.TIMEOUT);
    }

    @Test
    void cachesFailureBriefly() {
        assertThat(TestTokens.fault(document.get(soon(), this::down))).isEqualTo(UpstreamFault.TIMEOUT);
        assertThat(TestTokens.fault(document.get(soon(), this::good))).isEqualTo(UpstreamFault.TIMEOUT);
        assertThat(fetches).hasValue(1);

        pass(CachedDocument.PAUSE);

        assertThat(get(this::good)).isEqualTo("document 2");
    }

    @Test
    void cachesNoFailureOfCallerWithLittleTimeLeft() {
        // given
        CallDeadline spent = CallDeadline.in(Duration.ofMillis(1));
        while (spent.isAmple()) {
            Thread.onSpinWait();
        }

        // then
        assertThat(TestTokens.fault(document.get(spent, this::down))).isEqualTo(UpstreamFault.TIMEOUT);
        assertThat(get(this::good)).isEqualTo("document 2");
    }

    @Test
    void refreshesAtOnceWhenNewerDocumentIsNeeded() {
        String seen = get(this::good);

        assertThat(TestTokens.value(document.newerThan(seen, pace, soon(), this::good)))
                .isEqualTo("document 2");
        assertThat(TestTokens.value(document.newerThan(seen, pace, soon(), this::good)))
                .isEqualTo("document 2");
        assertThat(fetches).hasValue(2);
    }

    @Test
    void limitsRateOfRefreshes() {
        String seen = get(this::good);
        seen = TestTokens.value(document.newerThan(seen, pace, soon(), this::good));
        seen = TestTokens.value(document.newerThan(seen, pace, soon(), this::good));

        assertThat(TestTokens.value(document.newerThan(seen, pace, soon(), this::good)))
                .isEqualTo("document 3");
        pass(Duration.ofSeconds(10));
        assertThat(TestTokens.value(document.newerThan(seen, pace, soon(), this::good)))
                .isEqualTo("document 4");
    }

    @Test
    void fetchesOnceForConcurrentReaders() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        List<CompletableFuture<String>> readers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            readers.add(CompletableFuture.supplyAsync(
                    () -> get(() -> {
                        asked.countDown();
                        await(answer);
                        return good();
                    }),
                    threads));
        }
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        answer.countDown();

        for (CompletableFuture<String> reader : readers) {
            assertThat(reader.get(10, TimeUnit.SECONDS)).isEqualTo("document 1");
        }
        assertThat(fetches).hasValue(1);
    }

    @Test
    void failsFastWhileAnotherRetryIsUnderWay() throws Exception {
        document.get(soon(), this::down);
        pass(CachedDocument.PAUSE);
        CountDownLatch answer = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Outcome<String>> attempt = CompletableFuture.supplyAsync(
                () -> document.get(soon(), () -> {
                    asked.countDown();
                    await(answer);
                    return down();
                }),
                threads);
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(TestTokens.fault(document.get(soon(), this::good))).isEqualTo(UpstreamFault.TIMEOUT);

        answer.countDown();
        assertThat(TestTokens.fault(attempt.get(10, TimeUnit.SECONDS))).isEqualTo(UpstreamFault.TIMEOUT);
    }

    private String get(Supplier<Outcome<String>> fetch) {
        return TestTokens.value(document.get(soon(), fetch));
    }

    private Outcome<String> good() {
        return Outcome.of("document " + fetches.incrementAndGet());
    }

    private Outcome<String> down() {
        fetches.incrementAndGet();
        return Outcome.failed(UpstreamFault.TIMEOUT);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static CallDeadline soon() {
        return CallDeadline.in(Duration.ofSeconds(10));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
