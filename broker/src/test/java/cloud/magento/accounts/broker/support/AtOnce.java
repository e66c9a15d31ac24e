package cloud.magento.accounts.broker.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does many things side by side. */
public final class AtOnce {
    private AtOnce() {}

    /** All of them begin at one instant, when the last is ready to. */
    public static <T> List<T> allAtOneInstant(List<Callable<T>> attempts) {
        CyclicBarrier start = new CyclicBarrier(attempts.size());
        return run(
                attempts.size(),
                attempts.stream()
                        .map(attempt -> (Callable<T>) () -> {
                            start.await();
                            return attempt.call();
                        })
                        .toList());
    }

    /** A few at a time, for what only prepares. */
    public static <T> List<T> fewAtATime(List<Callable<T>> work) {
        return run(8, work);
    }

    private static <T> List<T> run(int threads, List<Callable<T>> work) {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : executor.invokeAll(work)) {
                results.add(result.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            executor.shutdownNow();
        }
    }
}
