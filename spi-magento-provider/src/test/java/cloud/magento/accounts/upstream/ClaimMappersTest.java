package cloud.magento.accounts.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.upstream.protocol.Outcome;
import cloud.magento.accounts.upstream.protocol.TestTokens;
import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.representations.JsonWebToken;

class ClaimMappersTest {
    private static final List<Arguments> READING = List.of(
            Arguments.of(TestMappers.of("oidc-user-attribute-idp-mapper", Map.of("claim", "tier")), Set.of("tier")),
            Arguments.of(TestMappers.of("oidc-role-idp-mapper", Map.of("claim", "a.b")), Set.of("a.b")),
            Arguments.of(TestMappers.advancedRole("tier", "a\\.b"), Set.of("tier", "a\\.b")),
            Arguments.of(
                    TestMappers.of(
                            "oidc-advanced-group-idp-mapper",
                            Map.of("claims", "[{\"key\":\"tier\",\"value\":\"gold\"}]")),
                    Set.of("tier")),
            Arguments.of(
                    TestMappers.of(
                            "oidc-user-session-note-idp-mapper",
                            Map.of("claims", "[{\"key\":\"tier\",\"value\":\".*\"}]")),
                    Set.of("tier")),
            Arguments.of(
                    TestMappers.of(
                            "oidc-username-idp-mapper",
                            Map.of("template", "${ALIAS}.${CLAIM.tier | lowercase}-${CLAIM.a.b}-${UUID}")),
                    Set.of("tier", "a.b")));

    @ParameterizedTest
    @FieldSource("READING")
    void knowsClaimsThatMapperReads(IdentityProviderMapperModel mapper, Set<String> paths) {
        ClaimMappers mappers = of(mapper);

        assertThat(mappers.paths()).isEqualTo(paths);
        assertThat(mappers.readAll()).isFalse();
        assertThat(mappers.readClaims()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hardcoded-attribute-idp-mapper",
                "hardcoded-user-session-attribute-idp-mapper",
                "oidc-hardcoded-group-idp-mapper",
                "oidc-hardcoded-role-idp-mapper"
            })
    void readsNothingForHardcodedMapper(String type) {
        ClaimMappers mappers = of(TestMappers.of(type, Map.of()));

        assertThat(mappers.readClaims()).isFalse();
        assertThat(mappers.lack(claims(mappers, "{\"sub\":\"1\"}"))).isFalse();
        assertThat(mappers.with(claims(mappers, "{\"sub\":\"1\"}"), TestTokens.json("{\"sub\":\"1\"}")))
                .isEqualTo(MappedClaims.NONE);
    }

    @Test
    void readsNothingForTemplateWithoutClaim() {
        assertThat(of(TestMappers.of("oidc-username-idp-mapper", Map.of("template", "${ALIAS}.${UUID}")))
                        .readClaims())
                .isFalse();
    }

    @Test
    void readsNothingForMapperWithoutSettings() {
        assertThat(of(TestMappers.of("oidc-role-idp-mapper", Map.of())).readClaims())
                .isFalse();
    }

    @Test
    void lacksClaimThatIdTokenDoesNotHave() {
        ClaimMappers mappers = of(TestMappers.advancedRole("tier", "address.city"));

        assertThat(mappers.lack(claims(mappers, "{\"sub\":\"1\",\"tier\":\"x\",\"address\":{\"city\":\"Y\"}}")))
                .isFalse();
        assertThat(mappers.lack(claims(mappers, "{\"sub\":\"1\",\"tier\":\"x\",\"address\":{}}")))
                .isTrue();
        assertThat(mappers.lack(claims(mappers, "{\"sub\":\"1\",\"tier\":null,\"address\":{\"city\":\"Y\"}}")))
                .isTrue();
    }

    @Test
    void keepsOnlyWhatMappersRead() {
        ClaimMappers mappers = of(TestMappers.advancedRole("tier", "address.city", "shops[0].id"));

        MappedClaims claims = mappers.with(
                claims(mappers, "{\"sub\":\"1\",\"tier\":\"x\",\"nonce\":\"n\",\"phone\":\"5\"}"),
                TestTokens.json(
                        "{\"sub\":\"1\",\"address\":{\"city\":\"Y\"},\"shops\":[{\"id\":\"7\"}],\"phone\":\"5\"}"));

        JsonWebToken idToken = Objects.requireNonNull(claims.idToken());
        assertThat(idToken.getSubject()).isEqualTo("1");
        assertThat(idToken.getOtherClaims()).isEqualTo(Map.of("tier", "x"));
        assertThat(claims.userInfo())
                .isEqualTo(TestTokens.json("{\"sub\":\"1\",\"address\":{\"city\":\"Y\"},\"shops\":[{\"id\":\"7\"}]}"));
    }

    @Test
    void keepsAllForMapperOfSomebodyElse() {
        ClaimMappers mappers = of(TestMappers.of("acme-mapper", Map.of()));
        ObjectNode document = TestTokens.json("{\"sub\":\"1\",\"phone\":\"5\"}");

        MappedClaims claims = claims(mappers, document.toString());

        assertThat(Objects.requireNonNull(claims.idToken()).getOtherClaims()).isEqualTo(Map.of("phone", "5"));
        assertThat(mappers.lack(claims)).isTrue();
        assertThat(mappers.with(claims, document).userInfo()).isEqualTo(document);
    }

    @Test
    void isServedByWhatWasLookedForOnly() {
        ClaimMappers both = of(TestMappers.advancedRole("tier", "a.b"));
        ClaimMappers one = of(TestMappers.advancedRole("tier"));
        ClaimMappers any = of(TestMappers.of("acme-mapper", Map.of()));
        ClaimMappers none = of(TestMappers.of("oidc-hardcoded-role-idp-mapper", Map.of()));

        assertThat(both.areServedBy(both.note())).isTrue();
        assertThat(one.areServedBy(both.note())).isTrue();
        assertThat(both.areServedBy(one.note())).isFalse();
        assertThat(both.areServedBy(any.note())).isTrue();
        assertThat(any.areServedBy(any.note())).isTrue();
        assertThat(any.areServedBy(both.note())).isFalse();
        assertThat(one.areServedBy(none.note())).isFalse();
        assertThat(one.areServedBy(null)).isFalse();
        assertThat(none.areServedBy(null)).isTrue();
    }

    @Test
    void rejectsIdTokenWhoseClaimHasAnotherType() {
        ClaimMappers mappers = of(TestMappers.advancedRole("exp"));

        assertThat(mappers.claims(TestTokens.json("{\"sub\":\"1\",\"exp\":{}}")))
                .isEqualTo(Outcome.failed(UpstreamFault.TOKEN_MALFORMED));
    }

    private static ClaimMappers of(IdentityProviderMapperModel... mappers) {
        return ClaimMappers.of(Stream.of(mappers));
    }

    private static MappedClaims claims(ClaimMappers mappers, String idToken) {
        return ((Outcome.Success<MappedClaims>) mappers.claims(TestTokens.json(idToken))).value();
    }
}
