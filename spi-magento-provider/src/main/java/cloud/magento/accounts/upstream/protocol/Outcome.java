package cloud.magento.accounts.upstream.protocol;

import java.util.function.Function;

/**
 * What came of asking upstream: a value, or the failure that took its place. A failure is expected here and handled
 * like a value; exceptions are left to mistakes of our own.
 */
public sealed interface Outcome<T> {

    record Success<T>(T value) implements Outcome<T> {
        @Override
        public <R> R fold(Function<? super T, ? extends R> success, Function<? super Failure, ? extends R> failed) {
            return success.apply(value);
        }
    }

    record Failed<T>(Failure failure) implements Outcome<T> {
        @Override
        public <R> R fold(Function<? super T, ? extends R> success, Function<? super Failure, ? extends R> failed) {
            return failed.apply(failure);
        }
    }

    <R> R fold(Function<? super T, ? extends R> success, Function<? super Failure, ? extends R> failed);

    default <R> Outcome<R> flatMap(Function<? super T, Outcome<R>> next) {
        return fold(next, Failed::new);
    }

    static <T> Outcome<T> of(T value) {
        return new Success<>(value);
    }

    static <T> Outcome<T> failed(UpstreamFault fault) {
        return new Failed<>(Failure.of(fault));
    }

    static <T> Outcome<T> failed(Failure failure) {
        return new Failed<>(failure);
    }
}
