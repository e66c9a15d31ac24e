package cloud.magento.accounts.firstlogin;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The account that is about to be made for an upstream identity. Its name and address shadow nobody's: a name that is
 * taken, as a name or as an address, is passed over for the next, and an address that upstream has not verified is left
 * out where somebody has it.
 */
final class NewUser {
    private static final int MOST_NAMES_TRIED = 20;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String username;
    private final @Nullable String email;
    private final boolean emailVerified;

    private NewUser(
            KeycloakSession session, RealmModel realm, String username, @Nullable String email, boolean emailVerified) {
        this.session = session;
        this.realm = realm;
        this.username = username;
        this.email = email;
        this.emailVerified = emailVerified;
    }

    /** Empty where the realm leaves no free name for this identity. */
    static Optional<NewUser> of(KeycloakSession session, RealmModel realm, FirstLogin login) {
        @Nullable String email = login.email();
        boolean emailFree = email != null && (realm.isDuplicateEmailsAllowed() || isFree(session, realm, email));
        Stream<String> names = realm.isRegistrationEmailAsUsername()
                ? Stream.ofNullable(emailFree ? email : null)
                : numbered(login.upstreamName());
        return names.filter(name -> isFree(session, realm, name))
                .findFirst()
                .map(name -> new NewUser(
                        session, realm, name, emailFree ? email : null, emailFree && login.emailVerified()));
    }

    String username() {
        return username;
    }

    UserModel create(BrokeredIdentityContext identity) {
        UserModel user = session.users().addUser(realm, username);
        user.setEnabled(true);
        user.setFirstName(identity.getFirstName());
        user.setLastName(identity.getLastName());
        if (email != null) {
            user.setEmail(email);
            user.setEmailVerified(emailVerified);
        }
        return user;
    }

    private static Stream<String> numbered(String name) {
        String base = name.strip();
        return Stream.concat(
                Stream.of(base), IntStream.rangeClosed(2, MOST_NAMES_TRIED).mapToObj(number -> base + "-" + number));
    }

    private static boolean isFree(KeycloakSession session, RealmModel realm, String name) {
        return session.users().getUserByUsername(realm, name) == null
                && session.users().getUserByEmail(realm, name) == null;
    }
}
