package cloud.magento.accounts.doctor;

import cloud.magento.accounts.setup.SetupStep.Outcome;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.RealmModel;

/** Whether refusals and changes leave events. */
final class EventsCheck implements Check {
    private static final String LOG = "jboss-logging";
    private static final Duration KEPT = Duration.ofDays(90);

    @Override
    public String id() {
        return "events";
    }

    @Override
    public Changes changes() {
        return Changes.REALM;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        RealmModel realm = examination.realm();
        Stream<Found> ofSetUp = examination
                .setUp("events")
                .filter(step -> step.outcome() != Outcome.PRESENT)
                .map(step -> Found.warning(
                                step.name(),
                                "administration".equals(step.name())
                                        ? "Admin events, or their details, are not saved."
                                        : "The realm does not save every type of event that a refusal has.",
                                "administration".equals(step.name())
                                        ? "Who changed the policy, or read whose data, is on record in the ledger alone"
                                                + " or nowhere."
                                        : "Whom the gate refused, and why, cannot be looked up among the events.",
                                "Save them.")
                        .fixedBy(examination.settingUp(other ->
                                other.kind().equals(step.kind()) && other.name().equals(step.name()))));
        return Stream.of(ofSetUp, saving(realm), log(realm)).flatMap(found -> found);
    }

    private static Stream<Found> saving(RealmModel realm) {
        return realm.isEventsEnabled()
                ? Stream.empty()
                : Stream.of(Found.warning(
                                "user events",
                                "The realm does not save user events.",
                                "Whom the gate refused, and why, cannot be looked up. Support cannot tell people what"
                                        + " happened to them.",
                                "Save events. The fix keeps them for " + KEPT.toDays()
                                        + " days, unless the realm says how long.")
                        .fixedBy(() -> {
                            realm.setEventsEnabled(true);
                            if (realm.getEventsExpiration() <= 0) {
                                realm.setEventsExpiration(KEPT.toSeconds());
                            }
                        }));
    }

    private static Stream<Found> log(RealmModel realm) {
        Set<String> listeners = realm.getEventsListenersStream().collect(Collectors.toSet());
        return listeners.contains(LOG)
                ? Stream.empty()
                : Stream.of(Found.warning(
                                "event listeners",
                                "The listener " + LOG + " is not among them.",
                                "Refusals do not reach the server's log, nor what reads it.",
                                "Add the listener.")
                        .fixedBy(() -> {
                            Set<String> more = new HashSet<>(listeners);
                            more.add(LOG);
                            realm.setEventsListeners(more);
                        }));
    }
}
