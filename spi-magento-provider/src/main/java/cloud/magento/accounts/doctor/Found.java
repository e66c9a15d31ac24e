package cloud.magento.accounts.doctor;

import org.jspecify.annotations.Nullable;

/**
 * What a check found, with the mend that the doctor can do by itself, if there is one.
 *
 * @param repair safe to be run after another finding's repair already did the same
 */
record Found(
        Severity severity,
        String subject,
        String evidence,
        String consequence,
        String mend,
        @Nullable Runnable repair) {

    static Found severe(String subject, String evidence, String consequence, String mend) {
        return new Found(Severity.SEVERE, subject, evidence, consequence, mend, null);
    }

    static Found warning(String subject, String evidence, String consequence, String mend) {
        return new Found(Severity.WARNING, subject, evidence, consequence, mend, null);
    }

    static Found note(String subject, String evidence, String consequence, String mend) {
        return new Found(Severity.NOTE, subject, evidence, consequence, mend, null);
    }

    Found fixedBy(Runnable repair) {
        return new Found(severity, subject, evidence, consequence, mend, repair);
    }

    Found about(String other) {
        return new Found(severity, other, evidence, consequence, mend, repair);
    }

    Finding of(Check check) {
        return new Finding(check.id(), severity, subject, evidence, consequence, mend, repair != null);
    }
}
