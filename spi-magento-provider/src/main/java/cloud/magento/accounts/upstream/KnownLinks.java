package cloud.magento.accounts.upstream;

import cloud.magento.accounts.policy.UpstreamIdentity;
import org.jspecify.annotations.Nullable;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What a provider has to know of the links that exist before it is saved and before it lets anybody arrive. Keycloak
 * finds an account by alias and subject alone; who issued the subject only the registry knows, which lies above this
 * package and answers through here.
 */
public interface KnownLinks extends Provider {
    /** Whether accounts that Keycloak opens by this alias belong to identities of another issuer. */
    boolean areOfOtherIssuer(RealmModel realm, String alias, String issuer);

    /** Whether Keycloak opens any account by this alias. */
    boolean exist(RealmModel realm, String alias);

    /** Whether the account that Keycloak would open for this identity is known to belong to another one. */
    boolean contradict(RealmModel realm, String alias, UpstreamIdentity identity);

    /**
     * Whether the login at upstream does not open the account yet: it keeps a second factor that was not shown in this
     * sign-in, and upstream told of none.
     */
    boolean lacksSecondFactor(
            RealmModel realm, UserModel user, AuthenticationSessionModel authSession, BrokeredIdentityContext arrived);

    /**
     * Whether the account's person is to be asked here for the second factor that it keeps: because of the account, or
     * because that lifts the sign-in to the level that is wanted of it.
     */
    boolean wantsSecondFactor(
            RealmModel realm, UserModel user, AuthenticationSessionModel authSession, BrokeredIdentityContext arrived);

    /**
     * The level that a sign-in has to reach, or that its application would like it to reach.
     *
     * @param user whose sign-in it is, or null where nobody knows yet
     */
    int wishedLevel(RealmModel realm, @Nullable UserModel user, AuthenticationSessionModel authSession);

    @Override
    default void close() {}
}
