package cloud.magento.accounts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OperatorReferenceTest {
    private static final Document REFERENCE = Document.named("operator-reference.md");

    @Test
    void hasRowForEveryReason() {
        assertThat(firstCells("Reason codes"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ReasonCode.values()).map(ReasonCode::id).toList());
    }

    @Test
    void hasRowForEveryFaultWithItsReason() {
        List<String> documented = REFERENCE
                .section("Faults of upstream")
                .rows()
                .map(row -> Document.plain(row.get(0)) + " " + Document.plain(row.get(1)))
                .toList();

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(UpstreamFault.values())
                        .map(fault -> fault.id() + " " + fault.reason().id())
                        .toList());
    }

    private static Stream<String> firstCells(String section) {
        return REFERENCE.section(section).rows().map(row -> Document.plain(row.get(0)));
    }
}
