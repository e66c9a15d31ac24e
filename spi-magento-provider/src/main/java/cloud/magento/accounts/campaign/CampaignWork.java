package cloud.magento.accounts.campaign;

import cloud.magento.accounts.transaction.ManyRows;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * What a node does for a campaign, each in one transaction. A node works for a campaign by a lease, so that mails go at
 * the rate that was asked for; that nobody is written to twice does not rest on it, but on each reminder's own row.
 */
public final class CampaignWork {
    /** A lease lasts so long where it is not renewed: longer than the mails of one turn can take. */
    public static final Duration LEASE = Duration.ofMinutes(2);

    /** Who came to belong to a campaign's accounts later is looked up so often. */
    static final Duration PLAN_AGAIN = Duration.ofDays(1);

    /** So often is one looked at that has nothing to send. */
    private static final Duration IDLE = Duration.ofMinutes(1);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    /** So many mails a turn at the most. */
    private static final int MOST_AT_ONCE = 500;

    /** How often a mail is tried that the mail server asks to try again later. */
    private static final int TRIES = 3;

    /** The reason of what was under way when its node was lost. */
    public static final String INTERRUPTED = "interrupted";

    private final Campaigns campaigns;
    private final EntityManager entities;

    public CampaignWork(KeycloakSession session, RealmModel realm) {
        this.campaigns = new Campaigns(session, realm);
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** A campaign that may have something to send. */
    public record Due(String id, String realmId) {}

    /** A reminder to be sent. */
    public record Mail(String campaignId, int step, String userId) {}

    /**
     * The mails of one turn.
     *
     * @param more whether others wait
     */
    public record Turn(List<Mail> mails, boolean more) {
        public Turn {
            mails = List.copyOf(mails);
        }
    }

    /** The campaigns of all realms that this node may look at now. */
    public static List<Due> due(KeycloakSession session, String node) {
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createNamedQuery("magentoCampaignsDue", Object[].class)
                .setParameter("now", Time.currentTimeMillis())
                .setParameter("node", node)
                .getResultStream()
                .map(row -> new Due((String) row[0], (String) row[1]))
                .toList();
    }

    /**
     * Takes or renews the lease. What is found under way then was left so by a node that is lost, for this one has
     * nothing under way between two turns: nobody knows whether such a mail went out, so it is doubtful from now on.
     *
     * @return empty where the campaign does not run, or another node has it
     */
    public Optional<Campaign> lease(String id, String node) {
        long now = Time.currentTimeMillis();
        return campaigns
                .locked(id)
                .filter(row -> Campaigns.isRunning(row) && (row.leaseUntil <= now || node.equals(row.leasedBy)))
                .map(row -> {
                    row.leasedBy = node;
                    row.leaseUntil = now + LEASE.toMillis();
                    entities.flush();
                    entities.createNamedQuery("magentoCampaignMailOrphaned")
                            .setParameter("campaignId", id)
                            .setParameter("reason", INTERRUPTED)
                            .executeUpdate();
                    return Campaigns.campaign(row);
                });
    }

    /**
     * Looks up the next accounts of a step.
     *
     * @param deadline of the accounts; null for what is sent once, whatever their deadline
     * @param accounts the ids of accounts of this step that have no row of it yet, after one of them, in the order of
     *     the ids: up to as many as are asked for
     * @return whether all accounts of the step are looked up by now
     */
    public boolean plan(
            Campaign campaign,
            String node,
            int step,
            @Nullable Instant deadline,
            int size,
            BiFunction<String, Integer, List<String>> accounts) {
        long now = Time.currentTimeMillis();
        if (campaigns
                .locked(campaign.id())
                .filter(row -> Campaigns.isRunning(row) && node.equals(row.leasedBy))
                .isEmpty()) {
            return false;
        }
        CampaignRoundEntity round = round(campaign.id(), step, deadline == null ? 0 : deadline.toEpochMilli());
        boolean isOld = step != ReminderSchedule.NOW && round.plannedAt + PLAN_AGAIN.toMillis() <= now;
        if (round.plannedAt > 0 && !isOld) {
            return true;
        }
        if (round.plannedAt > 0) {
            round.plannedAt = 0;
            round.after = null;
        }
        List<String> found = accounts.apply(round.after == null ? "" : round.after, size);
        ManyRows rows = new ManyRows(
                entities, "MAGENTO_CAMPAIGN_MAIL", "CAMPAIGN_ID", "STEP", "USER_ID", "STATE", "CHANGED_AT", "TRIES");
        found.forEach(userId -> rows.add(campaign.id(), step, userId, MailState.WAITING.id(), now, 0));
        rows.write();
        if (found.size() < size) {
            round.plannedAt = now;
            round.after = null;
        } else {
            round.after = found.get(found.size() - 1);
        }
        return found.size() < size;
    }

    private CampaignRoundEntity round(String id, int step, long deadlineAt) {
        CampaignRoundEntity known =
                entities.find(CampaignRoundEntity.class, new CampaignRoundEntity.Key(id, step, deadlineAt));
        if (known != null) {
            return known;
        }
        CampaignRoundEntity round = new CampaignRoundEntity();
        round.campaignId = id;
        round.step = step;
        round.deadlineAt = deadlineAt;
        entities.persist(round);
        return round;
    }

    /**
     * The mails that may go now, at the campaign's rate. They are not claimed yet: each is by {@link #claim}.
     *
     * @param after the account of the last mail of the turn before, so that no turn reads past what is done
     * @param planned whether all accounts are looked up that are to be by now
     * @param deadlines of the campaign's accounts, by which it ends by itself
     */
    public Turn turn(Campaign campaign, String node, String after, boolean planned, Collection<Instant> deadlines) {
        long now = Time.currentTimeMillis();
        Optional<CampaignEntity> held =
                campaigns.locked(campaign.id()).filter(row -> Campaigns.isRunning(row) && node.equals(row.leasedBy));
        if (held.isEmpty()) {
            return new Turn(List.of(), false);
        }
        CampaignEntity row = held.get();
        MailRate.Turn rate = MailRate.turn(row.nextMail, now, row.perMinute, MOST_AT_ONCE);
        List<Mail> waiting = waiting(row.id, after, Math.max(1, rate.mails()));
        if (waiting.isEmpty() && !after.isEmpty()) {
            waiting = waiting(row.id, "", Math.max(1, rate.mails()));
        }
        if (waiting.isEmpty()) {
            row.nextAt = planned ? now + IDLE.toMillis() : now;
            if (planned && isOver(campaign, deadlines)) {
                campaigns.end(row);
            }
            return new Turn(List.of(), false);
        }
        List<Mail> mails = rate.mails() == 0 ? List.of() : waiting;
        row.nextMail = rate.next(mails.size());
        row.nextAt = row.nextMail / 1000;
        return new Turn(mails, !mails.isEmpty());
    }

    private static boolean isOver(Campaign campaign, Collection<Instant> deadlines) {
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        return deadlines.stream()
                .allMatch(deadline -> campaign.terms().schedule().isOver(now, deadline));
    }

    private List<Mail> waiting(String id, String after, int size) {
        return entities.createNamedQuery("magentoCampaignMailWaiting", Object[].class)
                .setParameter("campaignId", id)
                .setParameter("after", after)
                .setMaxResults(size)
                .getResultStream()
                .map(found -> new Mail(id, (Integer) found[0], (String) found[1]))
                .toList();
    }

    /**
     * Takes a reminder in hand, for one alone: once this is committed, nobody else ever sends it.
     *
     * @return false where somebody else has it, or the campaign runs no more
     */
    public boolean claim(Mail mail) {
        return left(mail, MailState.SENDING, null);
    }

    /** Leaves a reminder out, whose turn has come, and which is of no use any more. */
    public void skip(Mail mail, String reason) {
        left(mail, MailState.SKIPPED, reason);
    }

    private boolean left(Mail mail, MailState state, @Nullable String reason) {
        return entities.createNamedQuery("magentoCampaignMailClaim")
                        .setParameter("campaignId", mail.campaignId())
                        .setParameter("step", mail.step())
                        .setParameter("userId", mail.userId())
                        .setParameter("state", state.id())
                        .setParameter("reason", reason)
                        .setParameter("now", Time.currentTimeMillis())
                        .executeUpdate()
                == 1;
    }

    /**
     * Notes what came of a reminder in hand.
     *
     * @param deadline that the mail told
     */
    public void done(Mail mail, MailState state, @Nullable String reason, Instant deadline) {
        entities.createNamedQuery("magentoCampaignMailDone")
                .setParameter("campaignId", mail.campaignId())
                .setParameter("step", mail.step())
                .setParameter("userId", mail.userId())
                .setParameter("state", state.id())
                .setParameter("reason", reason)
                .setParameter("deadlineAt", deadline.toEpochMilli())
                .setParameter("now", Time.currentTimeMillis())
                .executeUpdate();
    }

    /**
     * Puts a reminder back that certainly was not sent.
     *
     * @param counts whether this was a try of this mail, of which there are {@value #TRIES}
     */
    public void again(Mail mail, String reason, boolean counts) {
        entities.createNamedQuery("magentoCampaignMailAgain")
                .setParameter("campaignId", mail.campaignId())
                .setParameter("step", mail.step())
                .setParameter("userId", mail.userId())
                .setParameter("tries", counts ? TRIES - 1 : Integer.MAX_VALUE)
                .setParameter("counted", counts ? 1 : 0)
                .setParameter("reason", reason)
                .setParameter("now", Time.currentTimeMillis())
                .executeUpdate();
    }

    /** Waits for longer each time where no mail could be sent to anybody; goes on at once where it could again. */
    public void fared(String id, @Nullable String fault) {
        campaigns.locked(id).filter(Campaigns::isRunning).ifPresent(row -> {
            row.fault = fault;
            row.failures = fault == null ? 0 : Math.min(row.failures + 1, 30);
            if (fault != null) {
                long pause = FIRST_PAUSE.toMillis() << (row.failures - 1);
                row.nextAt = Time.currentTimeMillis() + Math.min(pause, LONGEST_PAUSE.toMillis());
            }
        });
    }
}
