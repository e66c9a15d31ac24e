package cloud.magento.accounts.policy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The policy of a realm as its operator configured it.
 *
 * @param remindFrom from when people are reminded, or null for no reminders
 * @param enforceFrom the deadline: from then on an unlinked account is stopped
 * @param maxSkips how many reminders may be skipped before the deadline; empty for no limit
 * @param reportOnly decide and count, stop nobody
 * @param primaryLogin what upstream is to a linked account
 * @param selfUnlink whether people may disconnect by themselves
 * @param newAccounts whether an unknown upstream identity may create an account
 * @param trustVerifiedEmail whether a verified upstream email alone proves an existing account
 * @param allowImpersonation whether an administrator's impersonation passes the gate
 * @param secondFactor what becomes of a linked account's second factor
 * @param strength how strong and how recent a sign-in has to be
 */
public record LinkSettings(
        @Nullable Instant remindFrom,
        Instant enforceFrom,
        OptionalInt maxSkips,
        boolean reportOnly,
        PrimaryLogin primaryLogin,
        boolean selfUnlink,
        boolean newAccounts,
        boolean trustVerifiedEmail,
        boolean allowImpersonation,
        SecondFactorRule secondFactor,
        LoginStrength strength) {

    public static final String REMIND_FROM = "linkRemindFrom";
    public static final String ENFORCE_FROM = "linkEnforceFrom";
    public static final String MAX_SKIPS = "linkMaxSkips";
    public static final String REPORT_ONLY = "linkReportOnly";
    public static final String PRIMARY_LOGIN = "primaryLogin";
    public static final String SELF_UNLINK = "selfUnlink";
    public static final String NEW_ACCOUNTS = "newAccounts";
    public static final String TRUST_VERIFIED_EMAIL = "trustVerifiedEmail";
    public static final String ALLOW_IMPERSONATION = "allowImpersonation";

    public static final String SECOND_FACTOR = "secondFactor";

    /** From 1 April 2020 every account must be linked. */
    public static final String DEFAULT_ENFORCE_FROM = "2020-04-01T00:00:00Z";

    /**
     * What holds where a stored configuration cannot be read: every choice at its strictest, so that a damaged setting
     * is never read as "off".
     */
    public static final LinkSettings STRICTEST = new LinkSettings(
            null,
            Instant.parse(DEFAULT_ENFORCE_FROM),
            OptionalInt.empty(),
            false,
            PrimaryLogin.REQUIRED,
            false,
            false,
            false,
            false,
            SecondFactorRule.KEPT,
            LoginStrength.ANY);

    public LinkSettings {
        if (remindFrom != null && remindFrom.isAfter(enforceFrom)) {
            throw new InvalidSettingException(
                    REMIND_FROM,
                    "Reminders (" + REMIND_FROM + " " + remindFrom + ") would begin after the deadline (" + ENFORCE_FROM
                            + " " + enforceFrom + "). Choose an earlier date, or leave it empty for no reminders.");
        }
        if (maxSkips.isPresent() && maxSkips.getAsInt() < 0) {
            throw new InvalidSettingException(
                    MAX_SKIPS,
                    MAX_SKIPS + " must be 0 or more, or empty for no limit, not " + maxSkips.getAsInt() + ".");
        }
    }

    /**
     * Reads the settings from a provider's configuration. A key that is absent or blank takes its default; so a
     * provider made by hand is in report-only mode until its operator says otherwise.
     *
     * @throws InvalidSettingException for a value that is not what its key wants, or values that contradict each other
     */
    public static LinkSettings parse(Map<String, ? extends @Nullable String> config) {
        String remindFrom = text(config, REMIND_FROM);
        String enforceFrom = text(config, ENFORCE_FROM);
        return new LinkSettings(
                remindFrom.isEmpty() ? null : instant(REMIND_FROM, remindFrom),
                instant(ENFORCE_FROM, enforceFrom.isEmpty() ? DEFAULT_ENFORCE_FROM : enforceFrom),
                count(text(config, MAX_SKIPS)),
                flag(config, REPORT_ONLY, true),
                choice(config, PRIMARY_LOGIN, PrimaryLogin.REQUIRED, PrimaryLogin.values(), PrimaryLogin::id),
                flag(config, SELF_UNLINK, false),
                flag(config, NEW_ACCOUNTS, true),
                flag(config, TRUST_VERIFIED_EMAIL, false),
                flag(config, ALLOW_IMPERSONATION, false),
                choice(config, SECOND_FACTOR, SecondFactorRule.KEPT, SecondFactorRule.values(), SecondFactorRule::id),
                LoginStrength.parse(config));
    }

    /**
     * Reads an ISO 8601 date and time with an offset ({@code 2020-04-01T00:00:00Z}), or a date, which begins at
     * midnight UTC.
     *
     * @throws InvalidSettingException naming the key, for any other text
     */
    public static Instant instant(String key, String value) {
        try {
            return value.length() <= 10
                    ? LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException e) {
            throw new InvalidSettingException(
                    key,
                    key + " must be a date and time with an offset such as 2020-04-01T00:00:00Z, or a date such as "
                            + "2020-04-01, not \"" + value + "\".");
        }
    }

    /**
     * What holds where a stored configuration cannot be read. What it says of how strong a sign-in has to be holds
     * where that part of it can be read, and nothing is strong enough where it cannot.
     */
    public static LinkSettings strictest(Map<String, ? extends @Nullable String> config) {
        LoginStrength strength;
        try {
            strength = LoginStrength.parse(config);
        } catch (InvalidSettingException damaged) {
            strength = LoginStrength.UNREACHABLE;
        }
        return STRICTEST.with(strength, STRICTEST.reportOnly());
    }

    /** The same where the policy stops whom it would only report. */
    public LinkSettings enforced() {
        return with(strength, false);
    }

    private LinkSettings with(LoginStrength otherStrength, boolean otherReportOnly) {
        return new LinkSettings(
                remindFrom,
                enforceFrom,
                maxSkips,
                otherReportOnly,
                primaryLogin,
                selfUnlink,
                newAccounts,
                trustVerifiedEmail,
                allowImpersonation,
                secondFactor,
                otherStrength);
    }

    /** Whether a link ends what the account's local credentials open. */
    public boolean closesLocalLogin() {
        return !reportOnly && primaryLogin == PrimaryLogin.REQUIRED;
    }

    private static OptionalInt count(String value) {
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(value));
        } catch (NumberFormatException e) {
            throw new InvalidSettingException(
                    MAX_SKIPS, MAX_SKIPS + " must be a whole number, or empty for no limit, not \"" + value + "\".");
        }
    }

    private static <T> T choice(
            Map<String, ? extends @Nullable String> config,
            String key,
            T whenAbsent,
            T[] choices,
            Function<T, String> id) {
        String value = text(config, key);
        if (value.isEmpty()) {
            return whenAbsent;
        }
        return Arrays.stream(choices)
                .filter(choice -> id.apply(choice).equals(value))
                .findFirst()
                .orElseThrow(() -> new InvalidSettingException(
                        key,
                        key + " must be " + Arrays.stream(choices).map(id).collect(Collectors.joining(" or "))
                                + ", not \"" + value + "\"."));
    }

    private static boolean flag(Map<String, ? extends @Nullable String> config, String key, boolean whenAbsent) {
        String value = text(config, key).toLowerCase(Locale.ROOT);
        return switch (value) {
            case "" -> whenAbsent;
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidSettingException(key, key + " must be true or false, not \"" + value + "\".");
        };
    }

    private static String text(Map<String, ? extends @Nullable String> config, String key) {
        String value = config.get(key);
        return value == null ? "" : value.strip();
    }
}
