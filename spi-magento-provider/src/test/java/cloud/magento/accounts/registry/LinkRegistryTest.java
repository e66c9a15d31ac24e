package cloud.magento.accounts.registry;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.linking.UpstreamIdentity;
import org.junit.jupiter.api.Test;

class LinkRegistryTest {
    private static final String ISSUER = "https://magento.example";

    @Test
    void the_identity_key_tells_subjects_apart_that_a_collation_would_not() {
        assertThat(key(ISSUER, "abc")).isNotEqualTo(key(ISSUER, "ABC"));
        assertThat(key(ISSUER, "abc")).isNotEqualTo(key(ISSUER + "/", "abc"));
        assertThat(key(ISSUER, "abc")).isEqualTo(key(ISSUER, "abc")).matches("[0-9a-f]{64}");
    }

    private static String key(String issuer, String subject) {
        return LinkRegistry.identityKey(new UpstreamIdentity(issuer, subject));
    }
}
