package cloud.magento.accounts.keycloak;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.InvocationHandlerAdapter;
import net.bytebuddy.matcher.ElementMatchers;

/**
 * Makes an object of an abstract class that provides some of an interface's methods. The others fail when they are
 * called, and say which they are.
 */
public final class Partial {
    private static final Map<Class<?>, Class<?>> COMPLETED = new ConcurrentHashMap<>();

    private Partial() {}

    /** An object of the class, made by its constructor for these arguments. */
    public static <T> T of(Class<T> type, Object... arguments) {
        try {
            Constructor<?> constructor =
                    COMPLETED.computeIfAbsent(type, Partial::completed).getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return type.cast(constructor.newInstance(arguments));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName(), e);
        }
    }

    private static Class<?> completed(Class<?> type) {
        InvocationHandler missing = (self, method, arguments) -> {
            throw new UnsupportedOperationException(type.getSimpleName() + " does not provide " + signature(method));
        };
        try {
            return new ByteBuddy()
                    .subclass(type)
                    .method(ElementMatchers.isAbstract())
                    .intercept(InvocationHandlerAdapter.of(missing))
                    .make()
                    .load(
                            type.getClassLoader(),
                            ClassLoadingStrategy.UsingLookup.of(
                                    MethodHandles.privateLookupIn(type, MethodHandles.lookup())))
                    .getLoaded();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(type.getName(), e);
        }
    }

    private static String signature(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }
}
