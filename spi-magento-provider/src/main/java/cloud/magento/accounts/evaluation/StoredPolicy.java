package cloud.magento.accounts.evaluation;

import cloud.magento.accounts.log.LogOnce;
import cloud.magento.accounts.policy.InvalidSettingException;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import org.jboss.logging.Logger;

/** The policy as it is stored on the identity provider. */
public final class StoredPolicy {
    private static final Logger LOG = Logger.getLogger(StoredPolicy.class);

    private StoredPolicy() {}

    /** The policy; where it was damaged in the database the strictest holds, so that it is never read as "off". */
    public static LinkSettings of(MagentoIdentityProviderConfig provider) {
        try {
            return provider.linkSettings();
        } catch (InvalidSettingException e) {
            LogOnce.errorf(
                    LOG,
                    "The stored policy cannot be read; the strictest policy applies: %s",
                    String.valueOf(e.getMessage()));
            return LinkSettings.strictest(provider.getConfig());
        }
    }
}
