package cloud.magento.accounts.upstream;

import cloud.magento.accounts.refusal.RecordedRefusal;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.services.Urls;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.JsonSerialization;

/** Trips of a browser to upstream: how one begins, and what the last one brought back to its required action. */
public final class UpstreamTrips {
    private static final String ARRIVED = "magento.trip.arrived";
    private static final String FAILED = "magento.trip.failed";
    private static final String AGAIN = "magento.trip.again";

    private UpstreamTrips() {}

    /**
     * The response that takes the browser to upstream, in place of any trip before. Where upstream cannot be found it is
     * what a failed trip ends on: back at the required action with {@link TripResult.Failed}, or the refusal page.
     */
    public static Response begin(
            KeycloakSession session,
            AuthenticationSessionModel authSession,
            MagentoIdentityProviderConfig provider,
            Trip trip) {
        return MagentoIdentityProviderFactory.of(session)
                .create(session, provider)
                .depart(authSession, trip, 1);
    }

    /** What the last trip brought back to its required action. It stays until {@link #clear}, so a page can be reloaded. */
    public static Optional<TripResult> result(KeycloakSession session, AuthenticationSessionModel authSession) {
        Optional<RecordedRefusal> failed = RecordedRefusal.kept(authSession, FAILED);
        if (failed.isPresent()) {
            return failed.map(TripResult.Failed::new);
        }
        return Optional.ofNullable(
                        SerializedBrokeredIdentityContext.readFromAuthenticationSession(authSession, ARRIVED))
                .map(arrived -> identity(session, authSession, arrived));
    }

    /** Forgets what the last trip brought, and a trip that is still under way. */
    public static void clear(AuthenticationSessionModel authSession) {
        OpenTrip.forget(authSession);
        authSession.removeAuthNote(ARRIVED);
        authSession.removeAuthNote(FAILED);
        authSession.removeAuthNote(AGAIN);
    }

    static void keepFailure(AuthenticationSessionModel authSession, RecordedRefusal refusal) {
        refusal.keep(authSession, FAILED);
    }

    static void keepArrival(AuthenticationSessionModel authSession, BrokeredIdentityContext identity) {
        SerializedBrokeredIdentityContext.serialize(identity).saveToAuthenticationSession(authSession, ARRIVED);
    }

    /**
     * Begins this trip again on the person's wish, from a page on which it ended. The link carries the same one-time code as
     * an answer of upstream's would, so it works in this browser and tab only.
     *
     * @param prompt upstream's {@code prompt} for it, such as {@code login} to be asked who one is, or null as before
     */
    public static URI againUrl(
            KeycloakSession session,
            AuthenticationSessionModel authSession,
            MagentoIdentityProviderConfig provider,
            Trip trip,
            @Nullable String prompt) {
        try {
            authSession.setAuthNote(AGAIN, JsonSerialization.writeValueAsString(trip));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        UriBuilder url = UriBuilder.fromUri(Urls.identityProviderAuthnResponse(
                        session.getContext().getUri().getBaseUri(),
                        provider.getAlias(),
                        authSession.getRealm().getName()))
                .path(CallbackEndpoint.AGAIN)
                .queryParam("state", "{state}");
        String state = BrokerState.of(session, authSession, trip);
        return prompt == null
                ? url.build(state)
                : url.queryParam("prompt", "{prompt}").build(state, prompt);
    }

    /** The trip that ended on the refusal page and may begin again. */
    static Trip again(AuthenticationSessionModel authSession) {
        String note = authSession.getAuthNote(AGAIN);
        try {
            return note == null ? Trip.signIn() : JsonSerialization.readValue(note, Trip.class);
        } catch (IOException written) {
            throw new IllegalStateException(written);
        }
    }

    /**
     * Keycloak will not bring an identity back to life whose provider was disabled or removed meanwhile; we none whose issuer
     * is not the provider's any more, as if nobody had arrived.
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
            keepFailure(authSession, refusal);
            return new TripResult.Failed(refusal);
        }
    }
}
