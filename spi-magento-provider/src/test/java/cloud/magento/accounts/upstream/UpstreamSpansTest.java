package cloud.magento.accounts.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.keycloak.Partial;
import cloud.magento.accounts.upstream.http.Endpoint;
import cloud.magento.accounts.upstream.http.UpstreamAnswer;
import cloud.magento.accounts.upstream.protocol.Failure;
import cloud.magento.accounts.upstream.protocol.Outcome;
import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.tracing.NoopTracingProvider;
import org.keycloak.tracing.TracingProvider;

class UpstreamSpansTest {
    private static final String SECRET = "{\"access_token\":\"secret\",\"sub\":\"nia\"}";

    private final Tracing tracing = Partial.of(Tracing.class);

    @Test
    void tellsEndpointStatusAndOutcomeAndNothingElse() {
        Outcome<UpstreamAnswer> answer = Outcome.of(new UpstreamAnswer(200, "application/json", SECRET));

        assertThat(UpstreamSpans.around(tracing, Endpoint.TOKEN, () -> answer)).isSameAs(answer);

        assertThat(tracing.name).isEqualTo("MagentoUpstream.token");
        assertThat(tracing.span.attributes)
                .isEqualTo(Map.of(
                        UpstreamSpans.ENDPOINT, "token", UpstreamSpans.OUTCOME, "ok", UpstreamSpans.STATUS, 200L));
        assertThat(tracing.span.status).isNull();
        assertThat(tracing.open).isZero();
    }

    @ParameterizedTest
    @CsvSource({"DISCOVERY, discovery", "JWKS, jwks", "PAR, par", "TOKEN, token", "USERINFO, userinfo"})
    void namesSpanByEndpoint(Endpoint endpoint, String name) {
        UpstreamSpans.around(tracing, endpoint, () -> Outcome.failed(UpstreamFault.TIMEOUT));

        assertThat(tracing.name).isEqualTo("MagentoUpstream." + name);
    }

    @Test
    void marksRefusedCallAsError() {
        UpstreamSpans.around(tracing, Endpoint.PAR, () -> Outcome.of(new UpstreamAnswer(401, "text/html", SECRET)));

        assertThat(tracing.span.attributes)
                .containsEntry(UpstreamSpans.OUTCOME, "refused")
                .containsEntry(UpstreamSpans.STATUS, 401L);
        assertThat(tracing.span.status).isEqualTo("ERROR refused");
    }

    @Test
    void tellsFaultWithStatusWhereThereWasOne() {
        UpstreamSpans.around(
                tracing, Endpoint.TOKEN, () -> Outcome.failed(new Failure(UpstreamFault.SERVER_ERROR, null, 503)));

        assertThat(tracing.span.attributes)
                .containsEntry(UpstreamSpans.OUTCOME, "server-error")
                .containsEntry(UpstreamSpans.STATUS, 503L);

        tracing.span.attributes.clear();
        UpstreamSpans.around(tracing, Endpoint.TOKEN, () -> Outcome.failed(UpstreamFault.CIRCUIT_OPEN));

        assertThat(tracing.span.attributes)
                .containsOnlyKeys(UpstreamSpans.ENDPOINT, UpstreamSpans.OUTCOME)
                .containsEntry(UpstreamSpans.OUTCOME, "circuit-open");
        assertThat(tracing.span.status).isEqualTo("ERROR circuit-open");
    }

    @Test
    void endsSpanWithoutMessageOfException() {
        assertThatThrownBy(() -> UpstreamSpans.around(tracing, Endpoint.TOKEN, () -> {
                    throw new IllegalStateException(SECRET);
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(tracing.open).isZero();
        assertThat(tracing.span.attributes).isEmpty();
    }

    @Test
    void describesNothingWhereNobodyKeepsIt() {
        tracing.span.recording = false;

        UpstreamSpans.around(tracing, Endpoint.TOKEN, () -> Outcome.failed(UpstreamFault.TIMEOUT));
        assertThat(UpstreamSpans.around(
                        new NoopTracingProvider(), Endpoint.TOKEN, () -> Outcome.failed(UpstreamFault.TIMEOUT)))
                .isInstanceOf(Outcome.Failed.class);

        assertThat(tracing.span.attributes).isEmpty();
        assertThat(tracing.open).isZero();
    }

    /** What a server with tracing would send, as far as calls to upstream use it. */
    abstract static class Tracing implements TracingProvider {
        private final RecordedSpan span = Partial.of(RecordedSpan.class);
        private String name = "";
        private int open;

        @Override
        public Span startSpan(String tracerName, String spanName) {
            name = spanName;
            open++;
            return span;
        }

        @Override
        public void endSpan() {
            open--;
        }
    }

    abstract static class RecordedSpan implements Span {
        private final Map<AttributeKey<?>, Object> attributes = new HashMap<>();
        private @Nullable String status;
        private boolean recording = true;

        @Override
        public <T> Span setAttribute(AttributeKey<T> key, @Nullable T value) {
            attributes.put(key, Objects.requireNonNull(value));
            return this;
        }

        @Override
        public Span setStatus(StatusCode statusCode, String description) {
            status = statusCode + " " + description;
            return this;
        }

        @Override
        public boolean isRecording() {
            return recording;
        }
    }
}
