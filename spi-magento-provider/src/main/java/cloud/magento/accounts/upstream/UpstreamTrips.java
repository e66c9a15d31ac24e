package cloud.magento.accounts.upstream;

import cloud.magento.accounts.refusal.RecordedRefusal;
import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Trips of a browser to upstream: how one begins, and what the last one brought back to its required action. */
public final class UpstreamTrips {
    private UpstreamTrips() {}

    /**
     * The response that takes the browser to upstream, in place of any trip before. Where upstream cannot be found it
     * is what a failed trip ends on: back at the required action with {@link TripResult.Failed}, or the refusal page.
     */
    public static Response startTrip(
            KeycloakSession session,
            AuthenticationSessionModel authSession,
            MagentoIdentityProviderConfig provider,
            Trip trip) {
        return new TripStart(session, provider, authSession, trip).response(1);
    }

    /**
     * What the last trip brought back to its required action. It stays until {@link #clear}, so a page can be reloaded.
     */
    public static Optional<TripResult> result(KeycloakSession session, AuthenticationSessionModel authSession) {
        Optional<RecordedRefusal> failed = TripNotes.failure(authSession);
        if (failed.isPresent()) {
            return failed.map(TripResult.Failed::new);
        }
        return Optional.ofNullable(TripNotes.arrival(authSession))
                .map(arrived -> identity(session, authSession, arrived));
    }

    /** Forgets what the last trip brought, and a trip that is still under way. */
    public static void clear(AuthenticationSessionModel authSession) {
        TripNotes.clear(authSession);
    }

    /**
     * Begins this trip again on the person's wish, from a page on which it ended. The link carries the same one-time
     * code as an answer of upstream's would, so it works in this browser and tab only.
     *
     * @param prompt upstream's {@code prompt} for it, such as {@code login} to be asked who one is, or null as before
     */
    public static URI retryUrl(
            KeycloakSession session,
            AuthenticationSessionModel authSession,
            MagentoIdentityProviderConfig provider,
            Trip trip,
            @Nullable String prompt) {
        return TripRetry.url(session, authSession, provider, trip, prompt);
    }

    /**
     * Keycloak will not bring an identity back to life whose provider was disabled or removed meanwhile; we none whose
     * issuer is not the provider's any more, as if nobody had arrived.
     */
    private static @Nullable TripResult identity(
            KeycloakSession session,
            AuthenticationSessionModel authSession,
            SerializedBrokeredIdentityContext arrived) {
        try {
            BrokeredIdentityContext identity = arrived.deserialize(session, authSession);
            return MagentoProvider.in(session, authSession.getRealm())
                    .filter(provider -> UpstreamClaims.isOf(provider, identity))
                    .map(provider -> new TripResult.Arrived(identity))
                    .orElse(null);
        } catch (ModelException disabled) {
            RecordedRefusal refusal = RefusalEvent.write(
                    session,
                    RefusalEvent.in(session, arrived.getIdentityProviderId()).client(authSession.getClient()),
                    RefusalEvent.refusal(UpstreamFault.PROVIDER_DISABLED).of(authSession.getAuthenticatedUser()),
                    UpstreamFault.PROVIDER_DISABLED,
                    Errors.IDENTITY_PROVIDER_LOGIN_FAILURE);
            TripNotes.keepFailure(authSession, refusal);
            return new TripResult.Failed(refusal);
        }
    }
}
