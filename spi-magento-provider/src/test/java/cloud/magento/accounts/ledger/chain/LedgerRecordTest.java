package cloud.magento.accounts.ledger.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerRecordTest {
    @Test
    void readsLineAsWritten() {
        List<LedgerRecord> records = TestLedgers.of(6);

        List<String> lines = records.stream().map(LedgerRecord::line).toList();

        assertThat(lines.stream().map(LedgerRecord::parse).map(LedgerRecord::line))
                .isEqualTo(lines);
        assertThat(lines).noneMatch(line -> line.contains("\n"));
        assertThat(LedgerRecord.parse(lines.get(0)).actor()).isNull();
        assertThat(LedgerRecord.parse(lines.get(2)).actor())
                .isEqualTo(records.get(2).actor());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"entry\":{}}",
                "{\"hash\":\"\"}",
                "{\"entry\":[],\"hash\":\"\"}",
                "{\"entry\":{},\"hash\":1}",
                "{\"entry\":{},\"hash\":\"\",\"more\":1}",
                "{\"entry\":{},\"hash\":\"\",\"account\":\"\"}",
                "{\"entry\":{},\"hash\":\"\",\"account\":{}}",
                "{\"entry\":{},\"hash\":\"\",\"account\":{\"data\":{}}}",
                "{\"entry\":{},\"hash\":\"\",\"account\":{\"data\":{},\"salt\":1}}",
                "{\"entry\":{},\"hash\":\"\",\"actor\":{\"data\":[],\"salt\":\"\"}}",
                "{\"entry\":{},\"hash\":\"\",\"actor\":{\"data\":{},\"salt\":\"\",\"more\":1}}",
                "{\"entry\":{},\"hash\":\"\",\"entry\":{}}"
            })
    void rejectsMalformedLine(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> LedgerRecord.parse(line));
    }

    @Test
    void copiesArgumentsAndIsImmutable() {
        // given
        List<Object> tries = new ArrayList<>(List.of(1));
        Map<String, Object> details = new HashMap<>(Map.of("tries", tries));
        LedgerRecord record = new LedgerRecord(new HashMap<>(Map.of("details", details)), "", null, null);

        // when
        tries.add(2);
        details.put("more", true);

        // then
        assertThat(record.entry()).isEqualTo(Map.of("details", Map.of("tries", List.of(1L))));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> record.entry().remove("details"));
    }
}
