package cloud.magento.accounts.broker.bench;

import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.WireFault;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What an outage of upstream costs those who do not need it. People come back from upstream with a code, so many a
 * second, and its token endpoint takes each request and answers none, which holds a server's threads the longest.
 * Meanwhile an administrator works. Told are how long the administration takes before and during the outage, what the
 * people are answered, and after what time the first of them gets in again.
 */
public final class OutageBenchmark {
    private static final int PEOPLE = 64;
    private static final int ROUND_SECONDS = 5;
    private static final int CALLS_A_SECOND = 10;

    private final Server server;
    private final MagentoStandIn upstream;
    /** Those who are not signing in now: nobody signs in twice at once in one browser. */
    private final BlockingQueue<Contender> people = new LinkedBlockingQueue<>();

    private final AtomicInteger in = new AtomicInteger();
    private final AtomicInteger told = new AtomicInteger();
    private final Map<String, Integer> otherwise = new ConcurrentSkipListMap<>();
    private final AtomicInteger notSent = new AtomicInteger();
    private final AtomicLong lastIn = new AtomicLong();

    private OutageBenchmark(Server server, MagentoStandIn upstream) {
        this.server = server;
        this.upstream = upstream;
    }

    /** @param arguments how many seconds the outage lasts, and how many sign-ins a second come; else 300 and 100 */
    public static void main(String[] arguments) throws InterruptedException {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300;
        int rate = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
        try (MagentoStandIn upstream = MagentoStandIn.start()) {
            new OutageBenchmark(Server.ofEnvironment(), upstream).run(seconds, rate);
        }
        System.exit(0);
    }

    private void run(int seconds, int rate) throws InterruptedException {
        Realms realms = new Realms(server, upstream);
        Contender first = realms.gated();
        for (int i = 0; i < PEOPLE; i++) {
            people.add(first.inAnotherBrowser());
        }
        administration(30);
        Samples base = administration(60);
        print("nobody signs in", base, base);
        ExecutorService browsers = Executors.newFixedThreadPool(PEOPLE);
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        ScheduledFuture<?> arrivals = clock.scheduleAtFixedRate(
                () -> {
                    if (waiting(browsers) < rate) {
                        browsers.execute(this::signIn);
                    } else {
                        notSent.incrementAndGet();
                    }
                },
                0,
                TimeUnit.SECONDS.toNanos(1) / rate,
                TimeUnit.NANOSECONDS);
        administration(30);
        forget();
        Samples before = administration(60);
        print("upstream answers", before, base);

        upstream.misbehave(Endpoint.TOKEN, WireFault.SLOW);
        forget();
        Samples during = administration(seconds);
        print("upstream is down", during, base);

        upstream.behave();
        forget();
        long back = System.nanoTime();
        while (lastIn.get() == 0 && System.nanoTime() - back < TimeUnit.MINUTES.toNanos(5)) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        System.out.printf(
                Locale.ROOT,
                "First sign-in %.1f s after upstream answers again%n",
                lastIn.get() == 0 ? Double.NaN : (lastIn.get() - back) / 1e9);
        administration(30);
        forget();
        print("after it", administration(60), base);
        arrivals.cancel(true);
        clock.shutdownNow();
        browsers.shutdownNow();
    }

    private static int waiting(ExecutorService browsers) {
        return ((ThreadPoolExecutor) browsers).getQueue().size();
    }

    private void signIn() {
        Contender person = people.remove();
        try {
            Answer answer = person.arriveFromUpstream();
            if (answer.isRedirect()) {
                in.incrementAndGet();
                lastIn.compareAndSet(0, System.nanoTime());
            } else if (answer.status() == 503) {
                told.incrementAndGet();
            } else {
                otherwise.merge("HTTP " + answer.status(), 1, Integer::sum);
            }
        } catch (RuntimeException | AssertionError failed) {
            otherwise.merge(String.valueOf(failed.getMessage()), 1, Integer::sum);
        } finally {
            people.add(person);
        }
    }

    /** What an administrator waits for, round by round, in milliseconds. */
    private Samples administration(int seconds) throws InterruptedException {
        Samples samples = new Samples();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            Server.Administrator administrator = server.administrator();
            double[] round = new double[ROUND_SECONDS * CALLS_A_SECOND];
            for (int i = 0; i < round.length; i++) {
                long started = System.nanoTime();
                administrator.get("/bench-gate/users?max=20");
                round[i] = (System.nanoTime() - started) / 1e6;
                Duration left = Duration.ofMillis(1000 / CALLS_A_SECOND).minusNanos(System.nanoTime() - started);
                TimeUnit.NANOSECONDS.sleep(Math.max(0, left.toNanos()));
            }
            samples.addRound(round);
        }
        return samples;
    }

    private void forget() {
        List.of(in, told, notSent).forEach(count -> count.set(0));
        otherwise.clear();
        lastIn.set(0);
    }

    private void print(String when, Samples samples, Samples base) {
        Samples.Range ratio = samples.ratioTo(base);
        System.out.printf(
                Locale.ROOT,
                "%-18s administration: %d calls, median %.2f ms, ratio %.3f (95 of 100 draws: %.3f to %.3f);"
                        + " sign-ins: %d in, %d told to wait, %d not sent, otherwise %s%n",
                when,
                samples.count(),
                samples.median(),
                samples.median() / base.median(),
                ratio.low(),
                ratio.high(),
                in.get(),
                told.get(),
                notSent.get(),
                otherwise);
    }
}
