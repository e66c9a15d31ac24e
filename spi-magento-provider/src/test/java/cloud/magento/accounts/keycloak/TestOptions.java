package cloud.magento.accounts.keycloak;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;

/** Options of the server as a provider is given them. */
public final class TestOptions {
    private TestOptions() {}

    public static Config.Scope of(Map<String, String> options) {
        return new Config.SystemPropertiesScope("") {
            @Override
            public @Nullable String get(String key) {
                return options.get(key);
            }

            @Override
            public @Nullable String get(String key, @Nullable String otherwise) {
                return options.containsKey(key) ? options.get(key) : otherwise;
            }
        };
    }
}
