package cloud.magento.accounts.reminder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import cloud.magento.accounts.campaign.Campaign;
import cloud.magento.accounts.campaign.CampaignChanged;
import cloud.magento.accounts.campaign.CampaignState;
import cloud.magento.accounts.campaign.CampaignWork;
import cloud.magento.accounts.campaign.MailState;
import cloud.magento.accounts.campaign.Reminder;
import cloud.magento.accounts.campaign.ReminderSchedule;
import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.reminder.MailSink.Answer;
import cloud.magento.accounts.reminder.MailSink.ServerKilled;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.common.util.Time;
import org.keycloak.models.UserModel;

/** Nobody twice and nobody left out, whatever happens in between. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class CampaignSenderTest {
    private static final int MANY = 1_200;

    private static final int SOME = 600;

    private final int many;
    private final TestKeycloak keycloak;
    private final TestCampaigns campaigns;
    private final Instant deadline = Instant.now().plus(10, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    private final CampaignSender node = new CampaignSender();
    private final CampaignSender other = new CampaignSender();

    /** As many as {@code -Dcampaign.accounts=100000} says, on PostgreSQL, to be measured. */
    CampaignSenderTest(TestDatabase database) {
        many = database == TestDatabase.POSTGRESQL ? Integer.getInteger("campaign.accounts", MANY) : MANY;
        keycloak = TestKeycloak.on(database)
                .withProvider(LinkSettings.ENFORCE_FROM, deadline.toString(), LinkSettings.REPORT_ONLY, "false");
        campaigns = new TestCampaigns(keycloak);
    }

    @AfterEach
    void nothingIsLeftRunning() {
        Time.setOffset(0);
        campaigns.remove();
        node.close();
        other.close();
    }

    @Test
    void remindsEachOnceThoughServerIsKilledTwice() {
        campaigns.accounts(many);
        Campaign campaign = campaigns.start(ReminderSchedule.once(), TestCampaigns.FAST);

        killed(node, many / 10);
        TestCampaigns.pass((int) CampaignWork.LEASE.toSeconds() + 1);
        killed(other, many / 2);
        TestCampaigns.pass((int) CampaignWork.LEASE.toSeconds() + 1);
        CampaignSender third = new CampaignSender();
        campaigns.untilEnded(third, campaign);
        third.close();

        assertNobodyTwiceNobodyLeftOut(campaign, many, 2);
    }

    /** Who is neither written to nor known to be written to is listed as doubtful: as many as were in hand. */
    private void assertNobodyTwiceNobodyLeftOut(Campaign campaign, int number, int kills) {
        Map<String, Integer> accepted = campaigns.sink().byAccount();
        Set<String> doubtful = ids(campaigns.reminders(campaign, MailState.DOUBTFUL));
        Set<String> sent = ids(campaigns.reminders(campaign, MailState.SENT));
        Set<String> reached = new TreeSet<>(accepted.keySet());
        reached.addAll(doubtful);

        assertThat(accepted.values()).containsOnly(1);
        assertThat(doubtful)
                .hasSizeBetween(kills, kills * CampaignSender.AT_ONCE)
                .doesNotContainAnyElementsOf(sent);
        assertThat(accepted.keySet()).containsAll(sent);
        assertThat(reached).hasSize(number);
        assertThat(sent).hasSize(number - doubtful.size());
        assertThat(campaigns.reminders(campaign, MailState.DOUBTFUL))
                .extracting(Reminder::reason)
                .containsOnly(CampaignWork.INTERRUPTED);
    }

    private void killed(CampaignSender sender, int mails) {
        campaigns.sink().killAt(mails);
        assertThatThrownBy(() -> {
                    for (int second = 0; second < 600; second++) {
                        campaigns.round(sender);
                        TestCampaigns.pass(1);
                    }
                })
                .isInstanceOf(ServerKilled.class);
        campaigns.sink().revive();
    }

    @Test
    void leavesCampaignToNodeThatHasIt() {
        campaigns.accounts(20);
        Campaign campaign = campaigns.start(ReminderSchedule.once(), 60);

        campaigns.round(node);
        int sent = campaigns.sink().size();
        TestCampaigns.pass(2);
        campaigns.round(other);

        assertThat(campaigns.sink().size()).isEqualTo(sent);
        assertThat(campaigns.count(campaign, MailState.WAITING)).isEqualTo(20 - sent);
    }

    @Test
    void remindsEachOnceWhereTwoNodesSend() throws Exception {
        campaigns.accounts(SOME);
        Campaign campaign = campaigns.start(ReminderSchedule.once(), TestCampaigns.FAST);
        ExecutorService nodes = Executors.newFixedThreadPool(2);
        CyclicBarrier together = new CyclicBarrier(2);
        try {
            List<Future<?>> all = Stream.of(node, other)
                    .<Future<?>>map(sender -> nodes.submit(() -> {
                        together.await();
                        campaigns.untilEnded(sender, campaign);
                        return null;
                    }))
                    .toList();
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            nodes.shutdownNow();
        }

        assertThat(campaigns.sink().byAccount()).hasSize(SOME);
        assertThat(campaigns.sink().byAccount().values()).containsOnly(1);
    }

    @Test
    void keepsToRate() {
        campaigns.accounts(30);
        campaigns.start(ReminderSchedule.once(), 60);

        long begin = Time.currentTimeMillis();
        campaigns.round(node);
        int begun = campaigns.sink().size();
        IntStream.range(0, 10).forEach(second -> {
            TestCampaigns.pass(1);
            campaigns.round(node);
        });

        int seconds = (int) ((Time.currentTimeMillis() - begin) / 1000);
        assertThat(begun).isEqualTo(2);
        assertThat(campaigns.sink().size()).isBetween(begun + 9, begun + seconds + 1);
    }

    @Test
    void stopsAndResumesWhereItStood() {
        campaigns.accounts(10);
        Campaign campaign = campaigns.start(ReminderSchedule.once(), 60);
        campaigns.round(node);
        int before = campaigns.sink().size();

        assertThat(campaigns.<Boolean>ask(all -> all.stop(campaign.id()))).isTrue();
        assertThat(campaigns.<Boolean>ask(all -> all.stop(campaign.id()))).isFalse();
        TestCampaigns.pass(60);
        campaigns.round(node);
        assertThat(campaigns.sink().size()).isEqualTo(before);
        assertThat(campaigns.now(campaign).state()).isEqualTo(CampaignState.STOPPED);

        assertThat(campaigns.<Boolean>ask(all -> all.resume(campaign.id(), "page")))
                .isTrue();
        assertThat(campaigns.<Boolean>ask(all -> all.resume(campaign.id(), "page")))
                .isFalse();
        campaigns.untilEnded(node, campaign);
        assertThat(campaigns.sink().byAccount().values()).hasSize(10).containsOnly(1);
        assertThat(keycloak.published(CampaignChanged.class))
                .extracting(changed -> changed.campaign().state() + (changed.resumed() ? " again" : ""))
                .containsExactly("RUNNING", "STOPPED", "RUNNING again", "ENDED");
    }

    @Test
    void refusesSecondOneOfSameAudience() {
        campaigns.accounts(1);
        Campaign first = campaigns.start(ReminderSchedule.once(), 60);

        assertThat(campaigns.<Boolean>ask(all -> all.runningLike(first.terms()).isPresent()))
                .isTrue();
        assertThatThrownBy(() -> campaigns.start(ReminderSchedule.once(), 300)).isInstanceOf(RuntimeException.class);
        Campaign another = campaigns.start(ReminderSchedule.before(List.of(3)), 60);
        campaigns.untilEnded(node, first);
        campaigns.start(ReminderSchedule.once(), 60);

        assertThat(another.id()).isNotEqualTo(first.id());
    }

    @Test
    void leavesOutWhoConnectedMeanwhile() {
        campaigns.accounts(5);
        Campaign campaign = campaigns.start(ReminderSchedule.once(), 60);
        campaigns.round(node);
        List<Reminder> waiting = campaigns.reminders(campaign, MailState.WAITING);
        String linked = waiting.get(0).userId();
        String exempt = waiting.get(1).userId();
        keycloak.run(session -> session.entities()
                .createNativeQuery("insert into FEDERATED_IDENTITY (IDENTITY_PROVIDER, USER_ID, REALM_ID,"
                        + " FEDERATED_USER_ID, FEDERATED_USERNAME) values ('magento', :userId, :realmId, 'S', 'n')")
                .setParameter("userId", linked)
                .setParameter("realmId", keycloak.realmId())
                .executeUpdate());
        keycloak.run(session -> session.entities()
                .createNativeQuery("insert into MAGENTO_EXEMPTION (ID, REALM_ID, USER_ID, UNTIL_AT, REASON, GRANTED_BY,"
                        + " GRANTED_AT) values (:userId, :realmId, :userId, 32503680000000, 'Leave', 'x', 0)")
                .setParameter("userId", exempt)
                .setParameter("realmId", keycloak.realmId())
                .executeUpdate());

        campaigns.untilEnded(node, campaign);

        assertThat(campaigns.sink().byAccount()).hasSize(3).doesNotContainKeys(linked, exempt);
        assertThat(campaigns.reminders(campaign, MailState.SKIPPED))
                .extracting(Reminder::userId, Reminder::reason)
                .containsExactlyInAnyOrder(tuple(linked, "linked"), tuple(exempt, "exempt"));
    }

    @Test
    void waitsForMailServerAndLeavesNobodyOut() {
        campaigns.accounts(50);
        Campaign campaign = campaigns.start(ReminderSchedule.once(), TestCampaigns.FAST);
        campaigns.sink().answer(Answer.UNAVAILABLE);

        campaigns.round(node);
        assertThat(campaigns.count(campaign, MailState.WAITING)).isEqualTo(50);
        assertThat(campaigns.now(campaign).fault()).isEqualTo("mail-server");

        campaigns.sink().answer(Answer.ACCEPT);
        campaigns.round(node);
        assertThat(campaigns.sink().size()).as("within the pause").isZero();
        campaigns.untilEnded(node, campaign);
        assertThat(campaigns.sink().byAccount().values()).hasSize(50).containsOnly(1);
        assertThat(campaigns.now(campaign).fault()).isNull();
    }

    @Test
    void neverSendsAgainWhatMayHaveBeenAccepted() {
        campaigns.accounts(50);
        Campaign campaign = campaigns.start(ReminderSchedule.once(), TestCampaigns.FAST);
        campaigns.sink().answer(Answer.BREAK);

        campaigns.round(node);
        int broken = campaigns.sink().size();
        campaigns.sink().answer(Answer.ACCEPT);
        campaigns.untilEnded(node, campaign);

        assertThat(broken).isBetween(1, CampaignSender.AT_ONCE);
        assertThat(campaigns.count(campaign, MailState.DOUBTFUL)).isEqualTo(broken);
        assertThat(campaigns.sink().byAccount().values()).hasSize(50).containsOnly(1);
    }

    @Test
    void goesOnAfterAddressThatIsRefused() {
        campaigns.accounts(3);
        Campaign campaign = campaigns.start(ReminderSchedule.once(), 60);
        campaigns.sink().answer(Answer.REFUSE);
        campaigns.round(node);
        campaigns.sink().answer(Answer.ACCEPT);
        campaigns.untilEnded(node, campaign);

        assertThat(campaigns.count(campaign, MailState.FAILED)).isEqualTo(2);
        assertThat(campaigns.count(campaign, MailState.SENT)).isEqualTo(1);
    }

    @Test
    void remindsAtEachStepOnceAndEndsAtDeadline() {
        campaigns.accounts(3);
        Campaign campaign = campaigns.start(ReminderSchedule.before(List.of(30, 7, 1)), TestCampaigns.FAST);

        campaigns.round(node);
        assertThat(campaigns.sink().byAccount().values())
                .as("the step of 30 days")
                .hasSize(3)
                .containsOnly(1);
        days(1);
        campaigns.round(node);
        assertThat(campaigns.sink().byAccount().values()).containsOnly(1);
        String late = keycloak.account("late").id();
        keycloak.run(session -> {
            UserModel user = session.users().getUserById(session.realm(), late);
            user.setEmail("late@example.com");
            user.setEmailVerified(true);
        });
        days(1);
        campaigns.round(node);
        assertThat(campaigns.sink().byAccount().values())
                .as("who came later too")
                .hasSize(4)
                .containsOnly(1);
        days(2);
        campaigns.round(node);
        assertThat(campaigns.sink().byAccount().values())
                .as("the step of 7 days")
                .hasSize(4)
                .containsOnly(2);
        days(5);
        campaigns.round(node);
        assertThat(campaigns.sink().byAccount().values()).as("the last day").containsOnly(3);
        days(2);
        campaigns.round(node);

        assertThat(campaigns.now(campaign).state()).isEqualTo(CampaignState.ENDED);
        assertThat(campaigns.sink().byAccount().values()).containsOnly(3);
        assertThat(campaigns.reminders(campaign, MailState.SENT))
                .extracting(Reminder::deadline)
                .containsOnly(deadline);
    }

    @Test
    void leavesOutStepThatIsOverWhenItsTurnComes() {
        campaigns.accounts(10);
        Campaign campaign = campaigns.start(ReminderSchedule.before(List.of(30, 7)), 60);
        campaigns.round(node);
        campaigns.<Boolean>ask(all -> all.stop(campaign.id()));
        int before = campaigns.sink().size();
        days(5);
        campaigns.<Boolean>ask(all -> all.resume(campaign.id(), "page"));
        for (int second = 0; second < 60; second++) {
            campaigns.round(node);
            TestCampaigns.pass(1);
        }

        assertThat(campaigns.count(campaign, MailState.SKIPPED)).isEqualTo(10 - before);
        assertThat(campaigns.reminders(campaign, MailState.SENT))
                .filteredOn(reminder -> reminder.step() == 7)
                .hasSize(10);
    }

    @Test
    void sendsNothingWhileProviderIsOff() {
        campaigns.accounts(3);
        Campaign campaign = campaigns.start(ReminderSchedule.once(), TestCampaigns.FAST);
        provider(false);
        campaigns.round(node);
        assertThat(campaigns.sink().size()).isZero();
        assertThat(campaigns.now(campaign).fault()).isEqualTo("provider-off");

        provider(true);
        campaigns.untilEnded(node, campaign);
        assertThat(campaigns.sink().size()).isEqualTo(3);
    }

    @Test
    void tellsOfGroupThatIsGone() {
        campaigns.accounts(3);
        Campaign campaign = campaigns.start(
                new Campaign.Terms("no-such-group", null, null, false, ReminderSchedule.once(), 60, "page"));

        campaigns.round(node);

        assertThat(campaigns.sink().size()).isZero();
        assertThat(campaigns.now(campaign).fault()).isEqualTo("no-such-group");
        assertThat(campaigns.now(campaign).state()).isEqualTo(CampaignState.RUNNING);
    }

    private static void days(int days) {
        TestCampaigns.pass(days * 24 * 3600);
    }

    private void provider(boolean enabled) {
        keycloak.run(session -> {
            var provider = session.identityProviders().getByAlias("magento");
            provider.setEnabled(enabled);
            session.identityProviders().update(provider);
        });
    }

    private static Set<String> ids(List<Reminder> reminders) {
        return reminders.stream().map(Reminder::userId).collect(Collectors.toCollection(TreeSet::new));
    }
}
