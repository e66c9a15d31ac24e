package cloud.magento.accounts.bulk;

import cloud.magento.accounts.bulk.AccountName.Kind;
import cloud.magento.accounts.registry.LinkBatch;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.StorageId;

/** Finds the accounts that many rows name, with one question to the database for each way to name them. */
final class AccountLookup {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final LinkBatch links;
    private final boolean hasDirectories;

    AccountLookup(KeycloakSession session, RealmModel realm, LinkBatch links) {
        this.session = session;
        this.realm = realm;
        this.links = links;
        this.hasDirectories = links.hasDirectories();
    }

    /** The accounts by name; several where a name is that of several, none where it is nobody's. */
    Map<AccountName, List<FoundAccount>> find(Collection<AccountName> names) {
        Map<AccountName, List<FoundAccount>> found = new HashMap<>();
        for (Kind kind : Kind.values()) {
            Set<String> values = names.stream()
                    .filter(name -> name.kind() == kind)
                    .map(AccountName::value)
                    .collect(Collectors.toSet());
            if (!values.isEmpty()) {
                find(kind, values).forEach((value, accounts) -> found.put(new AccountName(kind, value), accounts));
            }
        }
        if (hasDirectories) {
            names.stream().filter(name -> !found.containsKey(name)).forEach(name -> inDirectory(name, found));
        }
        return found;
    }

    private Map<String, List<FoundAccount>> find(Kind kind, Set<String> values) {
        return switch (kind) {
            case ID -> rows("id", values);
            case USERNAME -> rows("username", values);
            case EMAIL -> rows("email", values);
            case SUBJECT -> bySubject(values);
        };
    }

    private Map<String, List<FoundAccount>> bySubject(Set<String> subjects) {
        Map<String, Set<String>> owners = links.owners(subjects);
        Set<String> ids = new HashSet<>();
        owners.values().forEach(ids::addAll);
        Map<String, List<FoundAccount>> accounts = ids.isEmpty() ? Map.of() : rows("id", ids);
        Map<String, List<FoundAccount>> found = new HashMap<>();
        owners.forEach((subject, owning) -> found.put(
                subject,
                owning.stream()
                        .map(id -> accounts.getOrDefault(id, List.of(new FoundAccount(id, false, false))))
                        .flatMap(List::stream)
                        .toList()));
        return found;
    }

    /** Letter by letter: a database may take accented letters for plain ones. */
    private Map<String, List<FoundAccount>> rows(String column, Set<String> values) {
        EntityManager entities =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        List<Object[]> rows = entities.createQuery(
                        "select u." + column + ", u.id, u.serviceAccountClientLink from UserEntity u"
                                + " where u.realmId = :realmId and u." + column + " in :values",
                        Object[].class)
                .setParameter("realmId", realm.getId())
                .setParameter("values", values)
                .getResultList();
        Map<String, List<FoundAccount>> found = new HashMap<>();
        for (Object[] row : rows) {
            String value = String.valueOf(row[0]);
            if (values.contains(value)) {
                found.computeIfAbsent(value, key -> new ArrayList<>())
                        .add(new FoundAccount(String.valueOf(row[1]), row[2] != null, true));
            }
        }
        return found;
    }

    private void inDirectory(AccountName name, Map<AccountName, List<FoundAccount>> found) {
        @Nullable
        UserModel user = switch (name.kind()) {
            case ID -> session.users().getUserById(realm, name.value());
            case USERNAME -> session.users().getUserByUsername(realm, name.value());
            case EMAIL -> session.users().getUserByEmail(realm, name.value());
            case SUBJECT -> null;
        };
        if (user != null) {
            boolean local = StorageId.isLocalStorage(user.getId());
            found.put(name, List.of(new FoundAccount(user.getId(), false, local)));
        }
    }
}
