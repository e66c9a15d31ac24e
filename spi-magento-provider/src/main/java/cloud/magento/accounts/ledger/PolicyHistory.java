package cloud.magento.accounts.ledger;

import cloud.magento.accounts.outage.Outages;
import cloud.magento.accounts.policy.CohortDate;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.policy.LoginStrength;
import cloud.magento.accounts.policy.UpstreamIdentity;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.GroupModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.util.JsonSerialization;

/**
 * Records a realm's policy whenever it is another one than the ledger's newest: the provider's settings, its issuer,
 * whether it is enabled, the cohorts' deadlines, and which of them newcomers are put into. The policy is compared,
 * not reported by events, so a change made directly in the database is recorded at the next check.
 */
final class PolicyHistory {
    /** Whoever may change one of these can impersonate any upstream identity. */
    private static final List<String> CONNECTION = List.of(
            IdentityProviderModel.ISSUER,
            "clientId",
            "discovery",
            "authorizationUrl",
            "tokenUrl",
            "userInfoUrl",
            "jwksUrl",
            "pushedAuthorizationRequests",
            "pushedAuthorizationRequestUrl",
            "clientAuthMethod",
            "signatureAlgorithms",
            "secondFactorAcr",
            "allowPrivateAddresses");

    private static final List<String> POLICY = Stream.concat(
                    Stream.of(
                            LinkSettings.REMIND_FROM,
                            LinkSettings.ENFORCE_FROM,
                            LinkSettings.MAX_SKIPS,
                            LinkSettings.REPORT_ONLY,
                            LinkSettings.PRIMARY_LOGIN,
                            LinkSettings.SECOND_FACTOR,
                            LoginStrength.LEVELS,
                            LoginStrength.REQUIRED_LEVEL,
                            LoginStrength.MAX_AGE,
                            LinkSettings.SELF_UNLINK,
                            LinkSettings.NEW_ACCOUNTS,
                            LinkSettings.TRUST_VERIFIED_EMAIL,
                            LinkSettings.ALLOW_IMPERSONATION,
                            Outages.MAX_HOURS),
                    CONNECTION.stream())
            .toList();

    private static final String COHORTS =
            "select g.ID, a.VALUE from {h-schema}KEYCLOAK_GROUP g join {h-schema}GROUP_ATTRIBUTE a on a.GROUP_ID = g.ID"
                    + " where g.REALM_ID = :realmId and a.NAME = '"
                    + CohortDate.ATTRIBUTE + "' order by g.ID";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EntityManager entities;

    PolicyHistory(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** Writes an entry if the policy is not the one that was recorded last; nothing in a realm without our provider. */
    void record() {
        Actor acting = Actor.in(session);
        if (news().isPresent()) {
            new Ledger(session, realm).appendIfStillTrue("policy", () -> news().map(policy -> draft(policy, acting)));
        }
    }

    /** Of all settings those by which upstream is reached and recognised; one that is blank is as if it were absent. */
    static Map<String, String> connection(Function<String, @Nullable String> config) {
        Map<String, String> connection = new TreeMap<>();
        CONNECTION.forEach(key -> {
            String value = config.apply(key);
            if (value != null && !value.isBlank()) {
                connection.put(key, value);
            }
        });
        return connection;
    }

    private Optional<Map<String, Object>> news() {
        return provider().map(this::policy).filter(policy -> !policy.equals(recorded()));
    }

    private static EntryDraft draft(Map<String, Object> policy, Actor acting) {
        EntryDraft draft = EntryDraft.of(EntryType.POLICY_CHANGED, acting);
        policy.forEach(draft::detail);
        return draft;
    }

    private Optional<IdentityProviderModel> provider() {
        RealmModel before = session.getContext().getRealm();
        session.getContext().setRealm(realm);
        try {
            return session.identityProviders()
                    .getAllStream()
                    .filter(provider -> UpstreamIdentity.PROVIDER_ID.equals(provider.getProviderId()))
                    .findFirst();
        } finally {
            session.getContext().setRealm(before);
        }
    }

    private Map<String, Object> policy(IdentityProviderModel provider) {
        Map<String, Object> settings = new TreeMap<>();
        POLICY.forEach(key -> {
            String value = provider.getConfig().get(key);
            if (value != null && !value.isBlank()) {
                settings.put(key, value);
            }
        });
        settings.put("enabled", provider.isEnabled());
        Map<String, Object> policy = new TreeMap<>();
        policy.put("alias", provider.getAlias());
        policy.put("policy", settings);
        Map<String, Object> cohorts = cohorts();
        if (!cohorts.isEmpty()) {
            policy.put("cohorts", cohorts);
            List<String> byDefault = realm.getDefaultGroupsStream()
                    .filter(group -> isIn(cohorts, group))
                    .map(GroupModel::getId)
                    .sorted()
                    .toList();
            if (!byDefault.isEmpty()) {
                policy.put("defaultGroups", byDefault);
            }
        }
        return policy;
    }

    private static boolean isIn(Map<String, Object> cohorts, GroupModel group) {
        return Stream.iterate(group, next -> next != null, GroupModel::getParent)
                .anyMatch(next -> cohorts.containsKey(next.getId()));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> cohorts() {
        List<Object[]> rows = entities.createNativeQuery(COHORTS)
                .setParameter("realmId", realm.getId())
                .getResultList();
        return rows.stream()
                .collect(Collectors.toMap(
                        row -> String.valueOf(row[0]),
                        row -> String.valueOf(row[1]),
                        (one, other) -> one + " " + other,
                        TreeMap::new));
    }

    /**
     * The newest recorded policy in the form of {@link #policy}; empty where there is none or the provider was removed.
     */
    private Map<String, Object> recorded() {
        return entities.createNamedQuery("magentoLedgerNewestOfTypes", LedgerEntryEntity.class)
                .setParameter("realmId", realm.getId())
                .setParameter("types", List.of(EntryType.POLICY_CHANGED.id(), EntryType.PROVIDER_REMOVED.id()))
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .filter(entry -> entry.type.equals(EntryType.POLICY_CHANGED.id()))
                .map(entry -> details(entry.entry))
                .orElse(Map.of());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> details(String entry) {
        try {
            JsonNode details = JsonSerialization.mapper.readTree(entry).path("details");
            return new TreeMap<>(JsonSerialization.mapper.convertValue(details, Map.class));
        } catch (IOException e) {
            return Map.of();
        }
    }
}
