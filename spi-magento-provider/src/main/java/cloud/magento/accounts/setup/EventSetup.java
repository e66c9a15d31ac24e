package cloud.magento.accounts.setup;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.events.EventType;
import org.keycloak.models.RealmModel;

/**
 * Has the realm keep the refusals of the gate, and who administers and reads what. Keycloak keeps refused refreshes
 * only where it is told to, and they are how a session from before the deadline ends; admin events it does not keep by
 * itself, and they are how a reading of personal data is on record.
 */
final class EventSetup {
    private static final Set<EventType> REFUSALS = EnumSet.of(
            EventType.LOGIN_ERROR,
            EventType.CODE_TO_TOKEN_ERROR,
            EventType.REFRESH_TOKEN_ERROR,
            EventType.OAUTH2_DEVICE_CODE_TO_TOKEN_ERROR,
            EventType.AUTHREQID_TO_TOKEN_ERROR,
            EventType.TOKEN_EXCHANGE_ERROR,
            EventType.PERMISSION_TOKEN_ERROR,
            EventType.IDENTITY_PROVIDER_LOGIN_ERROR,
            EventType.IDENTITY_PROVIDER_FIRST_LOGIN_ERROR,
            EventType.CUSTOM_REQUIRED_ACTION_ERROR);

    private final RealmModel realm;

    EventSetup(RealmModel realm) {
        this.realm = realm;
    }

    void apply(SetupChanges changes) {
        Set<String> kept = realm.getEnabledEventTypesStream().collect(Collectors.toSet());
        Set<String> wanted = Stream.concat(
                        kept.isEmpty() ? keptByDefault() : kept.stream(),
                        REFUSALS.stream().map(EventType::name))
                .collect(Collectors.toSet());
        boolean present = !kept.isEmpty() && kept.containsAll(wanted);
        changes.ensure("events", "refusals", present, () -> realm.setEnabledEventTypes(wanted));
        boolean administration = realm.isAdminEventsEnabled() && realm.isAdminEventsDetailsEnabled();
        changes.ensure("events", "administration", administration, () -> {
            realm.setAdminEventsEnabled(true);
            realm.setAdminEventsDetailsEnabled(true);
        });
    }

    private static Stream<String> keptByDefault() {
        return Arrays.stream(EventType.values())
                .filter(EventType::isSaveByDefault)
                .map(EventType::name);
    }
}
