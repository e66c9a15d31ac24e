package cloud.magento.accounts.doctor;

import cloud.magento.accounts.policy.InvalidSettingException;
import java.util.stream.Stream;

/** Accounts that people make here by themselves, which have no link. */
final class RegistrationCheck implements Check {
    @Override
    public String id() {
        return "registration";
    }

    @Override
    public Changes changes() {
        return Changes.NOTHING;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        if (!examination.realm().isRegistrationAllowed()) {
            return Stream.empty();
        }
        return Stream.of(
                newAccounts(examination)
                        ? Found.note(
                                "realm",
                                "User registration is on.",
                                "Who registers here is asked to connect with Magento.com at once, from the deadline on"
                                        + " before anything else.",
                                "Turn it off once Magento.com makes the accounts.")
                        : Found.warning(
                                "realm",
                                "User registration is on, and newAccounts is off.",
                                "Who may not have a new account by Magento.com registers one here, and connects it.",
                                "Turn registration off, too."));
    }

    private static boolean newAccounts(Examination examination) {
        try {
            return examination.provider().linkSettings().newAccounts();
        } catch (InvalidSettingException damaged) {
            return false;
        }
    }
}
