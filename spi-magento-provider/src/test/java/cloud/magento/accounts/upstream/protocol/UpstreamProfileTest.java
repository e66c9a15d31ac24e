package cloud.magento.accounts.upstream.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamProfileTest {

    @Test
    void lacksNothingWhenIdTokenIsComplete() {
        assertThat(UpstreamProfile.lacksEmail(TestTokens.claims())).isFalse();
        assertThat(UpstreamProfile.lacksName(TestTokens.claims())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"email, true, false", "email_verified, true, false", "name, false, true", "nonce, false, false"})
    void lacksEmailOrNameWithoutItsClaim(String claim, boolean lacksEmail, boolean lacksName) {
        ObjectNode claims = TestTokens.claims();
        claims.remove(claim);

        assertThat(UpstreamProfile.lacksEmail(claims)).isEqualTo(lacksEmail);
        assertThat(UpstreamProfile.lacksName(claims)).isEqualTo(lacksName);
    }

    @Test
    void readsEmailAndItsVerificationFromSameDocument() {
        ObjectNode idToken = TestTokens.json("{\"sub\":\"1\",\"email_verified\":true}");
        ObjectNode userInfo = TestTokens.json("{\"sub\":\"1\",\"email\":\"victim@example.com\"}");

        UpstreamProfile profile = UpstreamProfile.of(idToken, userInfo);

        assertThat(profile.email()).isEqualTo("victim@example.com");
        assertThat(profile.emailVerified()).isFalse();
    }

    @Test
    void prefersDocumentThatStatesEmailVerification() {
        ObjectNode idToken = TestTokens.json("{\"sub\":\"1\",\"email\":\"a@example.com\"}");
        ObjectNode userInfo = TestTokens.json("{\"sub\":\"1\",\"email\":\"b@example.com\",\"email_verified\":true}");

        UpstreamProfile profile = UpstreamProfile.of(idToken, userInfo);

        assertThat(profile.email()).isEqualTo("b@example.com");
        assertThat(profile.emailVerified()).isTrue();
    }

    @Test
    void keepsEmailOfIdTokenWhenUserInfoHasNone() {
        ObjectNode idToken = TestTokens.json("{\"sub\":\"1\",\"email\":\"a@example.com\"}");

        UpstreamProfile profile =
                UpstreamProfile.of(idToken, TestTokens.json("{\"sub\":\"1\",\"email_verified\":true}"));

        assertThat(profile.email()).isEqualTo("a@example.com");
        assertThat(profile.emailVerified()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "true, true",
        "'\"true\"', true",
        "'\"True\"', true",
        "'\"TRUE\"', true",
        "'\"False\"', false",
        "'\"truee\"', false",
        "false, false",
        "'\"yes\"', false",
        "1, false",
        "null, false"
    })
    void readsEmailVerifiedAsBooleanOrText(String value, boolean verified) {
        ObjectNode idToken =
                TestTokens.json("{\"sub\":\"1\",\"email\":\"a@example.com\",\"email_verified\":" + value + "}");

        assertThat(UpstreamProfile.of(idToken, null).emailVerified()).isEqualTo(verified);
    }

    @Test
    void readsNumericSubjectDigitByDigit() {
        ObjectNode idToken = TestTokens.json("{\"sub\":12345678901234567890123}");

        assertThat(UpstreamProfile.of(idToken, null).subject()).isEqualTo("12345678901234567890123");
    }

    @Test
    void omitsClaimsNotTextOversizedOrWithControlCharacters() {
        ObjectNode idToken = TestTokens.json("{\"sub\":\"1\",\"email\":[\"a@example.com\"],\"given_name\":\"a\\nb\","
                + "\"family_name\":\"" + "x".repeat(256) + "\",\"name\":7,\"preferred_username\":\" jane \"}");

        UpstreamProfile profile = UpstreamProfile.of(idToken, null);

        assertThat(profile.email()).isNull();
        assertThat(profile.givenName()).isNull();
        assertThat(profile.familyName()).isNull();
        assertThat(profile.name()).isNull();
        assertThat(profile.username()).isEqualTo("jane");
    }

    @Test
    void keepsPersonOutOfLogs() {
        assertThat(UpstreamProfile.of(TestTokens.claims(), null).toString()).doesNotContain("jane", "Jane", "2482");
    }

    @Test
    void readsMethodsThatAreTextInArray() {
        ObjectNode idToken = TestTokens.json(
                "{\"sub\":\"1\",\"amr\":[\"pwd\",7,\"" + "x".repeat(255) + "\",\"" + "x".repeat(256) + "\",\"otp\"]}");

        assertThat(UpstreamProfile.of(idToken, null).amr()).containsExactly("pwd", "x".repeat(255), "otp");
    }

    @Test
    void readsNoMethodFromObject() {
        assertThat(UpstreamProfile.of(TestTokens.json("{\"sub\":\"1\",\"amr\":{\"a\":\"pwd\"}}"), null)
                        .amr())
                .isEmpty();
    }

    @Test
    void fallsBackToUserInfoForNameAndUsername() {
        UpstreamProfile profile = UpstreamProfile.of(
                TestTokens.json("{\"sub\":\"1\"}"),
                TestTokens.json("{\"sub\":\"1\",\"preferred_username\":\"jane\",\"name\":\"Jane\"}"));

        assertThat(profile.username()).isEqualTo("jane");
        assertThat(profile.name()).isEqualTo("Jane");
    }

    @Test
    void keepsClaimAsLongAsColumn() {
        assertThat(UpstreamProfile.of(TestTokens.json("{\"sub\":\"1\",\"name\":\"" + "x".repeat(255) + "\"}"), null)
                        .name())
                .hasSize(255);
    }
}
