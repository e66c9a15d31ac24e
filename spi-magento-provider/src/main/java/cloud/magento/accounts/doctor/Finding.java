package cloud.magento.accounts.doctor;

/**
 * One thing that is not as it should be. No part of it holds a secret or names a person.
 *
 * @param check what was looked at, in kebab-case
 * @param subject where it was found: a client, a flow, a provider, a setting
 * @param evidence what was found there
 * @param consequence what comes of it, and for whom
 * @param mend what to do
 * @param fixable whether the doctor can do that by itself
 */
public record Finding(
        String check,
        Severity severity,
        String subject,
        String evidence,
        String consequence,
        String mend,
        boolean fixable) {}
