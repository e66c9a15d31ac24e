package cloud.magento.accounts.campaign;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The realm's campaigns. Nothing is sent by any that an operator has not started. */
public final class Campaigns {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final EntityManager entities;

    public Campaigns(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * Starts one.
     *
     * @param operator the id of who asks
     * @throws jakarta.persistence.PersistenceException or {@link org.keycloak.models.ModelException} where one for the
     *     same audience runs
     */
    public Campaign start(Campaign.Terms terms, String operator) {
        long now = Time.currentTimeMillis();
        CampaignEntity row = new CampaignEntity();
        row.id = UUID.randomUUID().toString();
        row.realmId = realm.getId();
        row.groupId = terms.group();
        row.cohort = terms.cohort();
        row.withinDays = terms.withinDays();
        row.unverified = terms.unverified();
        row.days = terms.schedule().isOnce() ? null : terms.schedule().stored();
        row.perMinute = terms.perMinute();
        row.page = terms.page();
        row.startedBy = operator;
        row.startedAt = now;
        run(row, now);
        entities.persist(row);
        entities.flush();
        publish(row, false);
        return campaign(row);
    }

    /** The one that runs for the same audience, by the same schedule. */
    public Optional<Campaign> runningLike(Campaign.Terms terms) {
        return entities.createNamedQuery("magentoCampaignLive", String.class)
                .setParameter("realmId", realm.getId())
                .setParameter("liveKey", liveKey(terms))
                .getResultStream()
                .findFirst()
                .flatMap(this::ofId);
    }

    /** The one with this id. */
    public Optional<Campaign> ofId(String id) {
        return row(id).map(Campaigns::campaign);
    }

    /**
     * A page, the newest first.
     *
     * @param after the {@link #place} of the last one of the page before, or empty for the first page
     */
    public List<Campaign> page(String after, int size) {
        int cut = after.indexOf('~');
        return entities.createNamedQuery("magentoCampaignsPage", CampaignEntity.class)
                .setParameter("realmId", realm.getId())
                .setParameter("at", cut < 0 ? Long.MAX_VALUE : number(after.substring(0, cut)))
                .setParameter("id", cut < 0 ? "" : after.substring(cut + 1))
                .setMaxResults(size)
                .getResultStream()
                .map(Campaigns::campaign)
                .toList();
    }

    /** Where a campaign stands in the order of {@link #page}. */
    public static String place(Campaign campaign) {
        return campaign.startedAt().toEpochMilli() + "~" + campaign.id();
    }

    private static long number(String text) {
        return text.matches("\\d{1,15}") ? Long.parseLong(text) : 0;
    }

    /** How many reminders of the campaign are in each state. */
    public MailCounts counts(String id) {
        Map<MailState, Long> counts = new EnumMap<>(MailState.class);
        entities.createNamedQuery("magentoCampaignMailCounts", Object[].class)
                .setParameter("campaignId", id)
                .getResultStream()
                .forEach(row -> MailState.ofId((String) row[0]).ifPresent(state -> counts.put(state, (Long) row[1])));
        return new MailCounts(counts);
    }

    /**
     * A page of the campaign's reminders, by the accounts' ids.
     *
     * @param after the {@link #place(Reminder)} of the last one of the page before, or empty for the first page
     */
    public List<Reminder> reminders(String id, Collection<MailState> states, String after, int size) {
        int cut = after.indexOf('~');
        return entities.createNamedQuery("magentoCampaignMailPage", CampaignMailEntity.class)
                .setParameter("campaignId", id)
                .setParameter("states", states.stream().map(MailState::id).toList())
                .setParameter("step", cut < 0 ? 0 : (int) number(after.substring(0, cut)))
                .setParameter("userId", cut < 0 ? "" : after.substring(cut + 1))
                .setMaxResults(size)
                .getResultStream()
                .map(Campaigns::reminder)
                .toList();
    }

    /** Where a reminder stands in the order of {@link #reminders}. */
    public static String place(Reminder reminder) {
        return reminder.step() + "~" + reminder.userId();
    }

    /**
     * Stops one: once this is committed, no further mail of it is begun. One that the mail server is being asked for at
     * that moment goes out.
     *
     * @return false where it does not run
     */
    public boolean stop(String id) {
        Optional<CampaignEntity> row = locked(id).filter(Campaigns::isRunning);
        row.ifPresent(found -> {
            found.state = CampaignState.STOPPED.id();
            found.liveKey = null;
            found.changedAt = Time.currentTimeMillis();
            entities.flush();
            publish(found, false);
        });
        return row.isPresent();
    }

    /**
     * Has one that was stopped run again: whoever was reminded is not reminded again, and the others are.
     *
     * @param page where the mail's link leads from now on
     * @return false where it was not stopped
     * @throws jakarta.persistence.PersistenceException or {@link org.keycloak.models.ModelException} where one for the
     *     same audience runs
     */
    public boolean resume(String id, String page) {
        Optional<CampaignEntity> row = locked(id).filter(found -> found.state.equals(CampaignState.STOPPED.id()));
        row.ifPresent(found -> {
            found.page = page;
            run(found, Time.currentTimeMillis());
            entities.flush();
            publish(found, true);
        });
        return row.isPresent();
    }

    /** Forgets that the account was reminded, and that it started campaigns. */
    public void forgetAccount(String userId) {
        entities.createNamedQuery("magentoCampaignMailRemoveByUser")
                .setParameter("userId", userId)
                .executeUpdate();
        entities.createNamedQuery("magentoCampaignForgetPerson")
                .setParameter("userId", userId)
                .executeUpdate();
    }

    void removeRealm() {
        for (String each : List.of(
                "magentoCampaignMailRemoveByRealm",
                "magentoCampaignRoundRemoveByRealm",
                "magentoCampaignRemoveByRealm")) {
            entities.createNamedQuery(each)
                    .setParameter("realmId", realm.getId())
                    .executeUpdate();
        }
    }

    void end(CampaignEntity row) {
        row.state = CampaignState.ENDED.id();
        row.liveKey = null;
        row.changedAt = Time.currentTimeMillis();
        entities.flush();
        publish(row, false);
    }

    /** The row as it is committed by now, which nobody else changes until this transaction is over. */
    Optional<CampaignEntity> locked(String id) {
        Optional<CampaignEntity> row = row(id);
        row.ifPresent(found -> entities.refresh(found, LockModeType.PESSIMISTIC_WRITE));
        return row;
    }

    static boolean isRunning(CampaignEntity row) {
        return row.state.equals(CampaignState.RUNNING.id());
    }

    static Campaign campaign(CampaignEntity row) {
        return new Campaign(
                row.id,
                terms(row),
                CampaignState.ofId(row.state),
                row.startedBy,
                Instant.ofEpochMilli(row.startedAt),
                Instant.ofEpochMilli(row.changedAt),
                row.fault);
    }

    private static Campaign.Terms terms(CampaignEntity row) {
        return new Campaign.Terms(
                row.groupId,
                row.cohort,
                row.withinDays,
                row.unverified,
                ReminderSchedule.stored(row.days == null ? "" : row.days),
                row.perMinute,
                row.page);
    }

    private static Reminder reminder(CampaignMailEntity row) {
        return new Reminder(
                row.userId,
                row.step,
                MailState.ofId(row.state).orElse(MailState.DOUBTFUL),
                row.reason,
                row.deadlineAt == null ? null : Instant.ofEpochMilli(row.deadlineAt),
                Instant.ofEpochMilli(row.changedAt));
    }

    private static void run(CampaignEntity row, long now) {
        row.state = CampaignState.RUNNING.id();
        row.liveKey = liveKey(terms(row));
        row.changedAt = now;
        row.fault = null;
        row.failures = 0;
        row.nextAt = now;
    }

    private Optional<CampaignEntity> row(String id) {
        return Optional.ofNullable(entities.find(CampaignEntity.class, id))
                .filter(found -> found.realmId.equals(realm.getId()));
    }

    private void publish(CampaignEntity row, boolean resumed) {
        session.getKeycloakSessionFactory()
                .publish(new CampaignChanged(session, realm, campaign(row), resumed, counts(row.id)));
    }

    private static String liveKey(Campaign.Terms terms) {
        try {
            byte[] audience = terms.audience().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(audience));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
