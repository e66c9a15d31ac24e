package cloud.magento.accounts.login.firstlogin;

import cloud.magento.accounts.policy.EmailAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Who has an address in this realm, also where several have the same. An address that nobody verified reserves nothing:
 * an account that opens through upstream and holds one does not keep its owner from it. One that is not linked yet
 * does, since its owner may prove it; so does one of a directory, which vouches for its addresses itself.
 */
final class AddressHolders {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final String alias;

    AddressHolders(KeycloakSession session, RealmModel realm, String alias) {
        this.session = session;
        this.realm = realm;
        this.alias = alias;
    }

    /** The one account that has the address, letter by letter; none where several have it. */
    Optional<UserModel> only(String address) {
        List<UserModel> holders = withEmail(address);
        return Optional.of(holders)
                .filter(found -> found.size() == 1)
                .map(found -> found.get(0))
                .filter(user -> user.getServiceAccountClientLink() == null)
                .filter(user -> EmailAddress.same(String.valueOf(user.getEmail()), address));
    }

    /** Whether anybody has the address, as an address or as a name. */
    boolean isTaken(String address) {
        return all(address).findAny().isPresent();
    }

    /** Whether somebody has the address, as an address or as a name, who cannot be made to give it up. */
    boolean isReserved(String address) {
        return all(address).anyMatch(this::reserves);
    }

    /** Who has to give up the address where another one is its owner. */
    List<UserModel> unverifiedHolders(String address) {
        return all(address).filter(holder -> !reserves(holder)).toList();
    }

    /** Whether the name is an address that somebody has. */
    boolean isEmail(String name) {
        return name.indexOf('@') >= 0 && !withEmail(name).isEmpty();
    }

    boolean reserves(UserModel holder) {
        return holder.isEmailVerified() || holder.getFederationLink() != null || !isLinked(holder);
    }

    boolean isLinked(UserModel account) {
        return session.users().getFederatedIdentity(realm, account, alias) != null;
    }

    private Stream<UserModel> all(String address) {
        Stream<UserModel> named = Stream.ofNullable(session.users().getUserByUsername(realm, address));
        return Stream.concat(withEmail(address).stream(), named).distinct();
    }

    private List<UserModel> withEmail(String address) {
        return session.users()
                .searchForUserStream(
                        realm,
                        Map.of(
                                UserModel.EMAIL,
                                address,
                                UserModel.EXACT,
                                "true",
                                UserModel.INCLUDE_SERVICE_ACCOUNT,
                                "true"))
                .toList();
    }
}
