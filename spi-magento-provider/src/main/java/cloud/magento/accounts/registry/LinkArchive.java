package cloud.magento.accounts.registry;

import cloud.magento.accounts.policy.LinkProof;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Reads what the registry has of a realm, to carry it elsewhere, and puts it back beside accounts and links that
 * Keycloak has there. What Keycloak does not have is not put back, and what somebody proved there since stays.
 */
public final class LinkArchive {
    /** What becomes of something that is put back. */
    public enum Outcome {
        IMPORTED,
        UNCHANGED,
        /** The realm has no account with this id. */
        UNKNOWN_ACCOUNT,
        /** Keycloak does not have the account linked. */
        NOT_LINKED_IN_KEYCLOAK,
        /** Keycloak has the account linked to another subject. */
        OTHER_SUBJECT_IN_KEYCLOAK,
        /** The registry has the account or the identity linked otherwise. */
        OTHER_LINK_IN_REGISTRY,
        /** The realm has no group with this id. */
        UNKNOWN_GROUP,
        /** The address is expected for another account. */
        ADDRESS_EXPECTED;

        /** The outcome's public form in lower kebab-case. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final Set<String> UNPROVEN = Set.of(LinkProof.ADMINISTRATOR.id(), LinkProof.ADOPTED.id());

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EntityManager entities;

    public LinkArchive(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** A page of the links by this alias, in the order of the accounts' ids, after this one. */
    public List<StoredLink> links(String alias, String after, int size) {
        List<LinkEntity> rows = entities.createNamedQuery("magentoLinksAfter", LinkEntity.class)
                .setParameter("realmId", realm.getId())
                .setParameter("alias", alias)
                .setParameter("after", after)
                .setMaxResults(size)
                .getResultList();
        List<StoredLink> links = rows.stream().map(StoredLink::of).toList();
        rows.forEach(entities::detach);
        return links;
    }

    /**
     * An exemption.
     *
     * @param groupId the group that it was granted for; null where it was granted by itself
     */
    public record StoredExemption(
            Exemption exemption, @Nullable String groupId) {
        public String userId() {
            return exemption.userId();
        }
    }

    /** A page of the exemptions, in the order of the accounts' ids, after this one. */
    public List<StoredExemption> exemptions(String after, int size) {
        List<ExemptionEntity> rows = entities.createNamedQuery("magentoExemptionsAfter", ExemptionEntity.class)
                .setParameter("realmId", realm.getId())
                .setParameter("after", after)
                .setMaxResults(size)
                .getResultList();
        List<StoredExemption> exemptions = rows.stream()
                .map(row -> new StoredExemption(Exemptions.exemption(row), row.groupId))
                .toList();
        rows.forEach(entities::detach);
        return exemptions;
    }

    /**
     * Puts links back, by the alias that the provider has here.
     *
     * @param dryRun only say what would become of each
     * @param asker the session of the request that wants it
     * @return what became of each, in their order
     */
    public List<Outcome> restore(List<StoredLink> links, String alias, boolean dryRun, KeycloakSession asker) {
        List<String> userIds = links.stream().map(StoredLink::userId).distinct().toList();
        Set<String> accounts = accounts(userIds);
        Map<String, String> atKeycloak = atKeycloak(userIds, alias);
        Map<String, LinkEntity> registered = registered(links, userIds, alias);
        List<Link> fresh = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        for (StoredLink link : links) {
            Outcome outcome = outcome(link, accounts, atKeycloak, registered);
            outcomes.add(outcome);
            if (outcome == Outcome.IMPORTED && !dryRun) {
                @Nullable LinkEntity row = registered.get(link.userId());
                write(link, alias, row);
                if (row == null) {
                    fresh.add(link(link));
                }
            }
        }
        entities.flush();
        if (!fresh.isEmpty()) {
            session.getKeycloakSessionFactory().publish(new LinksRestored(session, realm, asker, fresh));
        }
        return outcomes;
    }

