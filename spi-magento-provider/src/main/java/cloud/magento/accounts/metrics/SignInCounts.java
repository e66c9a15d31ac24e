package cloud.magento.accounts.metrics;

import cloud.magento.accounts.policy.EventDetails;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.transaction.AfterCommit;
import cloud.magento.accounts.upstream.LoginWay;
import cloud.magento.accounts.upstream.MagentoProvider;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.util.EnumSet;
import java.util.Set;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Counts sign-ins by their way, where there is a provider of ours, and refusals by their reason. A sign-in counts once
 * it is committed; a refusal always does, since it often is why a transaction is rolled back.
 */
record SignInCounts(KeycloakSession session) implements EventListenerProvider {
    private static final Set<ReasonCode> PASSING = EnumSet.of(
            ReasonCode.NOT_DUE,
            ReasonCode.LINKED,
            ReasonCode.EXEMPT,
            ReasonCode.OUTAGE_DECLARED,
            ReasonCode.LINK_REMINDER);

    /** Begins every series of a realm at zero: an increase is seen only of a series that was there before. */
    static void begin(String realm) {
        for (LoginWay way : LoginWay.values()) {
            logins(realm, way);
        }
        for (ReasonCode reason : ReasonCode.values()) {
            if (!PASSING.contains(reason)) {
                refusals(realm, reason);
            }
        }
    }

    @Override
    public void onEvent(Event event) {
        if (event.getError() != null) {
            refused(event);
        } else if (event.getType() == EventType.LOGIN) {
            signedIn(event);
        }
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {}

    @Override
    public void close() {}

    private void signedIn(Event event) {
        RealmModel realm = session.getContext().getRealm();
        MagentoProvider.in(session, realm).ifPresent(provider -> {
            LoginWay way = LoginWay.of(event, session, provider.getAlias());
            String name = realm.getName();
            AfterCommit.run(session, () -> logins(name, way).increment());
        });
    }

    /** Only reasons that the code knows: so there are only so many series, whatever stands in an event. */
    private static void refused(Event event) {
        if (event.getDetails() != null && event.getDetails().containsKey(EventDetails.REASON)) {
            ReasonCode.ofId(event.getDetails().get(EventDetails.REASON))
                    .ifPresent(reason -> refusals(event.getRealmName(), reason).increment());
        }
    }

    private static Counter logins(String realm, LoginWay way) {
        return Counter.builder("magento_gate_logins")
                .description("Sign-ins that were completed, by their way.")
                .tag("realm", realm)
                .tag("way", way.id())
                .register(Metrics.globalRegistry);
    }

    private static Counter refusals(String realm, ReasonCode reason) {
        return Counter.builder("magento_gate_refusals")
                .description("Refusals, at whatever place, by their reason.")
                .tag("realm", realm)
                .tag("reason", reason.id())
                .register(Metrics.globalRegistry);
    }
}
