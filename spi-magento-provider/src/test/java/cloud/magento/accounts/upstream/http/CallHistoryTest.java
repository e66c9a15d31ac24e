package cloud.magento.accounts.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallHistoryTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void tellsSinceWhenCallsGoAsTheyDo() {
        CallHistory first = CallHistory.with(null, null, AT);
        CallHistory second = CallHistory.with(first, null, AT.plusSeconds(1));
        CallHistory failed = CallHistory.with(second, UpstreamFault.TIMEOUT, AT.plusSeconds(2));
        CallHistory again = CallHistory.with(failed, UpstreamFault.SERVER_ERROR, AT.plusSeconds(3));
        CallHistory back = CallHistory.with(again, null, AT.plusSeconds(4));

        assertThat(second).isEqualTo(new CallHistory(AT, false, AT.plusSeconds(1), null, null));
        assertThat(again)
                .isEqualTo(new CallHistory(
                        AT.plusSeconds(2), true, AT.plusSeconds(1), AT.plusSeconds(3), UpstreamFault.SERVER_ERROR));
        assertThat(back)
                .isEqualTo(new CallHistory(
                        AT.plusSeconds(4), false, AT.plusSeconds(4), AT.plusSeconds(3), UpstreamFault.SERVER_ERROR));
    }

    @Test
    void knowsOfNoSuccessWhereAllFailed() {
        assertThat(CallHistory.with(null, UpstreamFault.TIMEOUT, AT).lastSuccess())
                .isNull();
    }
}
