package cloud.magento.accounts.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.broker.oidc.mappers.AdvancedClaimToGroupMapper;
import org.keycloak.broker.oidc.mappers.AdvancedClaimToRoleMapper;
import org.keycloak.broker.oidc.mappers.ClaimToRoleMapper;
import org.keycloak.broker.oidc.mappers.ClaimToUserSessionNoteMapper;
import org.keycloak.broker.oidc.mappers.ExternalKeycloakRoleToRoleMapper;
import org.keycloak.broker.oidc.mappers.UserAttributeMapper;
import org.keycloak.broker.oidc.mappers.UsernameTemplateMapper;
import org.keycloak.broker.provider.HardcodedAttributeMapper;
import org.keycloak.broker.provider.HardcodedGroupMapper;
import org.keycloak.broker.provider.HardcodedRoleMapper;
import org.keycloak.broker.provider.HardcodedUserSessionAttributeMapper;
import org.keycloak.broker.provider.IdentityProviderMapper;
import org.keycloak.broker.saml.mappers.AttributeToRoleMapper;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.social.google.GoogleUserAttributeMapper;

/** A mapper that cannot work is refused when it is saved. */
class MapperCheckTest {
    private static final String EXTERNAL_ROLE = ExternalKeycloakRoleToRoleMapper.PROVIDER_ID;

    private final TestKeycloak keycloak = TestKeycloak.start();

    @BeforeEach
    void open() {
        keycloak.provide(IdentityProviderMapper.class, new ExternalKeycloakRoleToRoleMapper());
        keycloak.provide(IdentityProviderMapper.class, new ClaimToRoleMapper());
        keycloak.withProvider();
    }

    static Stream<IdentityProviderMapper> working() {
        return Stream.of(
                new UserAttributeMapper(),
                new ClaimToRoleMapper(),
                new AdvancedClaimToRoleMapper(),
                new AdvancedClaimToGroupMapper(),
                new ClaimToUserSessionNoteMapper(),
                new UsernameTemplateMapper(),
                new HardcodedAttributeMapper(),
                new HardcodedGroupMapper(),
                new HardcodedRoleMapper(),
                new HardcodedUserSessionAttributeMapper());
    }

    @ParameterizedTest
    @MethodSource("working")
    void acceptsMapperOfOidcProvider(IdentityProviderMapper type) {
        assertThat(MapperCheck.problem(TestMappers.of(type.getId(), Map.of()), type))
                .isEmpty();
    }

    static Stream<IdentityProviderMapper> unusable() {
        return Stream.of(
                new AttributeToRoleMapper(), new GoogleUserAttributeMapper(), new ExternalKeycloakRoleToRoleMapper());
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void refusesMapperOfOtherProvider(IdentityProviderMapper type) {
        assertThat(MapperCheck.problem(TestMappers.of(type.getId(), Map.of()), type))
                .hasValueSatisfying(problem -> assertThat(problem)
                        .startsWith("The mapper \"one\" (" + type.getId() + ") cannot work here: it is written for "
                                + type.getCompatibleProviders()[0]));
    }

    @Test
    void refusesMapperOfUnknownType() {
        assertThat(MapperCheck.problem(TestMappers.of("gone", Map.of()), null))
                .contains("The mapper \"one\" (gone) is of a type that this server does not have. Remove the mapper.");
    }

    @Test
    void refusesMapperThatWritesSubject() {
        assertThat(target("BROKER_ID").orElseThrow()).contains("BROKER_ID");
        assertThat(target("BROKER_USERNAME")).isEmpty();
        assertThat(target("LOCAL")).isEmpty();
    }

    private static Optional<String> target(String target) {
        return MapperCheck.problem(
                TestMappers.of(UsernameTemplateMapper.PROVIDER_ID, Map.of("target", target)),
                new UsernameTemplateMapper());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"IDENTITY_PROVIDER_MAPPER identity-provider/instances/magento/mappers/1", "REALM mappers/1"})
    void rollsBackSavingOfMapperThatCannotWork(String saved) {
        assertThatThrownBy(() -> save(EXTERNAL_ROLE, saved))
                .isInstanceOf(ErrorResponseException.class)
                .hasMessageContaining(EXTERNAL_ROLE);
        assertThat(stored()).isZero();

        save(ClaimToRoleMapper.PROVIDER_ID, saved);
        assertThat(stored()).isOne();
    }

    @Test
    void letsOtherChangesOfRealmPass() {
        save(EXTERNAL_ROLE, "REALM users/1");

        assertThat(stored()).isOne();
    }

    private void save(String type, String saved) {
        keycloak.run(session -> {
            session.identityProviders().createMapper(TestMappers.of(type, Map.of()));
            AdminEvent event = new AdminEvent();
            event.setRealmId(keycloak.realmId());
            event.setOperationType(OperationType.CREATE);
            event.setResourceType(ResourceType.valueOf(saved.split(" ")[0]));
            event.setResourcePath(saved.split(" ")[1]);
            EventListenerProvider listener = new MapperListenerFactory().create(session);
            listener.onEvent(event, false);
        });
    }

    private long stored() {
        return keycloak.ask((TestSession session) ->
                session.identityProviders().getMappersByAliasStream("magento").count());
    }
}
