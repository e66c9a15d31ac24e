package cloud.magento.accounts.upstream;

import cloud.magento.accounts.upstream.http.CallHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * How upstream fares, as this node knows it. Other nodes may have fared otherwise.
 *
 * @param health by the calls of sign-ins, and of probes
 * @param since since when it answers, or fails, as it does now; null where it was never asked
 * @param lastSuccess when it last answered anything, or null
 * @param lastFailure when it last failed, or null
 * @param lastFault what was wrong then, in its public form, or null
 * @param probeInterval how often it is probed; zero for never
 * @param probedAt when it was last probed, or null
 * @param probeFault what was wrong at that probe, in its public form, or null where it answered
 */
public record UpstreamState(
        UpstreamHealth health,
        @Nullable Instant since,
        @Nullable Instant lastSuccess,
        @Nullable Instant lastFailure,
        @Nullable String lastFault,
        Duration probeInterval,
        @Nullable Instant probedAt,
        @Nullable String probeFault) {

    /** How the provider's upstream fares. Asks it nothing. */
    public static UpstreamState of(KeycloakSession session, RealmModel realm, MagentoIdentityProviderConfig provider) {
        UpstreamClient client = UpstreamClient.of(session, realm, provider);
        Optional<CallHistory> history = client.history();
        Optional<UpstreamMonitor.Probe> probe = client.newestProbe();
        return new UpstreamState(
                client.health(),
                history.map(CallHistory::since).orElse(null),
                history.map(CallHistory::lastSuccess).orElse(null),
                history.map(CallHistory::lastFailure).orElse(null),
                history.map(CallHistory::lastFault).map(fault -> fault.id()).orElse(null),
                provider.probeInterval(),
                probe.map(UpstreamMonitor.Probe::at).orElse(null),
                probe.map(UpstreamMonitor.Probe::fault).map(fault -> fault.id()).orElse(null));
    }
}
