package cloud.magento.accounts.doctor;

import java.util.stream.Stream;

/** Whether guesses at passwords and codes are limited. */
final class BruteForceCheck implements Check {
    @Override
    public String id() {
        return "brute-force";
    }

    @Override
    public Changes changes() {
        return Changes.REALM;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        return examination.realm().isBruteForceProtected()
                ? Stream.empty()
                : Stream.of(Found.warning(
                                "realm",
                                "Brute-force protection is off.",
                                "Who comes from Magento.com may guess at the password of an account without end, and"
                                        + " tie it to an identity of theirs once it is right.",
                                "Turn brute-force protection on.")
                        .fixedBy(() -> examination.realm().setBruteForceProtected(true)));
    }
}
