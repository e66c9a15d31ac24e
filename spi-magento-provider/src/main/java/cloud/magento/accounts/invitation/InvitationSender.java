package cloud.magento.accounts.invitation;

import cloud.magento.accounts.evaluation.OwnProof;
import cloud.magento.accounts.policy.InvitationSettings;
import cloud.magento.accounts.registry.DirectoryEntry;
import cloud.magento.accounts.registry.Invitation;
import cloud.magento.accounts.registry.InvitationEnd;
import cloud.magento.accounts.registry.Invitations;
import cloud.magento.accounts.registry.LinkConflict;
import cloud.magento.accounts.transaction.OwnTransaction;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import cloud.magento.accounts.upstream.MagentoProvider;
import cloud.magento.accounts.web.MailName;
import cloud.magento.accounts.web.MailPace;
import cloud.magento.accounts.web.MailServer;
import cloud.magento.accounts.web.PageUrls;
import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Invites accounts, one after the other. An invitation is committed before its mail goes, which alone has the token: a
 * mail never opens what was rolled back, and whoever calls again finds whom the call has mailed. Where the server stops
 * between the two, that one account is told of as interrupted, and the same call does not mail it again.
 */
public final class InvitationSender {
    private static final Logger LOG = Logger.getLogger(InvitationSender.class);

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** To one account in a day, whoever invites. */
    private static final int MOST_A_DAY = 6;

    private final KeycloakSession session;
    private final InvitationWish wish;
    private final String operator;
    private final boolean dryRun;

    /** What is to be mailed. */
    private record Letter(Invitations.Issued issued, String address, boolean linked) {
        @Override
        public String toString() {
            return issued.toString();
        }
    }

    /** Either a letter or what came of it without one. */
    private record Prepared(@Nullable Letter letter, InvitationResult result) {}

    /**
     * Invites in the name of whoever makes the session's request.
     *
     * @param operator the id of the administrator who asks
     * @param dryRun only tell what would be done
     */
    public InvitationSender(KeycloakSession session, InvitationWish wish, String operator, boolean dryRun) {
        this.session = session;
        this.wish = wish;
        this.operator = operator;
        this.dryRun = dryRun;
    }

    /**
     * How long an invitation of the realm can be used, as it is set.
     *
     * @return empty where the realm has no provider of ours
     */
    public static Optional<Duration> lifetime(KeycloakSession session, RealmModel realm) {
        return settings(session, realm).map(InvitationSettings::lifetime);
    }

    /** Invites the account, in transactions of its own: what is told is done. */
    public InvitationResult invite(String userId) {
        Prepared prepared;
        try {
            prepared = inOwn(own -> new Turn(own).prepare(userId));
        } catch (PersistenceException | ModelException e) {
            if (!LinkConflict.is(e)) {
                throw e;
            }
            return InvitationResult.of(InvitationProblem.CONFLICT);
        }
        Letter letter = prepared.letter();
        if (letter == null) {
            return prepared.result();
        }
        boolean sent = inOwn(own -> new Turn(own).mail(letter));
        String id = letter.issued().invitation().id();
        return inOwn(own -> {
            Invitations invitations = new Invitations(own, own.getContext().getRealm());
            if (!sent) {
                invitations.end(id, InvitationEnd.MAIL_FAILED);
                return InvitationResult.of(InvitationProblem.MAIL_FAILED);
            }
            invitations.sent(id);
            return new InvitationResult(true, invitations.ofId(id).orElse(null), null);
        });
    }

    private <T> T inOwn(Function<KeycloakSession, T> work) {
        return OwnTransaction.run(session, "magento-invitation", work);
    }

    private static Optional<InvitationSettings> settings(KeycloakSession session, RealmModel realm) {
        return MagentoProvider.in(session, realm).map(MagentoIdentityProviderConfig::invitationSettings);
    }

    /** One transaction. */
    private final class Turn {
        private final KeycloakSession own;
        private final RealmModel realm;
        private final Invitations invitations;

