package cloud.magento.accounts.upstream;

import cloud.magento.accounts.upstream.protocol.TestTokens;
import org.keycloak.models.IdentityProviderModel;

/** Configurations as an operator saves them. */
public final class TestConfigs {
    private TestConfigs() {}

    public static MagentoIdentityProviderConfig good() {
        MagentoIdentityProviderConfig config = new MagentoIdentityProviderConfig();
        config.setAlias("magento");
        config.setEnabled(true);
        config.getConfig().put(IdentityProviderModel.ISSUER, TestTokens.ISSUER);
        config.getConfig().put(MagentoIdentityProviderConfig.CLIENT_ID, TestTokens.CLIENT);
        config.getConfig().put(MagentoIdentityProviderConfig.CLIENT_SECRET, "secret");
        return config;
    }

    /** A good one with these keys and values. */
    public static MagentoIdentityProviderConfig with(String... keysAndValues) {
        MagentoIdentityProviderConfig config = good();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.getConfig().put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return config;
    }
}
