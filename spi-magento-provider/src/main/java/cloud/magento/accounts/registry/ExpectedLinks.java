package cloud.magento.accounts.registry;

import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The realm's pre-associations: at most one for an account, and one for an email address. */
public final class ExpectedLinks {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final EntityManager entities;

    public ExpectedLinks(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** The one that holds now for this email address, which upstream must have verified. */
    public Optional<ExpectedLink> ofAddress(String issuer, String address) {
        return entities.createNamedQuery("magentoExpectedByAddress", ExpectedLinkEntity.class)
                .setParameter("realmId", realm.getId())
                .setParameter("addressKey", key(issuer, address))
                .getResultStream()
                .map(ExpectedLinks::link)
                .filter(link -> link.holdsAt(now()))
                .findFirst();
    }

    /** Those of the accounts, by account, over or not. */
    public Map<String, ExpectedLink> ofAccounts(Collection<String> userIds) {
        return rowsOf(userIds).stream().map(ExpectedLinks::link).collect(byAccount());
    }

    /** The accounts that these addresses are expected for, by account, over or not. */
    public Map<String, ExpectedLink> ofAddresses(String issuer, Collection<String> addresses) {
        return rowsAmong(issuer, addresses).stream().map(ExpectedLinks::link).collect(byAccount());
    }

    /**
     * A page of all, in the order of the accounts' ids.
     *
     * @param after the account to begin after, or empty to begin with the first
     */
    public List<ExpectedLink> page(String after, int size) {
        return entities.createNamedQuery("magentoExpectedPage", ExpectedLinkEntity.class)
                .setParameter("realmId", realm.getId())
                .setParameter("after", after)
                .setMaxResults(size)
                .getResultStream()
                .map(ExpectedLinks::link)
                .toList();
    }

    /**
     * Makes them, in place of what the same accounts had, and of what was over for the same addresses.
     *
     * @param issuer who is to vouch for the addresses
     * @throws jakarta.persistence.PersistenceException or {@link org.keycloak.models.ModelException} where an address
     *     is expected for another account
     */
    public void expect(String issuer, List<ExpectedLink> links) {
        List<ExpectedLinkEntity> former =
                rowsOf(links.stream().map(ExpectedLink::userId).toList());
        List<ExpectedLinkEntity> over = rowsAmong(
                        issuer, links.stream().map(ExpectedLink::address).toList())
                .stream()
                .filter(row -> !former.contains(row) && !link(row).holdsAt(now()))
                .toList();
        former.forEach(entities::remove);
        over.forEach(entities::remove);
        entities.flush();
        links.forEach(link -> entities.persist(row(issuer, link)));
        entities.flush();
        publish(true, links);
    }

    /** Ends those of the accounts without a link; who has none is passed over. */
    public void end(Collection<String> userIds) {
        List<ExpectedLinkEntity> rows = rowsOf(userIds);
        List<ExpectedLink> ended = rows.stream().map(ExpectedLinks::link).toList();
        rows.forEach(entities::remove);
        entities.flush();
        publish(false, ended);
    }

    /** The accounts are linked, or gone. */
    void forget(Collection<String> userIds) {
        if (!userIds.isEmpty()) {
            entities.createNamedQuery("magentoExpectedRemoveByUsers")
                    .setParameter("realmId", realm.getId())
                    .setParameter("userIds", userIds)
                    .executeUpdate();
        }
    }

    void removeRealm() {
        entities.createNamedQuery("magentoExpectedRemoveByRealm")
                .setParameter("realmId", realm.getId())
                .executeUpdate();
    }

    private void publish(boolean made, List<ExpectedLink> links) {
        if (!links.isEmpty()) {
            session.getKeycloakSessionFactory().publish(new ExpectedLinksChanged(session, realm, made, links));
        }
    }

    private List<ExpectedLinkEntity> rowsOf(Collection<String> userIds) {
        return userIds.isEmpty()
                ? List.of()
                : entities.createNamedQuery("magentoExpectedOfUsers", ExpectedLinkEntity.class)
                        .setParameter("realmId", realm.getId())
                        .setParameter("userIds", userIds)
                        .getResultList();
    }

    private List<ExpectedLinkEntity> rowsAmong(String issuer, Collection<String> addresses) {
        return addresses.isEmpty()
                ? List.of()
                : entities.createNamedQuery("magentoExpectedAmong", ExpectedLinkEntity.class)
                        .setParameter("realmId", realm.getId())
                        .setParameter(
                                "addressKeys",
                                addresses.stream()
                                        .map(address -> key(issuer, address))
                                        .toList())
                        .getResultList();
    }

    private ExpectedLinkEntity row(String issuer, ExpectedLink link) {
        ExpectedLinkEntity row = new ExpectedLinkEntity();
        row.id = UUID.randomUUID().toString();
        row.realmId = realm.getId();
        row.userId = link.userId();
        row.address = link.address();
        row.addressKey = key(issuer, link.address());
        row.expectedAt = link.since().toEpochMilli();
        row.until = link.until().toEpochMilli();
        return row;
    }

    private static ExpectedLink link(ExpectedLinkEntity row) {
        return new ExpectedLink(
                row.userId, row.address, Instant.ofEpochMilli(row.expectedAt), Instant.ofEpochMilli(row.until));
    }

    private static Collector<ExpectedLink, ?, Map<String, ExpectedLink>> byAccount() {
        return Collectors.toMap(ExpectedLink::userId, Function.identity());
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }

    /**
     * Of the issuer, which vouches for the address, and the address with A to Z in lower case: other letters differ as
     * they are written.
     */
    private static String key(String issuer, String address) {
        StringBuilder folded = new StringBuilder(issuer).append('\n');
        address.chars()
                .map(letter -> letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter)
                .forEach(letter -> folded.append((char) letter));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(folded.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
