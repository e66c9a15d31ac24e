package cloud.magento.accounts.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.upstream.protocol.Outcome;
import cloud.magento.accounts.upstream.protocol.TestTokens;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.broker.oidc.mappers.AbstractClaimMapper;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.broker.provider.DefaultDataMarshaller;

/** Keycloak's mappers read them, before and after the first login in which they are kept. */
class MappedClaimsTest {
    private static final List<Arguments> CLAIMS = List.of(
            Arguments.of("sub", "1"),
            Arguments.of("tier", "gold"),
            Arguments.of("level", 7),
            Arguments.of("vip", true),
            Arguments.of("groups", List.of("a", "b")),
            Arguments.of("address.city", "Utrecht"),
            Arguments.of("dotted\\.name", "yes"),
            Arguments.of("shop", "first"),
            Arguments.of("shops[1].id", "8"),
            Arguments.of("gone", null));

    private static final MappedClaims MAPPED = ((Outcome.Success<MappedClaims>) MappedClaims.of(
                    TestTokens.json(
                            "{\"sub\":\"1\",\"tier\":\"gold\",\"level\":7,\"vip\":true,\"groups\":[\"a\",\"b\"],"
                                    + "\"address\":{\"city\":\"Utrecht\"},\"dotted.name\":\"yes\"}"),
                    "tier"))
            .value()
            .with(TestTokens.json(
                    "{\"sub\":\"1\",\"tier\":\"tin\",\"shop\":\"first\",\"shops\":[{\"id\":\"7\"},{\"id\":\"8\"}]}"));

    private final BrokeredIdentityContext identity = new BrokeredIdentityContext("1", TestConfigs.good());

    @ParameterizedTest
    @FieldSource("CLAIMS")
    void givesClaimToMapper(String path, @Nullable Object value) {
        MAPPED.putInto(identity);

        assertThat(AbstractClaimMapper.getClaimValue(identity, path)).isEqualTo(value);
    }

    @ParameterizedTest
    @FieldSource("CLAIMS")
    void givesClaimToMapperAfterFirstLogin(String path, @Nullable Object value) {
        MAPPED.putInto(identity);

        BrokeredIdentityContext kept = kept();

        assertThat(AbstractClaimMapper.getClaimValue(kept, path)).isEqualTo(value);
    }

    @Test
    void leavesNothingOnceRemoved() {
        MAPPED.putInto(identity);

        MappedClaims.removeFrom(identity);

        assertThat(identity.getContextData()).isEmpty();
    }

    @Test
    void putsNothingWhereNoMapperReads() {
        MappedClaims.NONE.putInto(identity);

        assertThat(identity.getContextData()).isEmpty();
    }

    /** As {@link SerializedBrokeredIdentityContext} keeps them, with the marshaller that our provider has. */
    private BrokeredIdentityContext kept() {
        DefaultDataMarshaller marshaller = new DefaultDataMarshaller();
        BrokeredIdentityContext kept = new BrokeredIdentityContext("1", TestConfigs.good());
        identity.getContextData()
                .forEach((key, value) -> kept.getContextData()
                        .put(key, marshaller.deserialize(marshaller.serialize(value), value.getClass())));
        return kept;
    }
}
