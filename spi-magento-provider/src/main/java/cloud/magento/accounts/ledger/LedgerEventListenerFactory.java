package cloud.magento.accounts.ledger;

import cloud.magento.accounts.ledger.logkey.LogKey;
import cloud.magento.accounts.ledger.logkey.LogKeyProperties;
import cloud.magento.accounts.ledger.logkey.LogKeySettings;
import cloud.magento.accounts.policy.EventDetails;
import cloud.magento.accounts.refusal.Refused;
import cloud.magento.accounts.spi.GlobalListenerFactory;
import cloud.magento.accounts.spi.Listener;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.storage.StorageId;

/**
 * Hears what only Keycloak's events tell: the refusals, and a provider or a group that an administrator creates. A
 * global listener, so no realm has to name it.
 */
public final class LedgerEventListenerFactory extends GlobalListenerFactory {
    /** Of these the registry tells, in the session of the request, with who asked. */
    private static final Set<EventType> VETOES =
            EnumSet.of(EventType.FEDERATED_IDENTITY_LINK_ERROR, EventType.REMOVE_FEDERATED_IDENTITY_ERROR);

    private static final Pattern MEMBERSHIP = Pattern.compile("users/([^/]+)/groups/([^/]+)$");

    /** Where the policy may have changed; of a partial import Keycloak tells under the realm. */
    private static final Set<ResourceType> POLICY =
            EnumSet.of(ResourceType.IDENTITY_PROVIDER, ResourceType.GROUP, ResourceType.REALM);

    private static final Logger LOG = Logger.getLogger(LedgerEventListenerFactory.class);

    private final SignedHeads signed = new SignedHeads();
    private volatile LogKeySettings settings = LogKeySettings.NONE;

    public LedgerEventListenerFactory() {
        super("magento-ledger");
    }

    /** The options of this server's ledgers. */
    static LogKeySettings settings(KeycloakSession session) {
        return ours(session).map(ours -> ours.settings).orElse(LogKeySettings.NONE);
    }

    /** What this server has signed since its start. */
    static SignedHeads signed(KeycloakSession session) {
        return ours(session).map(ours -> ours.signed).orElseGet(SignedHeads::new);
    }

    private static Optional<LedgerEventListenerFactory> ours(KeycloakSession session) {
        return session.getKeycloakSessionFactory()
                .getProviderFactoriesStream(EventListenerProvider.class)
                .filter(LedgerEventListenerFactory.class::isInstance)
                .map(LedgerEventListenerFactory.class::cast)
                .findFirst();
    }

    @Override
    public void init(Config.Scope config) {
        settings = LogKeySettings.of(config);
        LogKey key = settings.key();
        if (key == null) {
            LOG.warnf(
                    "Checkpoints of ledgers are signed by the realm's key, which lies in the database: whoever has that"
                            + " can make a ledger anew. Set %slog-key-file, the same on all nodes;"
                            + " docs/ledger.md tells how",
                    LogKeySettings.OPTION);
        } else if (settings.created()) {
            LOG.warnf(
                    "Made a log key, %s, where the option %slog-key-file says. Keep a copy of the file and its id"
                            + " elsewhere: whoever verifies the ledger needs the id, and every node needs the file.",
                    key.kid(), LogKeySettings.OPTION);
        }
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return LogKeyProperties.ALL;
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new LedgerListener(session);
    }

    private record LedgerListener(KeycloakSession session) implements Listener {
        @Override
        public void onEvent(Event event) {
            if (event.getError() != null && isUntold(event)) {
                RefusalEntry.of(event, session).ifPresent(entry -> entry.recordAfter(session));
            }
        }

        /** Whether nothing but this event tells of the refusal: {@link Refused} does of each that a page shows. */
        private static boolean isUntold(Event event) {
            Map<String, String> details = event.getDetails() == null ? Map.of() : event.getDetails();
            return details.containsKey(EventDetails.REASON)
                    && !details.containsKey(EventDetails.REFERENCE)
                    && !VETOES.contains(event.getType());
        }

        @Override
        public void onEvent(AdminEvent event, boolean includeRepresentation) {
            ResourceType type = event.getResourceType();
            if (POLICY.contains(type)) {
                RealmModel realm = session.realms().getRealm(event.getRealmId());
                if (realm != null) {
                    new PolicyHistory(session, realm).record();
                }
            } else if (type == ResourceType.GROUP_MEMBERSHIP) {
                membership(event);
            }
        }

        /** Of accounts in Keycloak's own table it tells in the transaction itself; of a directory's only here. */
        private void membership(AdminEvent event) {
            Matcher path = MEMBERSHIP.matcher(String.valueOf(event.getResourcePath()));
            if (path.find() && !StorageId.isLocalStorage(path.group(1))) {
                GroupModel group =
                        session.groups().getGroupById(session.getContext().getRealm(), path.group(2));
                if (group != null) {
                    CohortHistory.membership(
                            session,
                            event.getOperationType() == OperationType.DELETE
                                    ? EntryType.COHORT_LEFT
                                    : EntryType.COHORT_JOINED,
                            group,
                            path.group(1));
                }
            }
        }
    }
}
