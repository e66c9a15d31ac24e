package cloud.magento.accounts.doctor;

import cloud.magento.accounts.doctor.SignInFlow.Use;
import cloud.magento.accounts.setup.RealmSetup;
import cloud.magento.accounts.setup.SetupStep;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import cloud.magento.accounts.upstream.MagentoIdentityProviderFactory;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderQuery;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** One look at one realm. What several checks ask for is read once. */
final class Examination {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final MagentoIdentityProviderConfig provider;
    private final Map<String, Optional<SignInFlow>> flows = new HashMap<>();
    private @Nullable List<SetupStep> setUp;
    private @Nullable List<Application> applications;
    private @Nullable List<IdentityProviderModel> others;

    Examination(KeycloakSession session, RealmModel realm, MagentoIdentityProviderConfig provider) {
        this.session = session;
        this.realm = realm;
        this.provider = provider;
    }

    KeycloakSession session() {
        return session;
    }

    RealmModel realm() {
        return realm;
    }

    MagentoIdentityProviderConfig provider() {
        return provider;
    }

    /** The realm's other identity providers that people can sign in by. */
    List<IdentityProviderModel> otherProviders() {
        if (others == null) {
            others = session.identityProviders()
                    .getAllStream(IdentityProviderQuery.any())
                    .filter(other -> !MagentoIdentityProviderFactory.ID.equals(other.getProviderId()))
                    .filter(other -> other.isEnabled() && !Boolean.TRUE.equals(other.isLinkOnly()))
                    .sorted(Comparator.comparing(IdentityProviderModel::getAlias))
                    .toList();
        }
        return others;
    }

    /** Changes the provider of ours. */
    void changeProvider(Consumer<IdentityProviderModel> change) {
        changeProvider(provider.getAlias(), change);
    }

    void changeProvider(String alias, Consumer<IdentityProviderModel> change) {
        IdentityProviderModel stored = session.identityProviders().getByAlias(alias);
        if (stored != null) {
            change.accept(stored);
            session.identityProviders().update(stored);
        }
    }

    /** A flow in one of its uses; empty where the realm has no such flow. Hundreds of clients can have the same. */
    Optional<SignInFlow> flow(@Nullable String id, Use use) {
        return id == null
                ? Optional.empty()
                : flows.computeIfAbsent(
                        use + " " + id,
                        key -> Optional.ofNullable(realm.getAuthenticationFlowById(id))
                                .map(flow -> new SignInFlow(realm, flow, use)));
    }

    /** What the set-up would do, of one kind. */
    Stream<SetupStep> setUp(String kind) {
        if (setUp == null) {
            setUp = RealmSetup.apply(session, realm, true);
        }
        return setUp.stream().filter(step -> step.kind().equals(kind));
    }

    /** Has some steps of the set-up done, and no others. */
    Runnable settingUp(Predicate<SetupStep> wanted) {
        return () -> RealmSetup.apply(session, realm, false, wanted);
    }

    /** Has a flow of ours bound, and made or mended before. */
    Runnable binding(String binding, String flow) {
        return settingUp(
                step -> step.kind().equals("flow-binding") && step.name().equals(binding)
                        || step.kind().equals("flow") && step.name().equals(flow));
    }

    /** The realm's enabled clients. */
    List<Application> applications() {
        if (applications == null) {
            applications = Application.of(session, realm);
        }
        return applications;
    }
}
