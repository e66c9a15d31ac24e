package cloud.magento.accounts.upstream;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderQuery;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Finds the realm's one provider of type {@code magento}. The way there costs no query once it is known: Keycloak
 * caches providers by alias, so only the alias is remembered here, and what comes back under it is looked at again each
 * time.
 */
public final class MagentoProvider {
    private static final String ATTRIBUTE = "magento.provider.";

    /** How long another node may take to notice a provider in a realm that had none. */
    private static final Duration ABSENT_FOR = Duration.ofSeconds(2);

    private MagentoProvider() {}

    /**
     * What is remembered of a realm.
     *
     * @param alias the provider's alias, or null where there was none
     * @param at when that was, on the clock of {@link System#nanoTime()}
     */
    record Known(@Nullable String alias, long at) {
        boolean isAbsence() {
            return alias == null && System.nanoTime() - at < ABSENT_FOR.toNanos();
        }
    }

    /** The realm's provider, enabled or not, or empty where it has none. */
    public static Optional<MagentoIdentityProviderConfig> in(KeycloakSession session, RealmModel realm) {
        String attribute = ATTRIBUTE + realm.getId();
        if (session.getAttribute(attribute) instanceof Found found) {
            return found.provider();
        }
        Optional<MagentoIdentityProviderConfig> provider =
                within(session, realm, () -> find(session, realm)).map(MagentoIdentityProviderConfig::new);
        session.setAttribute(attribute, new Found(provider));
        return provider;
    }

    /** The answer as kept for the rest of a session. */
    private record Found(Optional<MagentoIdentityProviderConfig> provider) {}

    /**
     * The same, looked for anew: within a transaction that has just made or changed it. Nobody else is told, since it
     * may not be committed.
     */
    public static Optional<MagentoIdentityProviderConfig> asStored(KeycloakSession session, RealmModel realm) {
        Optional<MagentoIdentityProviderConfig> provider =
                within(session, realm, () -> search(session)).map(MagentoIdentityProviderConfig::new);
        session.setAttribute(ATTRIBUTE + realm.getId(), new Found(provider));
        return provider;
    }

    static void forget(KeycloakSession session, RealmModel realm) {
        session.removeAttribute(ATTRIBUTE + realm.getId());
        MagentoIdentityProviderFactory.of(session).aliases().remove(realm.getId());
    }

    /** Why a provider that is being saved cannot be a realm's second one; also makes a first one known at once. */
    static Optional<String> refuseSecond(KeycloakSession session, RealmModel realm, IdentityProviderModel saved) {
        forget(session, realm);
        return within(session, realm, () -> search(session))
                .filter(other -> !Objects.equals(other.getInternalId(), saved.getInternalId())
                        && !Objects.equals(other.getAlias(), saved.getAlias()))
                .map(other -> "This realm has a provider of type " + MagentoIdentityProviderFactory.ID
                        + " already, \"" + other.getAlias()
                        + "\". There can be only one: an account is linked to one Magento.com.");
    }

    private static Optional<IdentityProviderModel> find(KeycloakSession session, RealmModel realm) {
        Map<String, Known> aliases = MagentoIdentityProviderFactory.of(session).aliases();
        Known known = aliases.get(realm.getId());
        if (known != null && known.isAbsence()) {
            return Optional.empty();
        }
        if (known != null && known.alias() != null) {
            IdentityProviderModel provider = session.identityProviders().getByAlias(known.alias());
            if (isOurs(provider)) {
                return Optional.of(provider);
            }
        }
        Optional<IdentityProviderModel> found = search(session);
        aliases.put(
                realm.getId(),
                new Known(found.map(IdentityProviderModel::getAlias).orElse(null), System.nanoTime()));
        return found;
    }

    private static Optional<IdentityProviderModel> search(KeycloakSession session) {
        return session.identityProviders()
                .getAllStream(IdentityProviderQuery.any())
                .filter(MagentoProvider::isOurs)
                .findFirst();
    }

    static boolean isOurs(@Nullable IdentityProviderModel provider) {
        return provider != null && MagentoIdentityProviderFactory.ID.equals(provider.getProviderId());
    }

    /** Keycloak looks for providers in the realm of its context, which is not always the one that is asked about. */
    static <T> T within(KeycloakSession session, RealmModel realm, Supplier<T> question) {
        RealmModel current = session.getContext().getRealm();
        if (current != null && current.getId().equals(realm.getId())) {
            return question.get();
        }
        session.getContext().setRealm(realm);
        try {
            return question.get();
        } finally {
            session.getContext().setRealm(current);
        }
    }
}
