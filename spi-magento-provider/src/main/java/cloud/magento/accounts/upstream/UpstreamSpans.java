package cloud.magento.accounts.upstream;

import cloud.magento.accounts.upstream.http.Endpoint;
import cloud.magento.accounts.upstream.http.UpstreamAnswer;
import cloud.magento.accounts.upstream.protocol.Outcome;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Optional;
import java.util.function.Supplier;
import org.keycloak.tracing.TracingProvider;

/**
 * A span around each call to upstream, with the time that it waited in line or for another try. It tells what was asked
 * and how that went, in words of ours; nothing of what was sent or came, so no address, code, token or person.
 */
final class UpstreamSpans {
    static final AttributeKey<String> ENDPOINT = AttributeKey.stringKey("magento.upstream.endpoint");
    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("magento.upstream.outcome");
    static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");

    private static final String TRACER = "cloud.magento.accounts.upstream";

    private UpstreamSpans() {}

    /** Makes the call, within a span of its own where the server traces and this request is one that it keeps. */
    static Outcome<UpstreamAnswer> around(
            TracingProvider tracing, Endpoint endpoint, Supplier<Outcome<UpstreamAnswer>> call) {
        // Not Keycloak's trace(), which would keep an exception's message.
        Span span = tracing.startSpan(TRACER, endpoint.spanName());
        try {
            Outcome<UpstreamAnswer> outcome = call.get();
            if (span.isRecording()) {
                describe(span, endpoint, outcome);
            }
            return outcome;
        } finally {
            tracing.endSpan();
        }
    }

    private static void describe(Span span, Endpoint endpoint, Outcome<UpstreamAnswer> outcome) {
        String word = UpstreamAnswer.word(outcome);
        span.setAttribute(ENDPOINT, endpoint.id());
        span.setAttribute(OUTCOME, word);
        status(outcome).ifPresent(status -> span.setAttribute(STATUS, status.longValue()));
        if (!outcome.fold(UpstreamAnswer::isOk, failure -> false)) {
            span.setStatus(StatusCode.ERROR, word);
        }
    }

    private static Optional<Integer> status(Outcome<UpstreamAnswer> outcome) {
        return outcome.fold(answer -> Optional.of(answer.status()), failure -> Optional.ofNullable(failure.status()));
    }
}
