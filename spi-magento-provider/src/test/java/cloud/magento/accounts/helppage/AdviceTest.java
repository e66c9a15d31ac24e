package cloud.magento.accounts.helppage;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.diagnosis.DiagnosisCode;
import cloud.magento.accounts.diagnosis.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdviceTest {
    private static final Path ENGLISH = Path.of("src/main/resources/theme-resources/messages/messages_en.properties");

    @ParameterizedTest
    @EnumSource
    void advisesAsDiagnosisJudges(DiagnosisCode code) {
        Advice advice = Advice.of(code);

        if (code.verdict() == Verdict.NO) {
            assertThat(advice).isIn(Advice.WAIT, Advice.WAIT_FOR_MAGENTO, Advice.ASK_SUPPORT);
        } else {
            assertThat(advice).isNotIn(Advice.WAIT, Advice.WAIT_FOR_MAGENTO, Advice.ASK_SUPPORT);
        }
        if (code.verdict() == Verdict.AFTER_CONNECTING) {
            assertThat(advice).isEqualTo(Advice.CONNECT);
        }
        if (code.verdict() == Verdict.UPSTREAM_ONLY) {
            assertThat(advice).isEqualTo(Advice.SIGN_IN);
        }
    }

    @Test
    void hasTextForEachAdvice() throws IOException {
        assertThat(EnumSet.allOf(Advice.class))
                .extracting(advice -> "magento.help.yours." + advice.id() + "=")
                .allSatisfy(key -> assertThat(Files.readString(ENGLISH)).contains(key));
    }
}
