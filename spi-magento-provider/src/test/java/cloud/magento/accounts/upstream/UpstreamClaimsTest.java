package cloud.magento.accounts.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.broker.provider.BrokeredIdentityContext;

/** For which address upstream vouches. */
class UpstreamClaimsTest {
    private final BrokeredIdentityContext identity = new BrokeredIdentityContext("1", TestConfigs.good());

    @BeforeEach
    void arrive() {
        identity.setEmail("Ada@example.com");
        UpstreamClaims.put(identity, UpstreamClaims.EMAIL, "Ada@example.com");
        UpstreamClaims.put(identity, UpstreamClaims.EMAIL_VERIFIED, true);
    }

    @Test
    void vouchesForAddressThatUpstreamTold() {
        assertThat(UpstreamClaims.isEmailVerified(identity)).isTrue();

        identity.setEmail("ada@example.com");
        assertThat(UpstreamClaims.isEmailVerified(identity)).isTrue();
    }

    @Test
    void doesNotVouchForAddressOfMapper() {
        identity.setEmail("victim@example.com");

        assertThat(UpstreamClaims.isEmailVerified(identity)).isFalse();
    }

    @Test
    void doesNotVouchForAddressThatIsUnverified() {
        UpstreamClaims.put(identity, UpstreamClaims.EMAIL_VERIFIED, false);

        assertThat(UpstreamClaims.isEmailVerified(identity)).isFalse();
    }
}
