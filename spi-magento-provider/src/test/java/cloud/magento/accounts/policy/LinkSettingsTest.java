package cloud.magento.accounts.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkSettingsTest {
    @Test
    void defaultsToReportOnlyAndIsStrictOtherwise() {
        LinkSettings settings = LinkSettings.parse(Map.of());

        assertThat(settings)
                .isEqualTo(new LinkSettings(
                        null,
                        Instant.parse("2020-04-01T00:00:00Z"),
                        OptionalInt.empty(),
                        true,
                        PrimaryLogin.REQUIRED,
                        false,
                        true,
                        false,
                        false,
                        SecondFactorRule.KEPT,
                        LoginStrength.ANY));
    }

    @ParameterizedTest
    @CsvSource({
        "2020-04-01T00:00:00Z, 2020-04-01T00:00:00Z",
        "2020-04-01T02:00:00+02:00, 2020-04-01T00:00:00Z",
        "2020-04-01, 2020-04-01T00:00:00Z",
        "' 2020-04-01 ', 2020-04-01T00:00:00Z"
    })
    void readsDateWithOffsetOrAsMidnightUtc(String text, Instant moment) {
        assertThat(LinkSettings.parse(Map.of(LinkSettings.ENFORCE_FROM, text)).enforceFrom())
                .isEqualTo(moment);
    }

    @ParameterizedTest
    @CsvSource({
        "linkEnforceFrom, tomorrow",
        "linkEnforceFrom, 2020-04-01T00:00:00",
        "linkEnforceFrom, 01.04.2020",
        "linkRemindFrom, 2020-02-30",
        "linkRemindFrom, 2020-05-01T00:00:00Z",
        "linkMaxSkips, many",
        "linkMaxSkips, -1",
        "linkMaxSkips, 1.5",
        "linkReportOnly, off",
        "primaryLogin, none",
        "primaryLogin, REQUIRED",
        "newAccounts, 1",
        "secondFactor, always",
        "secondFactor, KEPT"
    })
    void rejectsInvalidValueNamingItsKey(String key, String value) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> LinkSettings.parse(Map.of(key, value)))
                .satisfies(refusal -> assertThat(refusal.key()).isEqualTo(key))
                .withMessageContaining(key);
    }

    @Test
    void acceptsReminderFromDeadlineOn() {
        assertThat(TestSettings.with(LinkSettings.REMIND_FROM, "2020-04-01T00:00:00Z")
                        .remindFrom())
                .isEqualTo(Instant.parse("2020-04-01T00:00:00Z"));
    }

    @Test
    void acceptsNoSkipAtAll() {
        assertThat(TestSettings.with(LinkSettings.MAX_SKIPS, "0").maxSkips()).hasValue(0);
    }

    @Test
    void closesLocalLoginOnlyWhenEnforcedAndRequired() {
        assertThat(TestSettings.with(Map.of()).closesLocalLogin()).isTrue();
        assertThat(TestSettings.with(LinkSettings.REPORT_ONLY, "true").closesLocalLogin())
                .isFalse();
        assertThat(TestSettings.with(LinkSettings.PRIMARY_LOGIN, "preferred").closesLocalLogin())
                .isFalse();
    }
}