    private Outcome outcome(
            StoredLink link, Set<String> accounts, Map<String, String> atKeycloak, Map<String, LinkEntity> registered) {
        if (!accounts.contains(link.userId())) {
            return Outcome.UNKNOWN_ACCOUNT;
        }
        @Nullable String subject = atKeycloak.get(link.userId());
        if (subject == null) {
            return Outcome.NOT_LINKED_IN_KEYCLOAK;
        }
        if (!subject.equals(link.subject())) {
            return Outcome.OTHER_SUBJECT_IN_KEYCLOAK;
        }
        @Nullable LinkEntity row = registered.get(link.userId());
        @Nullable LinkEntity owner = registered.get(link.identity().key());
        if (row == null) {
            return owner == null ? Outcome.IMPORTED : Outcome.OTHER_LINK_IN_REGISTRY;
        }
        if (owner == null || !owner.id.equals(row.id)) {
            return Outcome.OTHER_LINK_IN_REGISTRY;
        }
        boolean stays = !UNPROVEN.contains(row.proof) || row.linkedAt <= link.linkedAt();
        return stays ? Outcome.UNCHANGED : Outcome.IMPORTED;
    }

    private void write(StoredLink link, String alias, @Nullable LinkEntity row) {
        LinkEntity entity = row == null ? new LinkEntity() : row;
        if (row == null) {
            entity.id = UUID.randomUUID().toString();
            entity.realmId = realm.getId();
            entity.alias = alias;
            entity.issuer = link.issuer();
            entity.subject = link.subject();
            entity.identityKey = link.identity().key();
            entity.userId = link.userId();
        }
        entity.linkedAt = link.linkedAt();
        entity.proof = link.proof();
        if (entity.lastSeen == null) {
            entity.lastSeen = link.lastSeen();
            entity.upstreamEmail = link.upstreamEmail();
        }
        if (entity.directoryEntry == null) {
            entity.directoryEntry = link.directoryEntry();
        }
        entity.secondFactors = link.secondFactors();
        entities.persist(entity);
        UserModel user = session.users().getUserById(realm, link.userId());
        if (user != null) {
            UserCacheValue.forget(session, realm, user);
        }
    }

    private static Link link(StoredLink link) {
        LinkEntity row = new LinkEntity();
        row.userId = link.userId();
        row.issuer = link.issuer();
        row.subject = link.subject();
        row.linkedAt = link.linkedAt();
        row.proof = link.proof();
        row.secondFactors = link.secondFactors();
        return LinkRegistry.link(row);
    }

    /**
     * Puts exemptions back of accounts that have none here, each with an entry; what became of each, in their order.
     * One that was granted for a group that the realm does not have is the account's own from now on.
     */
    public List<Outcome> restoreExemptions(List<StoredExemption> exemptions, boolean dryRun) {
        Set<String> accounts =
                accounts(exemptions.stream().map(StoredExemption::userId).toList());
        Exemptions here = new Exemptions(session, realm);
        List<Outcome> outcomes = new ArrayList<>();
        for (StoredExemption exemption : exemptions) {
            @Nullable
            UserModel user = accounts.contains(exemption.userId())
                    ? session.users().getUserById(realm, exemption.userId())
                    : null;
            if (user == null) {
                outcomes.add(Outcome.UNKNOWN_ACCOUNT);
            } else if (here.of(user).isPresent()) {
                outcomes.add(Outcome.UNCHANGED);
            } else {
                outcomes.add(Outcome.IMPORTED);
                if (!dryRun) {
                    here.grant(user, exemption.exemption(), known(exemption.groupId()));
                }
            }
        }
        return outcomes;
    }

    private @Nullable String known(@Nullable String groupId) {
        return groupId == null || session.groups().getGroupById(realm, groupId) == null ? null : groupId;
    }

    /** A page of the pre-associations that are not over, in the order of the accounts' ids, after this one. */
    public List<ExpectedLink> expected(String after, int size) {
        return new ExpectedLinks(session, realm).page(after, size);
    }

    /**
     * Puts pre-associations back of accounts that have none here and are not linked, each with an entry; what became of
     * each, in their order.
     */
    public List<Outcome> restoreExpected(List<ExpectedLink> links, String alias, String issuer, boolean dryRun) {
        List<String> userIds = links.stream().map(ExpectedLink::userId).toList();
        Set<String> accounts = accounts(userIds);
        Map<String, String> atKeycloak = atKeycloak(userIds, alias);
        ExpectedLinks here = new ExpectedLinks(session, realm);
        Set<String> present = here.ofAccounts(userIds).keySet();
        List<Outcome> outcomes = new ArrayList<>();
        List<ExpectedLink> fresh = new ArrayList<>();
        for (ExpectedLink link : links) {
            if (!accounts.contains(link.userId()) || DirectoryEntry.isOfDirectory(link.userId())) {
                outcomes.add(Outcome.UNKNOWN_ACCOUNT);
            } else if (present.contains(link.userId()) || atKeycloak.containsKey(link.userId())) {
                outcomes.add(Outcome.UNCHANGED);
            } else if (here.ofAddress(issuer, link.address()).isPresent()) {
                outcomes.add(Outcome.ADDRESS_EXPECTED);
            } else {
                outcomes.add(Outcome.IMPORTED);
                fresh.add(link);
            }
        }
        if (!fresh.isEmpty() && !dryRun) {
            here.expect(issuer, fresh);
        }
        return outcomes;
    }

