package cloud.magento.accounts.ledger.logkey;

import java.util.List;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/** The ledger's options, as the server lists them. */
public final class LogKeyProperties {
    static final String FILE = "log-key-file";
    static final String CREATE = "log-key-create";
    static final String PREVIOUS_FILE = "log-key-previous-file";
    static final String LOST = "log-key-lost";
    static final String KEYSTORE = "log-key-keystore";
    static final String TYPE = "log-key-keystore-type";
    static final String PASSWORD = "log-key-keystore-password";
    static final String PASSWORD_FILE = "log-key-keystore-password-file";
    static final String ALIAS = "log-key-alias";
    static final String PREVIOUS_ALIAS = "log-key-previous-alias";
    static final String MINUTES = "checkpoint-minutes";
    static final String ENTRIES = "checkpoint-entries";

    static final int DEFAULT_MINUTES = 60;
    static final int DEFAULT_ENTRIES = 1000;

    public static final List<ProviderConfigProperty> ALL = ProviderConfigurationBuilder.create()
            .property()
            .name(FILE)
            .type(ProviderConfigProperty.STRING_TYPE)
            .helpText("The log key, which signs the ledger's checkpoints: an Ed25519 key as PKCS#8 in PEM.")
            .add()
            .property()
            .name(CREATE)
            .type(ProviderConfigProperty.BOOLEAN_TYPE)
            .helpText("On: where there is no such file, the server makes one. For one node only.")
            .defaultValue(false)
            .add()
            .property()
            .name(PREVIOUS_FILE)
            .type(ProviderConfigProperty.STRING_TYPE)
            .helpText("The log key before, which hands over to this one. Wanted until that is on record.")
            .add()
            .property()
            .name(LOST)
            .type(ProviderConfigProperty.STRING_TYPE)
            .helpText("The id of the ledger's log key, where its file is lost and this key is to replace it.")
            .add()
            .property()
            .name(KEYSTORE)
            .type(ProviderConfigProperty.STRING_TYPE)
            .helpText("A keystore that holds the log key, in place of a PEM file.")
            .add()
            .property()
            .name(TYPE)
            .type(ProviderConfigProperty.STRING_TYPE)
            .helpText("The keystore's type, PKCS12 or JKS. Empty: as Java recognises it.")
            .add()
            .property()
            .name(PASSWORD)
            .type(ProviderConfigProperty.PASSWORD)
            .helpText("The password of the keystore and of its keys.")
            .secret(true)
            .add()
            .property()
            .name(PASSWORD_FILE)
            .type(ProviderConfigProperty.STRING_TYPE)
            .helpText("A file whose first line is that password.")
            .add()
            .property()
            .name(ALIAS)
            .type(ProviderConfigProperty.STRING_TYPE)
            .helpText("The log key's alias in the keystore.")
            .add()
            .property()
            .name(PREVIOUS_ALIAS)
            .type(ProviderConfigProperty.STRING_TYPE)
            .helpText("The alias of the log key before, in the same keystore.")
            .add()
            .property()
            .name(MINUTES)
            .type(ProviderConfigProperty.INTEGER_TYPE)
            .helpText("How many minutes old an entry may become before a checkpoint covers it: 1 to 1440.")
            .defaultValue(DEFAULT_MINUTES)
            .add()
            .property()
            .name(ENTRIES)
            .type(ProviderConfigProperty.INTEGER_TYPE)
            .helpText("After how many entries there is a checkpoint at the latest, within a minute: 1 to 1000000.")
            .defaultValue(DEFAULT_ENTRIES)
            .add()
            .build();

    private LogKeyProperties() {}
}
