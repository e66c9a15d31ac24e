package cloud.magento.accounts.evaluation;

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

/** Who asks for one of the pages for staff: whom the realm's own sign-in cookie names. */
public record Visitor(UserModel user, UserSessionModel userSession) {

    /** Empty where nobody is signed in. */
    public static Optional<Visitor> signedIn(KeycloakSession session, RealmModel realm) {
        AuthResult signedIn = new AppAuthManager().authenticateIdentityCookie(session, realm);
        return Optional.ofNullable(signedIn).map(known -> new Visitor(known.user(), known.session()));
    }

    /**
     * Whether the person has one of these roles of this realm's administration. An administrator who impersonates
     * somebody has none: what they did would be recorded as done by the other person.
     */
    public boolean hasAnyRole(RealmModel realm, String... roles) {
        ClientModel administration = Optional.ofNullable(
                        realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID))
                .orElseGet(realm::getMasterAdminClient);
        return !isImpersonated()
                && administration.getRealm().getId().equals(realm.getId())
                && Stream.of(roles).map(administration::getRole).anyMatch(role -> role != null && user.hasRole(role));
    }

    /** Whether it is an administrator in the place of the person. */
    public boolean isImpersonated() {
        return userSession.getNote(ImpersonationSessionNote.IMPERSONATOR_ID.toString()) != null;
    }

    /**
     * Whether the policy lets this session go on; as with a token, what could still be put off does not stop it.
     * Where the realm has no provider of ours there is no policy, and nothing that could say so.
     */
    public boolean isInGoodStanding(KeycloakSession session, RealmModel realm) {
        return AccountEvaluation.of(session, realm, user)
                .map(evaluation ->
                        evaluation.decideWithoutPage(session, userSession).passes())
                .orElse(false);
    }
}
