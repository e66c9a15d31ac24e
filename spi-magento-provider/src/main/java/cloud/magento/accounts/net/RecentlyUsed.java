package cloud.magento.accounts.net;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of many callers, without growing: at most so many of them, those that came last.
 *
 * @param <V> what is remembered
 */
public final class RecentlyUsed<V> {
    private final Map<String, V> values;

    /** @param most how many are remembered */
    public RecentlyUsed(int most) {
        values = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    public synchronized @Nullable V get(String key) {
        return values.get(key);
    }

    public synchronized V getOrMake(String key, Supplier<V> fresh) {
        return values.computeIfAbsent(key, unknown -> fresh.get());
    }

    public synchronized int size() {
        return values.size();
    }
}
