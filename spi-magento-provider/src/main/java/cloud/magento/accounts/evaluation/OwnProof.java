package cloud.magento.accounts.evaluation;

import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/** What an account has of its own to be proven by, apart from its link to upstream. */
public enum OwnProof {
    /** A password, a passkey that stands for one, or a link to another identity provider. */
    FIRST_FACTOR,
    /** Nothing, or a one-time code alone. */
    NOTHING,
    /** No first factor, but a second one that no step of ours asks for. */
    SECOND_FACTOR;

    /** @param alias of our provider */
    public static OwnProof of(KeycloakSession session, RealmModel realm, UserModel user, String alias) {
        Set<String> types = user.credentialManager()
                .getStoredCredentialsStream()
                .map(CredentialModel::getType)
                .collect(Collectors.toSet());
        boolean isLinkedElsewhere = session.users()
                .getFederatedIdentitiesStream(realm, user)
                .anyMatch(link -> !alias.equals(link.getIdentityProvider()));
        if (user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE)
                || types.contains(WebAuthnCredentialModel.TYPE_PASSWORDLESS)
                || isLinkedElsewhere) {
            return FIRST_FACTOR;
        }
        return types.stream().allMatch(OTPCredentialModel.TYPE::equals) ? NOTHING : SECOND_FACTOR;
    }
}
