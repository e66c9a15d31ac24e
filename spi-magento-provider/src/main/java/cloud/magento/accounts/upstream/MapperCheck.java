package cloud.magento.accounts.upstream;

import cloud.magento.accounts.ledger.chain.HiddenLetters;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.broker.oidc.OIDCIdentityProviderFactory;
import org.keycloak.broker.oidc.mappers.UsernameTemplateMapper;
import org.keycloak.broker.provider.IdentityProviderMapper;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderFactory;

/**
 * Which mappers of a provider cannot work with what upstream says, in sentences for the operator. Keycloak runs every
 * mapper of a provider, also one that was written for another protocol: it finds nothing, and takes away what it would
 * have granted. So one that cannot work is refused when it is saved, and where it was saved before, nobody signs in
 * past it.
 */
public final class MapperCheck {
    /** What a mapper must be written for: ID token and userinfo, or nothing that upstream says. */
    private static final Set<String> COMPATIBLE = Set.of(
            IdentityProviderMapper.ANY_PROVIDER,
            MagentoIdentityProviderFactory.ID,
            OIDCIdentityProviderFactory.PROVIDER_ID);

    private static final String TARGET = "target";
    private static final String SUBJECT = "BROKER_ID";

    private MapperCheck() {}

    /**
     * A mapper that cannot work.
     *
     * @param id the mapper's
     * @param problem a sentence for the operator
     * @param isOfKnownType whether this server has its type, so that it would not work either where a jar came back
     */
    public record Fault(String id, String problem, boolean isOfKnownType) {}

    /** Each mapper under the alias that cannot work; empty where all can. */
    public static List<Fault> faults(KeycloakSession session, RealmModel realm, String alias) {
        return MagentoProvider.within(
                session,
                realm,
                () -> session.identityProviders()
                        .getMappersByAliasStream(alias)
                        .flatMap(mapper -> fault(session, mapper).stream())
                        .sorted(Comparator.comparing(Fault::problem))
                        .toList());
    }

    private static Optional<Fault> fault(KeycloakSession session, IdentityProviderMapperModel mapper) {
        IdentityProviderMapper type = type(session, mapper.getIdentityProviderMapper());
        return problem(mapper, type).map(problem -> new Fault(mapper.getId(), problem, type != null));
    }

    /** One sentence for each mapper under the alias that cannot work; empty where all can. */
    public static List<String> problems(KeycloakSession session, RealmModel realm, String alias) {
        return MagentoProvider.within(
                session,
                realm,
                () -> problems(
                        session,
                        session.identityProviders()
                                .getMappersByAliasStream(alias)
                                .toList()));
    }

    static List<String> problems(KeycloakSession session, List<IdentityProviderMapperModel> mappers) {
        return mappers.stream()
                .map(mapper -> problem(mapper, type(session, mapper.getIdentityProviderMapper())))
                .flatMap(Optional::stream)
                .sorted()
                .toList();
    }

    private static @Nullable IdentityProviderMapper type(KeycloakSession session, String id) {
        ProviderFactory<?> type =
                session.getKeycloakSessionFactory().getProviderFactory(IdentityProviderMapper.class, id);
        return (IdentityProviderMapper) type;
    }

    static Optional<String> problem(IdentityProviderMapperModel mapper, @Nullable IdentityProviderMapper type) {
        String named = HiddenLetters.masked(
                "The mapper \"" + mapper.getName() + "\" (" + mapper.getIdentityProviderMapper() + ") ");
        if (type == null) {
            return Optional.of(named + "is of a type that this server does not have. Remove the mapper.");
        }
        if (Arrays.stream(type.getCompatibleProviders()).noneMatch(COMPATIBLE::contains)) {
            return Optional.of(named + "cannot work here: it is written for "
                    + String.join(", ", type.getCompatibleProviders())
                    + ", and reads neither the ID token nor userinfo. Remove the mapper.");
        }
        boolean takesSubject = UsernameTemplateMapper.PROVIDER_ID.equals(mapper.getIdentityProviderMapper())
                && SUBJECT.equals(Objects.requireNonNullElse(mapper.getConfig(), Map.<String, String>of())
                        .get(TARGET));
        return takesSubject
                ? Optional.of(
                        named + "cannot work here: its target is BROKER_ID, and whose account is opened is told by"
                                + " the subject alone. Take another target, or remove the mapper.")
                : Optional.empty();
    }
}