    /** How the provider was before it was taken over, if that is known. */
    public Optional<String> formerProvider(String alias) {
        return new FormerProviders(session, realm).of(alias);
    }

    /** Keeps how the provider was, where that is not known here. */
    public Outcome restoreFormerProvider(String alias, String settings, boolean dryRun) {
        FormerProviders here = new FormerProviders(session, realm);
        if (here.of(alias).isPresent()) {
            return Outcome.UNCHANGED;
        }
        if (!dryRun) {
            here.keep(alias, settings);
        }
        return Outcome.IMPORTED;
    }

    /**
     * Puts an approval back, with who gave it and why, where the same date has none here, or one that came with the
     * realm.
     */
    public Outcome restoreApproval(CohortApproval approval, boolean dryRun) {
        if (session.groups().getGroupById(realm, approval.groupId()) == null) {
            return Outcome.UNKNOWN_GROUP;
        }
        CohortApprovals approvals = new CohortApprovals(session, realm);
        Optional<CohortApproval> here = approvals.of(approval.groupId());
        boolean restored = here.isEmpty()
                || (here.get().approvedBy() == null
                        && here.get().deadline().equals(approval.deadline())
                        && approval.approvedAt().isBefore(here.get().approvedAt()));
        if (restored && !dryRun) {
            approvals.approve(approval);
        }
        return restored ? Outcome.IMPORTED : Outcome.UNCHANGED;
    }

    private Set<String> accounts(List<String> userIds) {
        if (userIds.isEmpty()) {
            return Set.of();
        }
        List<?> local = entities.createNativeQuery(
                        "select u.ID from {h-schema}USER_ENTITY u where u.REALM_ID = :realmId and u.ID in (:userIds)")
                .setParameter("realmId", realm.getId())
                .setParameter("userIds", userIds)
                .getResultList();
        Set<String> accounts = local.stream().map(String::valueOf).collect(Collectors.toCollection(HashSet::new));
        userIds.stream()
                .filter(DirectoryEntry::isOfDirectory)
                .filter(userId -> session.users().getUserById(realm, userId) != null)
                .forEach(accounts::add);
        return accounts;
    }

    /** Keycloak's subjects by account. */
    private Map<String, String> atKeycloak(List<String> userIds, String alias) {
        Map<String, String> subjects = new HashMap<>();
        if (!userIds.isEmpty()) {
            for (String table : List.of(
                    "FEDERATED_USER_ID from {h-schema}FEDERATED_IDENTITY",
                    "BROKER_USER_ID from" + " {h-schema}BROKER_LINK")) {
                List<?> rows = entities.createNativeQuery("select USER_ID, " + table + " where REALM_ID = :realmId"
                                + " and IDENTITY_PROVIDER = :alias and USER_ID in (:userIds)")
                        .setParameter("realmId", realm.getId())
                        .setParameter("alias", alias)
                        .setParameter("userIds", userIds)
                        .getResultList();
                rows.forEach(row ->
                        subjects.put(String.valueOf(((Object[]) row)[0]), Objects.toString(((Object[]) row)[1], "")));
            }
        }
        return subjects;
    }

    /** The registry's rows of these accounts by this alias, and of these identities, by account and by key. */
    private Map<String, LinkEntity> registered(List<StoredLink> links, List<String> userIds, String alias) {
        Map<String, LinkEntity> rows = new HashMap<>();
        if (!links.isEmpty()) {
            entities.createNamedQuery("magentoLinksOfUsers", LinkEntity.class)
                    .setParameter("realmId", realm.getId())
                    .setParameter("alias", alias)
                    .setParameter("userIds", userIds)
                    .getResultStream()
                    .forEach(row -> rows.put(row.userId, row));
            entities.createNamedQuery("magentoLinksAmong", LinkEntity.class)
                    .setParameter("realmId", realm.getId())
                    .setParameter(
                            "keys",
                            links.stream().map(link -> link.identity().key()).collect(Collectors.toSet()))
                    .getResultStream()
                    .forEach(row -> rows.put(row.identityKey, row));
        }
        return rows;
    }
}
