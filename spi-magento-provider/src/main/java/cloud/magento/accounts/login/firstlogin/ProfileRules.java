package cloud.magento.accounts.login.firstlogin;

import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.userprofile.Attributes;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.userprofile.UserProfileProvider;

/**
 * What the realm's user profile allows. It is asked value by value, so that one that it refuses can be left out or
 * replaced; whether a value is somebody else's already is not its question.
 */
final class ProfileRules {
    private final UserProfileProvider profiles;

    ProfileRules(KeycloakSession session) {
        this.profiles = session.getProvider(UserProfileProvider.class);
    }

    /** Whether a newcomer may have this value. */
    boolean accept(String attribute, String value) {
        return profile(UserProfileContext.IDP_REVIEW, attribute, value).validate(attribute);
    }

    /** Whether an account without an address would be held up at once, to give one. */
    boolean needEmail() {
        Attributes profile = profile(UserProfileContext.UPDATE_PROFILE, UserModel.EMAIL, "");
        return profile.isRequired(UserModel.EMAIL) && !profile.isReadOnly(UserModel.EMAIL);
    }

    private Attributes profile(UserProfileContext context, String attribute, String value) {
        return profiles.create(context, Map.of(attribute, value)).getAttributes();
    }
}
