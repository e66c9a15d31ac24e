package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.registry.Exemption;

/** An exemption as the API tells of it. */
public record ExemptionBody(String userId, String until, String reason, String grantedBy, String grantedAt) {
    static ExemptionBody of(Exemption exemption) {
        return new ExemptionBody(
                exemption.userId(),
                exemption.until().toString(),
                exemption.reason(),
                exemption.grantedBy(),
                exemption.grantedAt().toString());
    }
}
