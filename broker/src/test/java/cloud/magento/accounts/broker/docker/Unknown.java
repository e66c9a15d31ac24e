package cloud.magento.accounts.broker.docker;

import io.fabric8.kubernetes.api.model.KubernetesResource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds what a model of Kubernetes has taken along without knowing it. */
final class Unknown {
    private static final String EXTRAS = "getAdditionalProperties";

    private Unknown() {}

    /** The name of a field that the model, or one of those in it, does not know. */
    static Optional<String> in(@Nullable Object model) {
        if (model instanceof Collection<?> several) {
            return several.stream().flatMap(one -> in(one).stream()).findFirst();
        }
        if (model instanceof Map<?, ?> byKey) {
            return in(byKey.values());
        }
        if (!(model instanceof KubernetesResource)) {
            return Optional.empty();
        }
        return Arrays.stream(model.getClass().getMethods())
                .filter(method -> method.getName().startsWith("get") && method.getParameterCount() == 0)
                .flatMap(getter -> {
                    Object value = value(model, getter);
                    return getter.getName().equals(EXTRAS) && value instanceof Map<?, ?> extras
                            ? extras.keySet().stream().map(String::valueOf)
                            : value == null ? Stream.empty() : in(value).stream();
                })
                .findFirst();
    }

    private static @Nullable Object value(Object model, Method getter) {
        try {
            return getter.invoke(model);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
