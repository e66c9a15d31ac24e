package cloud.magento.accounts.reminder;

import cloud.magento.accounts.campaign.Campaign;
import cloud.magento.accounts.campaign.CampaignWork;
import cloud.magento.accounts.campaign.CampaignWork.Mail;
import cloud.magento.accounts.campaign.MailState;
import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.mailing.MailOutcome;
import cloud.magento.accounts.registry.DirectoryEntry;
import cloud.magento.accounts.web.MailLanguage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.email.EmailException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The mails of one turn of a campaign. Each is claimed by a transaction that is committed before the mail server is
 * asked, and what came of it is noted by another one after. So a server that dies writes to nobody twice: what it had
 * in hand is found claimed, and is doubtful.
 */
final class MailTurn {
    private static final Logger LOG = Logger.getLogger(MailTurn.class);

    /** After so long no further mail of the turn is begun: well before the lease is over. */
    private static final Duration TIME = Duration.ofSeconds(30);

    private static final String CONNECTION_LOST = "connection-lost";
    private static final String REFUSED = "refused";
    private static final String UNAVAILABLE = "mail-server";
    private static final String DEFERRED = "deferred";

    private final CampaignRealm realm;
    private final Campaign campaign;
    private final BooleanSupplier isOver;
    private final long begun = System.nanoTime();

    /** Why no further mail of the turn is begun: each would fare alike. */
    private final AtomicReference<@Nullable String> fault = new AtomicReference<>();

    /** An account whose mail is claimed. */
    private record Claimed(Mail mail, Instant deadline) {}

    MailTurn(CampaignRealm realm, Campaign campaign, BooleanSupplier isOver) {
        this.realm = realm;
        this.campaign = campaign;
        this.isOver = isOver;
    }

    /** Why nothing could be sent; null where nothing is wrong that concerns others too. */
    @Nullable
    String fault() {
        return fault.get();
    }

    void send(Mail mail) {
        if (fault.get() != null || isOver.getAsBoolean() || System.nanoTime() - begun > TIME.toNanos()) {
            return;
        }
        realm.ask((session, own) -> claim(session, mail))
                .flatMap(claimed -> claimed)
                .ifPresent(claimed -> {
                    MailOutcome outcome = sent(claimed);
                    realm.ask((session, own) -> note(own.work(session), claimed, outcome))
                            .ifPresent(ReminderCounts::count);
                });
    }

    private Optional<Claimed> claim(KeycloakSession session, Mail mail) {
        CampaignWork work = realm.work(session);
        RealmModel own = realm.model(session);
        @Nullable UserModel user = session.users().getUserById(own, mail.userId());
        Optional<AccountEvaluation> account =
                Optional.ofNullable(user).flatMap(known -> AccountEvaluation.of(session, own, known));
        if (user != null && account.isEmpty()) {
            // The provider was removed a moment ago: the next round finds it so.
            return Optional.empty();
        }
        Optional<Obstacle> obstacle = account.map(MailTurn::facts)
                .map(facts -> ReminderDecision.obstacle(facts, campaign.terms(), mail.step()))
                .orElse(Optional.of(Obstacle.ACCOUNT_GONE));
        if (obstacle.isPresent()) {
            work.skip(mail, obstacle.get().id());
            ReminderCounts.SKIPPED.count();
            return Optional.empty();
        }
        return work.claim(mail) ? account.map(found -> new Claimed(mail, found.deadline())) : Optional.empty();
    }

    private static ReminderFacts facts(AccountEvaluation account) {
        UserModel user = account.user();
        return new ReminderFacts(
                account.now(),
                user.isEnabled(),
                user.getServiceAccountClientLink() != null,
                account.link().isPresent(),
                account.exemptUntil().isPresent(),
                DirectoryEntry.of(user).canBeLinked(),
                user.getEmail() != null && !user.getEmail().isBlank(),
                user.isEmailVerified(),
                account.deadline());
    }

    /** Where something fails that is no answer of the mail server, nobody knows how far it came. */
    private MailOutcome sent(Claimed claimed) {
        try {
            return realm.ask((session, own) -> send(session, claimed)).orElse(MailOutcome.REFUSED);
        } catch (RuntimeException e) {
            LOG.errorf(e, "A reminder of campaign %s to account %s is doubtful", campaign.id(), userId(claimed));
            return MailOutcome.UNKNOWN;
        }
    }

    private MailOutcome send(KeycloakSession session, Claimed claimed) {
        RealmModel own = realm.model(session);
        @Nullable UserModel user = session.users().getUserById(own, userId(claimed));
        if (user == null) {
            return MailOutcome.REFUSED;
        }
        Instant now = AccountEvaluation.of(session, own, user)
                .map(AccountEvaluation::now)
                .orElse(claimed.deadline());
        try {
            new ReminderMail(
                            session,
                            own,
                            user,
                            MailLanguage.of(own, user),
                            now,
                            claimed.deadline(),
                            campaign.terms().page())
                    .send();
            return MailOutcome.SENT;
        } catch (EmailException e) {
            MailOutcome outcome = MailOutcome.of(e);
            LOG.warnf("A reminder of campaign %s to account %s: %s", campaign.id(), userId(claimed), outcome.id());
            return outcome;
        }
    }

    private ReminderCounts note(CampaignWork work, Claimed claimed, MailOutcome outcome) {
        Mail mail = claimed.mail();
        switch (outcome) {
            case SENT -> {
                work.done(mail, MailState.SENT, null, claimed.deadline());
                return ReminderCounts.SENT;
            }
            case REFUSED -> {
                work.done(mail, MailState.FAILED, REFUSED, claimed.deadline());
                return ReminderCounts.FAILED;
            }
            case UNKNOWN -> {
                fault.set(UNAVAILABLE);
                work.done(mail, MailState.DOUBTFUL, CONNECTION_LOST, claimed.deadline());
                return ReminderCounts.DOUBTFUL;
            }
            case DEFERRED -> work.again(mail, DEFERRED, true);
            case UNAVAILABLE -> {
                fault.set(UNAVAILABLE);
                work.again(mail, UNAVAILABLE, false);
            }
        }
        return ReminderCounts.POSTPONED;
    }

    private static String userId(Claimed claimed) {
        return claimed.mail().userId();
    }
}
