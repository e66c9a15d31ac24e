package cloud.magento.accounts.broker.upstream;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the broker owes an answer of the stand-in: to go on, or to refuse it for one of these reasons. */
public enum Outcome {
    ACCEPTED(null),
    TOKEN_INVALID("upstream-token-invalid"),
    ANSWER_INVALID("upstream-answer-invalid"),
    ANSWER_STALE("upstream-answer-stale"),
    UNAVAILABLE("upstream-unavailable"),
    CONFIGURATION("upstream-configuration");

    private final Optional<String> reason;

    Outcome(@Nullable String reason) {
        this.reason = Optional.ofNullable(reason);
    }

    /** The reason code of the refusal, empty when nothing is refused. */
    public Optional<String> reason() {
        return reason;
    }
}
