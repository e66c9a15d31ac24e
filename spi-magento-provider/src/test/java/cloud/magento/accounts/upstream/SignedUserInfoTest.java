package cloud.magento.accounts.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.upstream.protocol.IdTokenValidator;
import cloud.magento.accounts.upstream.protocol.TestTokens;
import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Userinfo as a signed JWT, once its signature is good. */
class SignedUserInfoTest {
    private final ObjectNode claims =
            TestTokens.json("{\"sub\":\"1\"}").put("iss", TestTokens.ISSUER).put("aud", TestTokens.CLIENT);

    @Test
    void acceptsTokenOfIssuerForThisClient() {
        assertThat(fault()).isEmpty();

        claims.put("exp", TestTokens.NOW + 1);
        assertThat(fault()).isEmpty();
    }

    @Test
    void rejectsTokenOfAnotherIssuerOrOfNone() {
        claims.put("iss", "https://evil.example");
        assertThat(fault()).contains(UpstreamFault.ISSUER_WRONG);

        claims.remove("iss");
        assertThat(fault()).contains(UpstreamFault.ISSUER_WRONG);
    }

    @Test
    void rejectsTokenForAnotherClientOrForNone() {
        claims.put("aud", "other");
        assertThat(fault()).contains(UpstreamFault.AUDIENCE_WRONG);

        claims.remove("aud");
        assertThat(fault()).contains(UpstreamFault.AUDIENCE_WRONG);
    }

    @Test
    void rejectsExpiredToken() {
        claims.put("exp", TestTokens.NOW);
        assertThat(fault()).contains(UpstreamFault.EXPIRED);

        claims.put("exp", "tomorrow");
        assertThat(fault()).contains(UpstreamFault.EXPIRED);
    }

    private Optional<UpstreamFault> fault() {
        return IdTokenValidator.userInfo(claims, TestTokens.ISSUER, TestTokens.CLIENT, TestTokens.NOW);
    }
}
