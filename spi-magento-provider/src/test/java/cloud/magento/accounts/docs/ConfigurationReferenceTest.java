package cloud.magento.accounts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.upstream.MagentoIdentityProviderFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.keycloak.provider.ProviderConfigProperty;

class ConfigurationReferenceTest {
    private static final Document REFERENCE =
            Document.named("configuration.md").section("Settings of the identity provider");

    @Test
    void listsEverySettingWithItsDefaultAndNoOther() {
        Map<String, String> declared = new MagentoIdentityProviderFactory()
                .getConfigProperties().stream()
                        .collect(Collectors.toMap(
                                ProviderConfigProperty::getName, property -> shown(property.getDefaultValue())));

        Map<String, String> documented = REFERENCE
                .rows()
                .collect(Collectors.toMap(row -> Document.plain(row.get(0)), row -> Document.plain(row.get(1))));

        assertThat(new TreeMap<>(documented)).isEqualTo(new TreeMap<>(declared));
    }

    @Test
    void describesMeaningAndRiskOfEverySetting() {
        assertThat(REFERENCE.rows()).allSatisfy(row -> {
            assertThat(row).as(row.get(0)).hasSize(4);
            assertThat(row.get(2)).as(row.get(0)).isNotBlank();
            assertThat(row.get(3)).as(row.get(0)).isNotBlank();
        });
    }

    private static String shown(@Nullable Object defaultValue) {
        String text = defaultValue == null ? "" : defaultValue.toString();
        return text.isEmpty() ? "empty" : text;
    }
}