        Turn(KeycloakSession own) {
            this.own = own;
            this.realm = own.getContext().getRealm();
            this.invitations = new Invitations(own, realm);
        }

        Prepared prepare(String userId) {
            MagentoIdentityProviderConfig provider =
                    MagentoProvider.in(own, realm).orElseThrow();
            InvitationSettings settings = provider.invitationSettings();
            @Nullable UserModel user = own.users().getUserById(realm, userId);
            if (user == null) {
                return without(InvitationResult.of(InvitationProblem.ACCOUNT_UNKNOWN));
            }
            InvitationFacts facts = facts(user, provider.getAlias(), settings);
            if (InvitationDecision.isDone(facts, wish)) {
                return without(new InvitationResult(false, null, null));
            }
            Optional<InvitationProblem> problem = InvitationDecision.problem(facts, wish);
            if (problem.isPresent()) {
                return without(InvitationResult.of(problem.get()));
            }
            if (dryRun) {
                return without(new InvitationResult(true, null, null));
            }
            if (!MailPace.of(own, realm).admits("invitation", userId, MOST_A_DAY, DAY)) {
                return without(InvitationResult.of(InvitationProblem.POSTPONED));
            }
            return issue(user, facts, provider.getAlias(), settings);
        }

        private Prepared issue(UserModel user, InvitationFacts facts, String alias, InvitationSettings settings) {
            Duration lifetime = wish.lifetime();
            Invitations.Issued issued = invitations.issue(new Invitations.Order(
                    user.getId(),
                    user.getEmail(),
                    wish.call(),
                    InvitationDecision.isMailAlone(facts, wish),
                    operator,
                    lifetime == null || lifetime.compareTo(settings.lifetime()) > 0 ? settings.lifetime() : lifetime));
            boolean linked = own.users().getFederatedIdentity(realm, user, alias) != null;
            Invitation invitation = issued.invitation();
            return new Prepared(
                    new Letter(issued, user.getEmail(), linked), new InvitationResult(true, invitation, null));
        }

        private InvitationFacts facts(UserModel user, String alias, InvitationSettings settings) {
            @Nullable String call = wish.call();
            return new InvitationFacts(
                    MailServer.isConfigured(realm),
                    user.isEnabled(),
                    user.getServiceAccountClientLink() != null,
                    DirectoryEntry.of(user).canBeLinked(),
                    user.getEmail() != null && !user.getEmail().isBlank(),
                    user.isEmailVerified(),
                    OwnProof.of(own, realm, user, alias),
                    invitations.liveOf(user.getId()).isPresent(),
                    call != null && invitations.ofCall(call, user.getId()).isPresent(),
                    invitations.countSince(now().minus(HOUR)) >= settings.anHour());
        }

        private static Prepared without(InvitationResult result) {
            return new Prepared(null, result);
        }

        /** Whether the mail server took it. */
        boolean mail(Letter letter) {
            Invitation invitation = letter.issued().invitation();
            @Nullable UserModel user = own.users().getUserById(realm, invitation.userId());
            if (user == null) {
                return false;
            }
            Duration left = Duration.between(now(), invitation.until());
            Map<String, Object> data = new HashMap<>();
            data.put(
                    "link",
                    PageUrls.invitationPage(own, realm, letter.issued().token()).toString());
            data.put("accountName", MailName.of(user.getUsername()));
            data.put("linked", letter.linked());
            data.put("hours", Math.max(1, Math.round(left.toMinutes() / 60.0)));
            try {
                own.getProvider(EmailTemplateProvider.class)
                        .setRealm(realm)
                        .setUser(user)
                        .send(
                                "magento.mail.invitation.subject",
                                List.of(),
                                "magento-invitation.ftl",
                                data,
                                letter.address());
                return true;
            } catch (EmailException notSent) {
                LOG.warnf("Invitation %s for account %s could not be mailed", invitation.id(), user.getId());
                return false;
            }
        }

        private static Instant now() {
            return Instant.ofEpochMilli(Time.currentTimeMillis());
        }
    }
}
