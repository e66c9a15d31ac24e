package cloud.magento.accounts.evaluation;

import cloud.magento.accounts.log.LogOnce;
import cloud.magento.accounts.policy.LoginLevels;
import cloud.magento.accounts.policy.LoginStrength;
import cloud.magento.accounts.upstream.ClientLevel;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.GroupModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The level of authentication that a sign-in has to reach: the highest of what the realm asks of everybody, a group of
 * its members, an application of its people (Keycloak's <em>Minimum ACR</em>), and this request (an {@code acr} claim
 * that is essential, or a SAML {@code RequestedAuthnContext}).
 */
final class WantedLevel {
    private static final Logger LOG = Logger.getLogger(WantedLevel.class);

    private WantedLevel() {}

    /** What a sign-in must reach. */
    static int of(LoginStrength strength, AuthenticationSessionModel authSession, @Nullable UserModel user) {
        return highest(
                ofEverybody(strength, user), ofClient(authSession.getClient()), essential(authSession::getClientNote));
    }

    /** What a sign-in must reach, or what its application would like it to reach ({@code acr_values}). */
    static int wished(LoginStrength strength, AuthenticationSessionModel authSession, @Nullable UserModel user) {
        return highest(of(strength, authSession, user), requested(authSession::getClientNote));
    }

    /** What an open session must have reached for this application. */
    static int of(LoginStrength strength, AuthenticatedClientSessionModel clientSession, UserModel user) {
        return highest(
                ofEverybody(strength, user), ofClient(clientSession.getClient()), essential(clientSession::getNote));
    }

    /** What any session of the account must have reached, whatever the application. */
    static int ofEverybody(LoginStrength strength, @Nullable UserModel user) {
        return user == null
                ? strength.requiredLevel()
                : highest(
                        strength.requiredLevel(),
                        user.getGroupsStream()
                                .flatMap(CohortDeadlines::withParents)
                                .mapToInt(WantedLevel::ofGroup)
                                .reduce(LoginLevels.ANY, Math::max));
    }

    /**
     * The sign-in's notes become those of the application's part of the session, over what an earlier one left: that an
     * earlier request insisted must not make this one insist.
     */
    static void settle(AuthenticationSessionModel authSession) {
        if (authSession.getClientNote(Constants.FORCE_LEVEL_OF_AUTHENTICATION) == null) {
            authSession.setClientNote(Constants.FORCE_LEVEL_OF_AUTHENTICATION, Boolean.FALSE.toString());
        }
    }

    /** One that cannot be read asks for the most: it was meant to ask for something. */
    private static int ofGroup(GroupModel group) {
        return group.getAttributeStream(LoginStrength.COHORT_LEVEL)
                .filter(text -> !text.isBlank())
                .mapToInt(text -> {
                    Optional<Integer> level = number(text.strip());
                    if (level.isEmpty()) {
                        LogOnce.errorf(
                                LOG,
                                "Group %s: attribute %s is no level; no sign-in of its members is enough",
                                group.getId(),
                                LoginStrength.COHORT_LEVEL);
                    }
                    return level.orElse(Integer.MAX_VALUE);
                })
                .reduce(LoginLevels.ANY, Math::max);
    }

    static int ofClient(@Nullable ClientModel client) {
        return client == null ? LoginLevels.ANY : ClientLevel.of(client);
    }

    private static int essential(UnaryOperator<@Nullable String> note) {
        return Boolean.parseBoolean(note.apply(Constants.FORCE_LEVEL_OF_AUTHENTICATION))
                ? requested(note)
                : LoginLevels.ANY;
    }

    private static int requested(UnaryOperator<@Nullable String> note) {
        String requested = note.apply(Constants.REQUESTED_LEVEL_OF_AUTHENTICATION);
        return requested == null ? LoginLevels.ANY : number(requested).orElse(LoginLevels.ANY);
    }

    private static Optional<Integer> number(String text) {
        return text.matches("\\d{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    private static int highest(int... levels) {
        return IntStream.of(levels).reduce(LoginLevels.ANY, Math::max);
    }
}
