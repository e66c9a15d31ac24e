package cloud.magento.accounts.reminder;

import cloud.magento.accounts.mailing.MailRounds;
import cloud.magento.accounts.spi.GlobalListenerFactory;
import org.keycloak.Config;

/** Has the mails of campaigns sent while the server runs. It listens to no event. */
public final class ReminderListenerFactory extends GlobalListenerFactory {
    private final CampaignSender sender = new CampaignSender();
    private final MailRounds rounds = new MailRounds("magento-campaigns", sender);

    public ReminderListenerFactory() {
        super("magento-reminders");
        follow(rounds);
    }

    @Override
    public void init(Config.Scope config) {
        ReminderCounts.begin();
    }

    @Override
    public void close() {
        super.close();
        rounds.close();
        sender.close();
    }
}
