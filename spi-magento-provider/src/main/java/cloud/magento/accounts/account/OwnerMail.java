package cloud.magento.accounts.account;

import cloud.magento.accounts.transaction.AfterCommit;
import cloud.magento.accounts.web.MailName;
import cloud.magento.accounts.web.MailPace;
import cloud.magento.accounts.web.MailServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * A mail that tells an account's owner of a change. It goes out once the change is committed, in a transaction of its
 * own: a rolled-back change sends no mail, and a mail server that is down blocks no change.
 */
final class OwnerMail {
    private static final Logger LOG = Logger.getLogger(OwnerMail.class);

    private static final String NOTICE = "notice";
    private static final Duration PERIOD = Duration.ofHours(1);

    /** Of one account. Enough to tell of every change that a person makes, too few to bury one in the others. */
    private static final int MOST = 10;

    /** To one address, whichever accounts it is written to for. */
    private static final int MOST_TO_ADDRESS = 20;

    private final KeycloakSession session;
    private final String realmId;
    private final String userId;
    private final Map<String, Object> names = new HashMap<>();
    private final Set<String> alsoTo = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    OwnerMail(KeycloakSession session, RealmModel realm, UserModel user) {
        this.session = session;
        this.realmId = realm.getId();
        this.userId = user.getId();
        names.put("accountName", MailName.of(user.getUsername()));
    }

    /** Names an upstream identity in the mail, under the name that the template has for it. */
    OwnerMail naming(String attribute, @Nullable String upstreamName) {
        names.put(attribute, MailName.of(upstreamName));
        return this;
    }

    /** Tells that a password still opens the account. */
    OwnerMail keepingLocalLogin(boolean kept) {
        names.put("localLoginKept", kept);
        return this;
    }

    /** Another address to notify. It must be verified; empty for none. */
    OwnerMail alsoTo(String address) {
        if (!address.isBlank()) {
            alsoTo.add(address);
        }
        return this;
    }

    /**
     * Has the mail sent when this transaction is committed.
     *
     * @param what {@code linked}, {@code switched} or {@code unlinked}
     */
    void afterCommit(String what) {
        AfterCommit.run(
                session,
                () -> KeycloakModelUtils.runJobInTransaction(
                        session.getKeycloakSessionFactory(), session.getContext(), later -> send(later, what)));
    }

    private void send(KeycloakSession later, String what) {
        RealmModel realm = later.realms().getRealm(realmId);
        later.getContext().setRealm(realm);
        UserModel user = later.users().getUserById(realm, userId);
        if (user == null || !MailServer.isConfigured(realm)) {
            return;
        }
        alsoTo(user.getEmail() == null ? "" : user.getEmail());
        MailPace pace = MailPace.of(later, realm);
        if (!pace.admits(NOTICE, userId, MOST, PERIOD)) {
            LOG.warnf(
                    "The owner of account %s has been mailed %d times in an hour, and is not told that it was %s",
                    userId, MOST, what);
            return;
        }
        for (String address : alsoTo) {
            if (!pace.admits(NOTICE + "-to", address, MOST_TO_ADDRESS, PERIOD)) {
                LOG.warnf(
                        "Mail limit of one address reached for this hour; not told that account %s was %s",
                        userId, what);
                continue;
            }
            try {
                later.getProvider(EmailTemplateProvider.class)
                        .setRealm(realm)
                        .setUser(user)
                        .send(
                                "magento.mail." + what + ".subject",
                                List.of(),
                                "magento-" + what + ".ftl",
                                new HashMap<>(names),
                                address);
            } catch (EmailException notSent) {
                LOG.warnf("The owner of account %s could not be mailed that it was %s", userId, what);
            }
        }
    }
}
