package cloud.magento.accounts.bulk;

import cloud.magento.accounts.registry.DirectoryEntry;
import cloud.magento.accounts.registry.ExpectedLinks;
import cloud.magento.accounts.registry.LinkAdoption;
import cloud.magento.accounts.registry.UnbackedLinks;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Changes the link of one account by Keycloak's own way, as its administration does: whoever listens ends what was
 * open, heals what disagrees, refuses what must not be, and writes the mail where one is wanted.
 */
final class SingleChange {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final BulkChange.Options options;

    SingleChange(KeycloakSession session, BulkChange.Options options) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.options = options;
    }

    /** @throws RowException where it cannot be; the transaction is to be rolled back */
    RowResult make(BulkRow row, FoundAccount account) {
        @Nullable UserModel user = session.users().getUserById(realm, account.id());
        if (user == null) {
            throw new RowException(RowError.ACCOUNT_UNKNOWN, "This realm has no such account.");
        }
        Outcome outcome = row.action() == BulkAction.UNLINK ? unlink(user) : link(row, user);
        return RowResult.of(row.line(), outcome, user.getId());
    }

    private Outcome link(BulkRow row, UserModel user) {
        String subject = Objects.requireNonNull(row.subject());
        if (!DirectoryEntry.of(user).canBeLinked()) {
            throw new RowException(
                    RowError.DIRECTORY_UNSUPPORTED, "The account's directory tells of its person by name alone.");
        }
        @Nullable FederatedIdentityModel present = session.users().getFederatedIdentity(realm, user, options.alias());
        if (present != null && subject.equals(present.getUserId())) {
            boolean adopted = new LinkAdoption(session, realm, options.alias(), options.issuer())
                    .adoptOne(user.getId(), subject, session);
            return adopted ? Outcome.LINKED : Outcome.UNCHANGED;
        }
        if (present != null && row.action() == BulkAction.LINK) {
            throw new RowException(
                    RowError.ACCOUNT_LINKED,
                    "This account is linked to another subject. With the action \"relink\" it is linked anew.");
        }
        if (present != null) {
            session.users().removeFederatedIdentity(realm, user, options.alias());
        }
        session.users()
                .addFederatedIdentity(
                        realm, user, new FederatedIdentityModel(options.alias(), subject, row.upstreamName()));
        return present == null ? Outcome.LINKED : Outcome.RELINKED;
    }

    private Outcome unlink(UserModel user) {
        new ExpectedLinks(session, realm).end(List.of(user.getId()));
        boolean ended = session.users().removeFederatedIdentity(realm, user, options.alias())
                || new UnbackedLinks(session, realm).endOf(user.getId(), options.alias());
        return ended ? Outcome.UNLINKED : Outcome.UNCHANGED;
    }
}
