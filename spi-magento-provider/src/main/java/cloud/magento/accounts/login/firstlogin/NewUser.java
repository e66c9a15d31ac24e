package cloud.magento.accounts.login.firstlogin;

import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.registry.PendingWrites;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The account that is about to be made for an upstream identity, by the rules of the realm's user profile. Its name and
 * address shadow nobody's. An address that upstream has verified it has if nobody else has; who has it without anybody
 * having verified that gives it up. An unverified upstream address is used only if the realm requires one, and only
 * until its verified owner signs in.
 */
final class NewUser {
    private static final Set<String> SETTLED =
            Set.of(UserModel.USERNAME, UserModel.EMAIL, UserModel.FIRST_NAME, UserModel.LAST_NAME);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final ProfileRules rules;
    private final AddressHolders holders;
    private final @Nullable String username;
    private final @Nullable String email;
    private final boolean emailVerified;

    private NewUser(FirstLogin login, KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.rules = new ProfileRules(session);
        this.holders = login.holders();
        this.emailVerified = login.emailVerified();
        this.email = emailVerified ? usable(login.email()) : unverified(login.email());
        this.username = names(login)
                .filter(name -> rules.accept(UserModel.USERNAME, name))
                .filter(this::isFree)
                .findFirst()
                .orElse(null);
    }

    static NewUser of(FirstLogin login, KeycloakSession session, RealmModel realm) {
        return new NewUser(login, session, realm);
    }

    /** Why no account can be made. */
    Optional<ReasonCode> rejectionReason() {
        if (email == null && needsEmail()) {
            return Optional.of(ReasonCode.EMAIL_NEEDED);
        }
        return username == null ? Optional.of(ReasonCode.ACCOUNT_NAME_TAKEN) : Optional.empty();
    }

    /** Why the account cannot be made, or empty. */
    String username() {
        return username == null ? "" : username;
    }

    /** Whether somebody else has to give up the address. */
    boolean takesAddress() {
        return unverifiedHolders().stream().anyMatch(this::isEmailOf);
    }

    /**
     * Makes the account, in the transaction of this request.
     *
     * @throws IllegalStateException where it cannot be made
     */
    UserModel create(BrokeredIdentityContext identity, EventBuilder event) {
        if (username == null) {
            throw new IllegalStateException("There is no name for the account");
        }
        unverifiedHolders().forEach(holder -> release(holder, event));
        PendingWrites.flush(session);
        UserModel user = session.users().addUser(realm, username);
        user.setEnabled(true);
        user.setFirstName(accepted(UserModel.FIRST_NAME, identity.getFirstName()));
        user.setLastName(accepted(UserModel.LAST_NAME, identity.getLastName()));
        if (email != null) {
            user.setEmail(email);
            user.setEmailVerified(emailVerified);
        }
        mapped(identity).forEach(user::setAttribute);
        return user;
    }

    /** Attributes that mappers have for the account. Its name and address lie among them, and are settled already. */
    private static Map<String, List<String>> mapped(BrokeredIdentityContext identity) {
        Map<String, List<String>> attributes = new HashMap<>(identity.getAttributes());
        attributes.keySet().removeIf(name -> SETTLED.stream().anyMatch(name::equalsIgnoreCase));
        return attributes;
    }

    private @Nullable String usable(@Nullable String address) {
        boolean taken = address != null && !realm.isDuplicateEmailsAllowed() && holders.isReserved(address);
        return taken ? null : accepted(UserModel.EMAIL, address);
    }

    private @Nullable String unverified(@Nullable String address) {
        boolean taken = address != null && !realm.isDuplicateEmailsAllowed() && holders.isTaken(address);
        return taken || !needsEmail() ? null : accepted(UserModel.EMAIL, address);
    }

    private boolean needsEmail() {
        return realm.isRegistrationEmailAsUsername() || rules.needEmail();
    }

    private @Nullable String accepted(String attribute, @Nullable String value) {
        return value != null && rules.accept(attribute, value) ? value : null;
    }

    private Stream<String> names(FirstLogin login) {
        if (realm.isRegistrationEmailAsUsername()) {
            return Stream.ofNullable(email);
        }
        Stream<String> names =
                AccountNames.of(login.wishedName(), login.identity().getId());
        // An address is a name only for whom it belongs to.
        return email != null && emailVerified && email.equalsIgnoreCase(login.wishedName())
                ? Stream.concat(Stream.of(email), names)
                : names;
    }

    private boolean isFree(String name) {
        return name.equals(email) && !realm.isDuplicateEmailsAllowed()
                ? unverifiedHolders().stream().noneMatch(holder -> isNamed(holder, name) && !isReleasedName())
                : session.users().getUserByUsername(realm, name) == null && !holders.isEmail(name);
    }

    private List<UserModel> unverifiedHolders() {
        return email == null || !emailVerified || realm.isDuplicateEmailsAllowed()
                ? List.of()
                : holders.unverifiedHolders(email);
    }

    private void release(UserModel holder, EventBuilder event) {
        if (isEmailOf(holder)) {
            holder.setEmail(null);
            holder.setEmailVerified(false);
            event.clone()
                    .event(EventType.UPDATE_EMAIL)
                    .user(holder)
                    .detail(Details.PREVIOUS_EMAIL, email)
                    .success();
        }
        if (isReleasedName() && isNamed(holder, email)) {
            holder.setUsername(holder.getId());
        }
    }

    private boolean isEmailOf(UserModel holder) {
        return email != null && email.equalsIgnoreCase(holder.getEmail());
    }

    /** Only where names are addresses does somebody lose a name with the address. */
    private boolean isReleasedName() {
        return realm.isRegistrationEmailAsUsername();
    }

    private static boolean isNamed(UserModel holder, @Nullable String name) {
        return name != null && name.equalsIgnoreCase(holder.getUsername());
    }
}
