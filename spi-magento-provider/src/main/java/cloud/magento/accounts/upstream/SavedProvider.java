package cloud.magento.accounts.upstream;

import cloud.magento.accounts.policy.LinkSettings;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Judges a provider of ours that is being saved, by whichever door: each of them turns the representation into a model
 * and has the model validated.
 */
final class SavedProvider {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final MagentoIdentityProviderConfig saved;
    private final Optional<IdentityProviderModel> predecessor;

    SavedProvider(KeycloakSession session, RealmModel realm, MagentoIdentityProviderConfig saved) {
        this.session = session;
        this.realm = realm;
        this.saved = saved;
        this.predecessor = ReplacedProvider.of(session, realm, saved);
    }

    /**
     * Reveals the masked secret, then rejects an invalid configuration, an issuer that existing links do not belong
     * to, an unresolvable mask, an unsuitable first login flow, mappers of the provider in whose place it comes that
     * cannot work here, or a second provider. What is said to this change alone is taken out of what will be stored.
     */
    void validate() {
        Optional<MagentoIdentityProviderConfig> before = ofOurs(predecessor);
        Optional<String> masked = MaskedSecret.reveal(saved, before);
        refuseAll(ConfigurationCheck.problems(
                saved, before.map(IdentityProviderModel::getConfig).orElse(Map.of())));
        if (takesLinksOfOtherIssuer()) {
            refuse(
                    "The issuer cannot change while accounts are linked: a link belongs to the issuer it was made with."
                            + " Remove the links first, or set up another realm.",
                    Response.Status.CONFLICT);
        }
        List<String> problems = new ArrayList<>();
        masked.ifPresent(problems::add);
        firstLogin().ifPresent(problems::add);
        problems.addAll(mappers());
        trustEmail().ifPresent(problems::add);
        MagentoProvider.refuseSecond(session, realm, saved).ifPresent(problems::add);
        refuseAll(problems);
        GivenConsent.take(session, realm, saved.getConfig());
        session.getKeycloakSessionFactory().publish(new ProviderSaved(session, realm));
    }

    private void refuseAll(List<String> problems) {
        if (!problems.isEmpty()) {
            refuse(String.join(" ", problems), Response.Status.BAD_REQUEST);
        }
    }

    /** By the registry, or, of a provider of another type in whose place this one comes, by that one's own settings. */
    private boolean takesLinksOfOtherIssuer() {
        KnownLinks links = session.getProvider(KnownLinks.class);
        return links.areOfOtherIssuer(realm, saved.getAlias(), saved.issuer())
                || predecessor
                        .filter(before -> ofOurs(predecessor).isEmpty())
                        .filter(before -> !Objects.equals(issuer(before), saved.issuer()))
                        .filter(before -> links.exist(realm, before.getAlias()))
                        .isPresent();
    }

    /**
     * Gives a provider that names no first login ours, if the realm has it; where it does not, the set-up makes it once
     * the provider is there. A binding that is as it was is not judged again: saving is also the way back.
     */
    private Optional<String> firstLogin() {
        String flowId = saved.getFirstBrokerLoginFlowId();
        if (flowId == null) {
            AuthenticationFlowModel ours = realm.getFlowByAlias(FirstLoginFlow.ALIAS);
            saved.setFirstBrokerLoginFlowId(ours == null ? null : ours.getId());
            return Optional.empty();
        }
        boolean asBefore = ofOurs(predecessor)
                .filter(before -> flowId.equals(before.getFirstBrokerLoginFlowId()))
                .isPresent();
        return Optional.ofNullable(realm.getAuthenticationFlowById(flowId))
                .filter(flow -> !asBefore)
                .filter(flow -> !FirstLoginFlow.of(realm, flow).hasOurSteps())
                .map(flow -> "The first login flow (firstBrokerLoginFlowAlias) \"" + flow.getAlias()
                        + "\" would link nobody. " + FirstLoginFlow.WANTED + " Leave it empty for \""
                        + FirstLoginFlow.ALIAS + "\".");
    }

    /** One that is ours already may be saved with them: nobody signs in past them, and saving is also the way back. */
    private List<String> mappers() {
        return predecessor.isPresent() && ofOurs(predecessor).isEmpty()
                ? MapperCheck.problems(session, realm, saved.getAlias())
                : List.of();
    }

    /** It would do nothing here, and reads as if it did what {@code trustVerifiedEmail} does. */
    private Optional<String> trustEmail() {
        boolean before = predecessor
                .filter(provider -> Boolean.TRUE.equals(provider.isTrustEmail()))
                .isPresent();
        return Boolean.TRUE.equals(saved.isTrustEmail()) && !before
                ? Optional.of("\"Trust Email\" (trustEmail) cannot be on: whether an address counts as verified"
                        + " Magento.com says with each sign-in. Whether one proves an existing account is set by \""
                        + MagentoIdentityProviderConfigProperties.label(LinkSettings.TRUST_VERIFIED_EMAIL)
                                .orElse("")
                        + "\" (" + LinkSettings.TRUST_VERIFIED_EMAIL + ").")
                : Optional.empty();
    }

    private static @Nullable String issuer(IdentityProviderModel stock) {
        return stock.getConfig().get(IdentityProviderModel.ISSUER);
    }

    private static Optional<MagentoIdentityProviderConfig> ofOurs(Optional<IdentityProviderModel> provider) {
        return provider.filter(MagentoProvider::isOurs).map(MagentoIdentityProviderConfig::new);
    }

    private void refuse(String message, Response.Status status) {
        session.getTransactionManager().setRollbackOnly();
        throw RefusedSettings.because(message, status);
    }
}
