package cloud.magento.accounts.upstream;

import cloud.magento.accounts.outage.Outages;
import cloud.magento.accounts.web.OutageNotice;
import cloud.magento.accounts.web.ReadableTime;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The outage that is declared at this moment, as pages tell of it. It tells of no account. */
public final class DeclaredOutage {
    private DeclaredOutage() {}

    /** Empty where none is declared. */
    public static Optional<OutageNotice> in(KeycloakSession session, RealmModel realm) {
        Locale locale = session.getContext().resolveLocale(null);
        return MagentoProvider.in(session, realm)
                .flatMap(provider -> new Outages(session, realm)
                        .inForce(Instant.ofEpochMilli(Time.currentTimeMillis()), provider.outageLimit()))
                .map(outage -> new OutageNotice(ReadableTime.dateOf(outage.until(), locale), outage.reason()));
    }
}
