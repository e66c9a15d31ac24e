package cloud.magento.accounts.reminder;

import cloud.magento.accounts.campaign.Campaign;
import cloud.magento.accounts.campaign.CampaignState;
import cloud.magento.accounts.campaign.Campaigns;
import cloud.magento.accounts.campaign.MailState;
import cloud.magento.accounts.campaign.Reminder;
import cloud.magento.accounts.campaign.ReminderSchedule;
import cloud.magento.accounts.keycloak.Partial;
import cloud.magento.accounts.keycloak.TestKeycloak;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.keycloak.common.util.Time;
import org.keycloak.email.EmailTemplateProvider;

/** A realm whose accounts can be written to, its mail server, and its campaigns. */
final class TestCampaigns {
    private static final int AT_ONCE = 5_000;

    static final int FAST = Campaign.MOST_PER_MINUTE;

    private final TestKeycloak keycloak;
    private final MailSink sink = new MailSink();

    /** @param keycloak with a provider */
    TestCampaigns(TestKeycloak keycloak) {
        this.keycloak = keycloak;
        keycloak.provide(EmailTemplateProvider.class, session -> Partial.of(MailSink.Mails.class, sink));
        keycloak.run(session -> {
            session.realm().setEnabled(true);
            session.realm().setSmtpConfig(Map.of("host", "mail.example", "from", "a@b.example"));
        });
    }

    MailSink sink() {
        return sink;
    }

    /** Accounts with a verified address; the ids end in their number, from 1. */
    void accounts(int number) {
        for (int before = 0; before < number; before += AT_ONCE) {
            accounts(before, Math.min(AT_ONCE, number - before));
        }
    }

    private void accounts(int before, int number) {
        keycloak.run(session -> session.entities()
                .createNativeQuery("insert into USER_ENTITY (ID, USERNAME, EMAIL, EMAIL_CONSTRAINT, REALM_ID, ENABLED,"
                        + " EMAIL_VERIFIED, NOT_BEFORE) select concat(substring(:realmId, 1, 23), concat('-', n)),"
                        + " concat('many-', n), concat('many-', concat(n, '@example.com')), concat(:realmId, n),"
                        + " :realmId, true, true, 0 from (select " + before
                        + " + row_number() over (order by a.TABLE_NAME, b.TABLE_NAME) as n from"
                        + " information_schema.tables a cross join information_schema.tables b) numbers where n <= "
                        + (before + number))
                .setParameter("realmId", keycloak.realmId())
                .executeUpdate());
    }

    /** The id of one of them. */
    String account(int number) {
        return keycloak.realmId().substring(0, 23) + "-" + number;
    }

    Campaign start(ReminderSchedule schedule, int perMinute) {
        return start(new Campaign.Terms(null, null, null, false, schedule, perMinute, "https://broker.example/user"));
    }

    Campaign start(Campaign.Terms terms) {
        return ask(all -> all.start(terms, "an-operator"));
    }

    <T> T ask(Function<Campaigns, T> question) {
        return keycloak.ask(session -> question.apply(new Campaigns(session, session.realm())));
    }

    Campaign now(Campaign campaign) {
        return this.<Campaign>ask(all -> all.ofId(campaign.id()).orElseThrow());
    }

    /** How many mails there are in a state. */
    long count(Campaign campaign, MailState state) {
        return this.<Long>ask(all -> all.counts(campaign.id()).of(state));
    }

    List<Reminder> reminders(Campaign campaign, MailState state) {
        List<Reminder> found = new ArrayList<>();
        String after = "";
        List<Reminder> page = List.of();
        do {
            String from = after;
            page = ask(all -> all.reminders(campaign.id(), EnumSet.of(state), from, 1000));
            found.addAll(page);
            after = page.isEmpty() ? "" : Campaigns.place(page.get(page.size() - 1));
        } while (!page.isEmpty());
        return found;
    }

    /** One look of a node. */
    void round(CampaignSender node) {
        node.round(keycloak, sink::isDead);
    }

    /** Has a node look every second until the campaign has ended. */
    void untilEnded(CampaignSender node, Campaign campaign) {
        for (int second = 0; now(campaign).state() != CampaignState.ENDED; second++) {
            if (second > 3600) {
                throw new AssertionError("Still " + ask(all -> all.counts(campaign.id())));
            }
            round(node);
            pass(1);
        }
    }

    static void pass(int seconds) {
        Time.setOffset(Time.getOffset() + seconds);
    }

    /** No test finds the campaigns of another one running. */
    void remove() {
        keycloak.run(session -> {
            for (String table : List.of("MAGENTO_CAMPAIGN_MAIL", "MAGENTO_CAMPAIGN_ROUND")) {
                session.entities()
                        .createNativeQuery("delete from " + table + " where CAMPAIGN_ID in"
                                + " (select ID from MAGENTO_CAMPAIGN where REALM_ID = :realmId)")
                        .setParameter("realmId", keycloak.realmId())
                        .executeUpdate();
            }
            session.entities()
                    .createNativeQuery("delete from MAGENTO_CAMPAIGN where REALM_ID = :realmId")
                    .setParameter("realmId", keycloak.realmId())
                    .executeUpdate();
        });
    }
}
