package cloud.magento.accounts.doctor;

import java.time.Duration;
import java.util.stream.Stream;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;

/** Tokens that outlive what the gate has to say. */
final class LifetimesCheck implements Check {
    private static final Duration ACCESS = Duration.ofHours(1);
    private static final Duration OFFLINE = Duration.ofSeconds(Constants.DEFAULT_OFFLINE_SESSION_IDLE_TIMEOUT);

    @Override
    public String id() {
        return "lifetimes";
    }

    @Override
    public Changes changes() {
        return Changes.NOTHING;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        RealmModel realm = examination.realm();
        Stream<Found> ofRealm = Stream.of(
                        access("realm", realm.getAccessTokenLifespan()),
                        realm.isOfflineSessionMaxLifespanEnabled()
                                ? Stream.<Found>empty()
                                : offline("realm", realm.getOfflineSessionIdleTimeout()))
                .flatMap(found -> found);
        Stream<Found> ofClients = examination.applications().stream()
                .filter(Application::isOidc)
                .flatMap(application -> Stream.concat(
                        access(
                                "client " + application.clientId(),
                                application.seconds(OIDCConfigAttributes.ACCESS_TOKEN_LIFESPAN)),
                        offline(
                                "client " + application.clientId(),
                                application.seconds(OIDCConfigAttributes.CLIENT_OFFLINE_SESSION_IDLE_TIMEOUT))));
        return Stream.concat(ofRealm, ofClients);
    }

    private static Stream<Found> access(String subject, int seconds) {
        return seconds > ACCESS.toSeconds()
                ? Stream.of(Found.warning(
                        subject,
                        "Access tokens live for " + Duration.ofSeconds(seconds).toMinutes() + " minutes.",
                        "Nobody can take an access token back. Who is stopped at the gate goes on that long.",
                        "Shorten the access token lifespan to " + ACCESS.toMinutes() + " minutes or less."))
                : Stream.empty();
    }

    private static Stream<Found> offline(String subject, int seconds) {
        return seconds > OFFLINE.toSeconds()
                ? Stream.of(Found.warning(
                        subject,
                        "Offline sessions last for "
                                + Duration.ofSeconds(seconds).toDays()
                                + " days without use, and without end when they are used.",
                        "What runs by an offline token stops at the deadline of its account, long after anybody thought"
                                + " of it; and a token that was stolen goes on for an account that is exempt.",
                        "Shorten the offline session idle timeout to " + OFFLINE.toDays()
                                + " days or less, or set a maximum."))
                : Stream.empty();
    }
}
