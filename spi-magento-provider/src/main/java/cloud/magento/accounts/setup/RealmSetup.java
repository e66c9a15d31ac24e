package cloud.magento.accounts.setup;

import cloud.magento.accounts.upstream.MagentoIdentityProviderFactory;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderQuery;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Makes in a realm everything the policy needs, and changes nothing that is as it has to be: running it again is safe.
 * Whether the policy stops anybody is not decided here but on the identity provider.
 */
public final class RealmSetup {
    private RealmSetup() {}

    /**
     * Sets the realm up.
     *
     * @param dryRun only tell what would be done
     * @return what was looked at, in the order of doing
     */
    public static List<SetupStep> apply(KeycloakSession session, RealmModel realm, boolean dryRun) {
        return apply(session, realm, new SetupChanges(dryRun));
    }

    /**
     * Sets up a part of it.
     *
     * @param wanted which steps; all others are passed over
     */
    public static List<SetupStep> apply(
            KeycloakSession session, RealmModel realm, boolean dryRun, Predicate<SetupStep> wanted) {
        return apply(session, realm, new SetupChanges(dryRun, wanted));
    }

    private static List<SetupStep> apply(KeycloakSession session, RealmModel realm, SetupChanges changes) {
        return within(session, realm, () -> {
            LinkActionSetup.in(realm).forEach(action -> action.apply(changes));
            new FlowSetup(realm, changes).apply(session.identityProviders(), magentoProviders(session));
            new ConsoleSetup(changes).apply(session.identityProviders(), magentoProviders(session));
            new StatusScopeSetup(realm).apply(changes);
            new PageClientSetup(realm).apply(changes);
            new EventSetup(realm).apply(changes);
            new AdminRoleSetup(realm, session.realms()).apply(changes);
            return changes.steps();
        });
    }

    /**
     * What a provider needs to work at all, and what alone is made in a realm that nobody set up: the required actions,
     * and a first login where the provider names none.
     */
    static void complete(KeycloakSession session, RealmModel realm) {
        within(session, realm, () -> {
            List<IdentityProviderModel> providers = magentoProviders(session);
            if (!providers.isEmpty()) {
                LinkActionSetup.in(realm).forEach(LinkActionSetup::registerIfMissing);
                new FlowSetup(realm, new SetupChanges(false)).bindWhereNone(session.identityProviders(), providers);
            }
            return true;
        });
    }

    /** Makes the flows that the provider of a realm may name that is being created, unless its file has them. */
    static void prepare(RealmModel realm) {
        new FlowSetup(realm, new SetupChanges(false)).makeLoginsIfMissing();
    }

    private static <T> T within(KeycloakSession session, RealmModel realm, Supplier<T> work) {
        RealmModel before = session.getContext().getRealm();
        session.getContext().setRealm(realm);
        try {
            return work.get();
        } finally {
            session.getContext().setRealm(before);
        }
    }

    static boolean isMagento(IdentityProviderModel provider) {
        return MagentoIdentityProviderFactory.ID.equals(provider.getProviderId());
    }

    /** The providers of ours in a realm, whichever the session's is. */
    static List<IdentityProviderModel> magentoProviders(KeycloakSession session, RealmModel realm) {
        return within(session, realm, () -> magentoProviders(session));
    }

    /** The alias of the realm's provider of ours. */
    public static Optional<String> providerOf(KeycloakSession session, RealmModel realm) {
        return magentoProviders(session, realm).stream()
                .map(IdentityProviderModel::getAlias)
                .findFirst();
    }

    private static List<IdentityProviderModel> magentoProviders(KeycloakSession session) {
        return session.identityProviders()
                .getAllStream(IdentityProviderQuery.any())
                .filter(RealmSetup::isMagento)
                .toList();
    }
}
