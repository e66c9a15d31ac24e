package cloud.magento.accounts.auditpage;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.policy.LinkRoles;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/** Who asks for an auditor's page: whom the realm's own sign-in cookie names. */
record Auditor(UserModel user, UserSessionModel userSession) {

    /** Empty where nobody is signed in. */
    static Optional<Auditor> signedIn(KeycloakSession session, RealmModel realm) {
        AuthResult signedIn = new AppAuthManager().authenticateIdentityCookie(session, realm);
        return Optional.ofNullable(signedIn).map(known -> new Auditor(known.user(), known.session()));
    }

    /**
     * Whether the person may see links, by a role of this realm's administration. An administrator who impersonates
     * somebody may not: what they read would be recorded as read by the other person.
     */
    boolean mayView(RealmModel realm) {
        ClientModel administration = Optional.ofNullable(
                        realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID))
                .orElseGet(realm::getMasterAdminClient);
        return !isImpersonated()
                && administration.getRealm().getId().equals(realm.getId())
                && Stream.of(LinkRoles.VIEW, LinkRoles.MANAGE)
                        .map(administration::getRole)
                        .anyMatch(role -> role != null && user.hasRole(role));
    }

    boolean isImpersonated() {
        return userSession.getNote(ImpersonationSessionNote.IMPERSONATOR_ID.toString()) != null;
    }

    /** Whether the policy lets this session go on; as with a token, what could still be put off does not stop it. */
    boolean isInGoodStanding(KeycloakSession session, RealmModel realm) {
        return AccountEvaluation.of(session, realm, user)
                .map(evaluation ->
                        evaluation.decideWithoutPage(session, userSession).passes())
                .orElse(false);
    }
}
