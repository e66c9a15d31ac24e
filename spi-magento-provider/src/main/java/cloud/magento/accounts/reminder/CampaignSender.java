package cloud.magento.accounts.reminder;

import cloud.magento.accounts.campaign.Campaign;
import cloud.magento.accounts.campaign.CampaignWork;
import cloud.magento.accounts.campaign.CampaignWork.Due;
import cloud.magento.accounts.campaign.CampaignWork.Mail;
import cloud.magento.accounts.campaign.CampaignWork.Turn;
import cloud.magento.accounts.mailing.MailRounds;
import cloud.magento.accounts.net.Daemons;
import cloud.magento.accounts.report.InvalidFilterException;
import cloud.magento.accounts.report.Recipients;
import cloud.magento.accounts.upstream.MagentoProvider;
import cloud.magento.accounts.web.MailServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Sends the mails of campaigns that run, at their rate, one node at a time for each. Whatever stops it, at whichever
 * point, another round or another node goes on: see {@link CampaignWork} for what each transaction leaves behind.
 */
final class CampaignSender implements MailRounds.Job, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(CampaignSender.class);

    /** So many mails are under way at a time, and so many are doubtful at the most where the server dies. */
    static final int AT_ONCE = 4;

    /** So many accounts are looked up by one transaction, and by so many transactions before some are written to. */
    private static final int PAGE = 1000;

    private static final int PAGES = 10;

    private static final String NO_SUCH_GROUP = "no-such-group";
    private static final String ERROR = "error";

    private final String node = UUID.randomUUID().toString();
    private final ExecutorService threads =
            Executors.newFixedThreadPool(AT_ONCE, Daemons.named("magento-campaign-mail"));

    /** The account that was written to last, by the campaign. */
    private final Map<String, String> places = new HashMap<>();

    /** Whether all accounts are looked up, and which deadlines they may have. */
    private record Planned(boolean whole, List<Instant> deadlines) {}

    @Override
    public void round(KeycloakSessionFactory factory, BooleanSupplier isOver) {
        boolean more = true;
        while (more && !isOver.getAsBoolean()) {
            List<Due> due = KeycloakModelUtils.runJobInTransactionWithResult(
                    factory, session -> CampaignWork.due(session, node));
            more = false;
            for (Due each : due) {
                more |= next(factory, each, isOver);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    /** A failure in one realm does not delay the others. */
    private boolean next(KeycloakSessionFactory factory, Due due, BooleanSupplier isOver) {
        try {
            CampaignRealm realm = new CampaignRealm(factory, due);
            return begun(realm, isOver);
        } catch (RuntimeException e) {
            if (!isOver.getAsBoolean()) {
                LOG.errorf(e, "Campaign %s of realm %s failed with an error; retrying", due.id(), due.realmId());
            }
            return false;
        }
    }

    private boolean begun(CampaignRealm realm, BooleanSupplier isOver) {
        Optional<Campaign> campaign = realm.ask(this::take).flatMap(taken -> taken);
        try {
            return campaign.isPresent() && next(realm, campaign.get(), isOver);
        } catch (InvalidFilterException e) {
            // The group was deleted, or is no cohort any more: nobody is meant, and an operator has to know.
            fared(realm, NO_SUCH_GROUP);
            return false;
        } catch (RuntimeException e) {
            fared(realm, ERROR);
            throw e;
        }
    }

    private static void fared(CampaignRealm realm, @Nullable String fault) {
        realm.ask((session, own) -> {
            own.work(session).fared(own.due().id(), fault);
            return true;
        });
    }

    private Optional<Campaign> take(KeycloakSession session, CampaignRealm realm) {
        CampaignWork work = realm.work(session);
        @Nullable String fault = fault(session, realm.model(session));
        if (fault != null) {
            work.fared(realm.due().id(), fault);
            return Optional.empty();
        }
        return work.lease(realm.due().id(), node);
    }

    /** Why nobody is to be written to now. */
    private static @Nullable String fault(KeycloakSession session, RealmModel realm) {
        if (!MailServer.isConfigured(realm)) {
            return "no-mail-server";
        }
        // Where nobody can connect, nobody is asked to.
        return MagentoProvider.in(session, realm)
                        .filter(provider -> provider.isEnabled() && realm.isEnabled())
                        .isPresent()
                ? null
                : "provider-off";
    }

    private boolean next(CampaignRealm realm, Campaign campaign, BooleanSupplier isOver) {
        Planned planned = plan(realm, campaign, isOver);
        String after = places.getOrDefault(campaign.id(), "");
        Turn turn = realm.ask((session, own) ->
                        own.work(session).turn(campaign, node, after, planned.whole(), planned.deadlines()))
                .orElse(new Turn(List.of(), false));
        List<Mail> mails = turn.mails();
        if (mails.isEmpty()) {
            places.remove(campaign.id());
            return !planned.whole();
        }
        places.put(campaign.id(), mails.get(mails.size() - 1).userId());
        MailTurn sending = new MailTurn(realm, campaign, isOver);
        run(mails, sending);
        fared(realm, sending.fault());
        return sending.fault() == null;
    }

    private void run(List<Mail> mails, MailTurn sending) {
        List<Future<?>> all = new ArrayList<>();
        mails.forEach(mail -> all.add(threads.submit(() -> sending.send(mail))));
        @Nullable RuntimeException failed = null;
        for (Future<?> each : all) {
            try {
                each.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                failed = new IllegalStateException("A mail failed with an error", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    /** Looks up some of the accounts whose turn has come; the next round goes on. */
    private Planned plan(CampaignRealm realm, Campaign campaign, BooleanSupplier isOver) {
        List<Instant> deadlines = realm.ask((session, own) -> own.reports(session)
                        .recipients(new Recipients.Filter(null, null, false))
                        .deadlines())
                .orElse(List.of());
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        int pages = PAGES;
        for (CampaignPlan.Round round : CampaignPlan.rounds(campaign, deadlines, now)) {
            boolean isWhole = false;
            while (!isWhole) {
                if (pages-- == 0 || isOver.getAsBoolean()) {
                    return new Planned(false, deadlines);
                }
                isWhole = page(realm, campaign, round);
            }
        }
        return new Planned(true, deadlines);
    }

    private boolean page(CampaignRealm realm, Campaign campaign, CampaignPlan.Round round) {
        return realm.ask((session, own) -> own.work(session)
                        .plan(
                                campaign,
                                node,
                                round.step(),
                                round.deadline(),
                                PAGE,
                                (after, size) -> recipients(session, own, campaign, round, after, size)))
                .orElse(true);
    }

    private static List<String> recipients(
            KeycloakSession session,
            CampaignRealm realm,
            Campaign campaign,
            CampaignPlan.Round round,
            String after,
            int size) {
        return realm.reports(session)
                .recipients(CampaignPlan.filter(campaign.terms()))
                .page(CampaignPlan.deadlines(campaign, round), campaign.id(), round.step(), after, size);
    }
}
