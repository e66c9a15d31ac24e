package cloud.magento.accounts.reminder;

import cloud.magento.accounts.campaign.Campaign;
import cloud.magento.accounts.campaign.ReminderSchedule;
import java.util.Optional;

/** Decides whether an account is reminded, by what is known of it when its turn has come. */
final class ReminderDecision {
    private ReminderDecision() {}

    /** What stands in the way, what lasts before what passes; empty where the mail goes. */
    static Optional<Obstacle> obstacle(ReminderFacts facts, Campaign.Terms terms, int step) {
        if (facts.serviceAccount()) {
            return Optional.of(Obstacle.SERVICE_ACCOUNT);
        }
        if (facts.linked()) {
            return Optional.of(Obstacle.LINKED);
        }
        if (!facts.enabled()) {
            return Optional.of(Obstacle.ACCOUNT_DISABLED);
        }
        if (!facts.linkable()) {
            return Optional.of(Obstacle.DIRECTORY_UNSUPPORTED);
        }
        if (facts.exempt()) {
            return Optional.of(Obstacle.EXEMPT);
        }
        return address(facts, terms).or(() -> time(facts, terms.schedule(), step));
    }

    private static Optional<Obstacle> address(ReminderFacts facts, Campaign.Terms terms) {
        if (!facts.hasAddress()) {
            return Optional.of(Obstacle.NO_ADDRESS);
        }
        return facts.addressVerified() || terms.unverified()
                ? Optional.empty()
                : Optional.of(Obstacle.ADDRESS_UNVERIFIED);
    }

    /** A step that waited too long, while the campaign was stopped or the server away, is left to the next one. */
    private static Optional<Obstacle> time(ReminderFacts facts, ReminderSchedule schedule, int step) {
        return schedule.stepAt(facts.now(), facts.deadline()).orElse(-1) == step
                ? Optional.empty()
                : Optional.of(Obstacle.STEP_OVER);
    }
}
