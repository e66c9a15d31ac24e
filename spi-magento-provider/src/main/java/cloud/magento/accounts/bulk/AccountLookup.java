package cloud.magento.accounts.bulk;

import cloud.magento.accounts.bulk.AccountName.Kind;
import cloud.magento.accounts.registry.LinkBatch;
import cloud.magento.accounts.registry.LinkBatch.Column;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

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
            case ID -> rows(Column.ID, values);
            case USERNAME -> rows(Column.USERNAME, values);
            case EMAIL -> rows(Column.EMAIL, values);
            case SUBJECT -> bySubject(values);
        };
    }

    private Map<String, List<FoundAccount>> bySubject(Set<String> subjects) {
        LinkBatch.Owners owners = links.owners(subjects);
        Map<String, Set<String>> ids = new HashMap<>(owners.atKeycloak());
        owners.inRegistry()
                .forEach((subject, id) ->
                        ids.computeIfAbsent(subject, key -> new HashSet<>()).add(id));
        Map<String, List<FoundAccount>> accounts =
                rows(Column.ID, ids.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
        Map<String, List<FoundAccount>> found = new HashMap<>();
        ids.forEach((subject, owning) -> found.put(
                subject,
                owning.stream()
                        .flatMap(id -> accounts.getOrDefault(id, List.of(FoundAccount.inDirectory(id))).stream())
                        .toList()));
        return found;
    }

    private Map<String, List<FoundAccount>> rows(Column column, Set<String> values) {
        Map<String, List<FoundAccount>> found = new HashMap<>();
        links.accounts(column, values)
                .forEach((value, accounts) ->
                        found.put(value, accounts.stream().map(FoundAccount::of).toList()));
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
            FoundAccount account = Optional.ofNullable(
                            links.accounts(Column.ID, Set.of(user.getId())).get(user.getId()))
                    .map(rows -> FoundAccount.of(rows.get(0)))
                    .orElseGet(() -> FoundAccount.inDirectory(user.getId()));
            found.put(name, List.of(account));
        }
    }
}
