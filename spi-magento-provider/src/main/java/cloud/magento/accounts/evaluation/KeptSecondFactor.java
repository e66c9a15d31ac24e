package cloud.magento.accounts.evaluation;

import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.policy.LoginStrength;
import cloud.magento.accounts.policy.SecondFactorRule;
import cloud.magento.accounts.registry.AccountLinks;
import cloud.magento.accounts.registry.AccountLinks.KeptLink;
import cloud.magento.accounts.upstream.MagentoProvider;
import cloud.magento.accounts.upstream.UpstreamClaims;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The second factor that an account has kept beside its link. A kind of credential counts that the person showed when
 * the link was made, and a credential that was made since, by a session that the link had opened. One that was there
 * before and was not shown may be planted: it opened nothing, and opens nothing now.
 *
 * <p>All that it reads is kept with the account in Keycloak's user cache.
 */
public record KeptSecondFactor(KeycloakSession session, RealmModel realm, UserModel user, String alias) {

    /** Which kinds count; empty for an account that keeps none, or is not linked. */
    public Set<String> kinds() {
        Optional<KeptLink> link = new AccountLinks(session, realm, user).link(alias);
        return link.isEmpty()
                ? Set.of()
                : ShownFactors.KINDS.stream()
                        .filter(kind -> counts(kind, link.get()))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Whether a login at upstream does not open the account yet.
     *
     * @param authSession the sign-in, in which the account's person may have shown the factor
     * @param arrived who came from upstream, and how surely
     */
    public boolean isLacking(AuthenticationSessionModel authSession, BrokeredIdentityContext arrived) {
        return switch (rule()) {
            case NEVER -> false;
            case UPSTREAM -> !UpstreamClaims.tellsOfSecondFactor(arrived) && !kinds().isEmpty();
            case KEPT -> !UpstreamClaims.tellsOfSecondFactor(arrived) && !kinds().isEmpty() && !isShown(authSession);
        };
    }

    /**
     * Whether showing the factor here helps: the account lacks it, or it would lift the sign-in to the level that is
     * wanted of it, or that its application would like.
     */
    public boolean isToBeShown(AuthenticationSessionModel authSession, BrokeredIdentityContext arrived) {
        return rule() == SecondFactorRule.KEPT && (isLacking(authSession, arrived) || isLift(authSession, arrived));
    }

    private boolean isLift(AuthenticationSessionModel authSession, BrokeredIdentityContext arrived) {
        LoginStrength strength = policy().map(LinkSettings::strength).orElse(LoginStrength.ANY);
        int wished = WantedLevel.wished(strength, authSession, user);
        return UpstreamClaims.level(arrived) < wished
                && strength.levels().bySecondFactor() >= wished
                && !kinds().isEmpty()
                && !isShown(authSession);
    }

    private SecondFactorRule rule() {
        return policy().map(LinkSettings::secondFactor).orElse(SecondFactorRule.NEVER);
    }

    private Optional<LinkSettings> policy() {
        return MagentoProvider.in(session, realm).map(StoredPolicy::of);
    }

    /** What was shown before somebody else's account was chosen is nothing of this one. */
    private boolean isShown(AuthenticationSessionModel authSession) {
        UserModel owner = authSession.getAuthenticatedUser();
        return owner != null
                && owner.getId().equals(user.getId())
                && !ShownFactors.of(session, authSession).isEmpty();
    }

    private boolean counts(String kind, KeptLink link) {
        return link.secondFactors().contains(kind)
                ? user.credentialManager().isConfiguredFor(kind)
                : user.credentialManager()
                        .getStoredCredentialsByTypeStream(kind)
                        .map(CredentialModel::getCreatedDate)
                        .anyMatch(made ->
                                made != null && Instant.ofEpochMilli(made).isAfter(link.linkedAt()));
    }
}
