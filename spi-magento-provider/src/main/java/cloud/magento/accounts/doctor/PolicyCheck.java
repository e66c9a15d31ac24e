package cloud.magento.accounts.doctor;

import cloud.magento.accounts.policy.InvalidSettingException;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.policy.PrimaryLogin;
import cloud.magento.accounts.policy.SecondFactorRule;
import java.time.Instant;
import java.util.stream.Stream;
import org.keycloak.common.util.Time;

/** Choices of the policy that open more than it does by itself. What is damaged is {@link SettingsCheck}'s. */
final class PolicyCheck implements Check {
    @Override
    public String id() {
        return "policy";
    }

    @Override
    public Changes changes() {
        return Changes.NOTHING;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        LinkSettings settings;
        try {
            settings = examination.provider().linkSettings();
        } catch (InvalidSettingException damaged) {
            return Stream.empty();
        }
        return Stream.of(reportOnly(settings), impersonation(settings), secondFactor(settings), choices(settings))
                .flatMap(found -> found);
    }

    private static Stream<Found> reportOnly(LinkSettings settings) {
        if (!settings.reportOnly()) {
            return Stream.empty();
        }
        String evidence = LinkSettings.REPORT_ONLY + " is on, and the deadline is " + settings.enforceFrom() + ".";
        return Stream.of(
                settings.enforceFrom().isAfter(Instant.ofEpochMilli(Time.currentTimeMillis()))
                        ? Found.note(
                                LinkSettings.REPORT_ONLY,
                                evidence,
                                "The policy decides and counts, and stops nobody.",
                                "Turn it off once the roll-out has come so far.")
                        : Found.warning(
                                LinkSettings.REPORT_ONLY,
                                evidence + " It has passed.",
                                "The policy stops nobody now. Once it is turned off, everybody without a link is"
                                        + " stopped at once.",
                                "Set " + LinkSettings.ENFORCE_FROM + " to a date ahead, then turn it off."));
    }

    private static Stream<Found> impersonation(LinkSettings settings) {
        return settings.allowImpersonation()
                ? Stream.of(Found.warning(
                        LinkSettings.ALLOW_IMPERSONATION,
                        "It is on.",
                        "An administrator who impersonates an account gets past the gate, without Magento.com.",
                        "Turn it off when it is not needed."))
                : Stream.empty();
    }

    private static Stream<Found> secondFactor(LinkSettings settings) {
        return settings.secondFactor() == SecondFactorRule.NEVER
                ? Stream.of(Found.warning(
                        LinkSettings.SECOND_FACTOR,
                        "It is " + SecondFactorRule.NEVER.id() + ".",
                        "An account that asked for a second factor opens without one as soon as it is linked, by"
                                + " whatever Magento.com asks for.",
                        "Set it to " + SecondFactorRule.KEPT.id() + ", or to " + SecondFactorRule.UPSTREAM.id()
                                + " where Magento.com tells of a second factor of its own."))
                : Stream.empty();
    }

    private static Stream<Found> choices(LinkSettings settings) {
        return Stream.concat(
                settings.primaryLogin() == PrimaryLogin.PREFERRED
                        ? Stream.of(Found.note(
                                LinkSettings.PRIMARY_LOGIN,
                                "It is " + PrimaryLogin.PREFERRED.id() + ".",
                                "Linked accounts open by their old password, too.",
                                "Set it to " + PrimaryLogin.REQUIRED.id()
                                        + " once Magento.com alone should open them."))
                        : Stream.empty(),
                settings.trustVerifiedEmail()
                        ? Stream.of(Found.note(
                                LinkSettings.TRUST_VERIFIED_EMAIL,
                                "It is on.",
                                "Whoever has an address at Magento.com gets the account that has it here, without a"
                                        + " proof.",
                                "Leave it on only where Magento.com verifies addresses, and never gives one to"
                                        + " somebody else."))
                        : Stream.empty());
    }
}
