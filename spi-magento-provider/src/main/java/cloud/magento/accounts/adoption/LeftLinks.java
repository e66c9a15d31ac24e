package cloud.magento.accounts.adoption;

import cloud.magento.accounts.registry.AdoptableLink;
import cloud.magento.accounts.registry.AdoptableLink.Obstacle;
import cloud.magento.accounts.registry.Link;
import cloud.magento.accounts.registry.UnbackedLink;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Links that stay out of the registry for one reason.
 *
 * @param obstacle why, in lower kebab-case
 * @param count how many
 * @param repair what mends each of them, as a call
 * @param examples the first of them
 */
public record LeftLinks(String obstacle, int count, String repair, List<Example> examples) {
    /**
     * One of them.
     *
     * @param call the repair with its ids filled in
     * @param since since when the registry has what it has of the account, in ISO 8601; null where it has nothing
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Example(
            String userId,
            String subject,
            String call,
            @Nullable String since) {}

    /** Collects them without keeping more than are shown. */
    static final class Collector {
        private static final int SHOWN = 100;

        private final String realm;
        private final String alias;
        private final Map<Obstacle, Integer> counts = new EnumMap<>(Obstacle.class);
        private final Map<Obstacle, List<Example>> examples = new EnumMap<>(Obstacle.class);

        Collector(String realm, String alias) {
            this.realm = realm;
            this.alias = alias;
        }

        void add(AdoptableLink link) {
            if (link.obstacle() != null) {
                add(link.obstacle(), link.userId(), link.subject(), alias, link.since());
            }
        }

        /** One whose alias no provider of ours has. */
        void add(UnbackedLink orphan) {
            Link link = orphan.link();
            add(Obstacle.PROVIDER_MISSING, link.userId(), link.identity().subject(), orphan.alias(), link.linkedAt());
        }

        private void add(Obstacle obstacle, String userId, String subject, String alias, @Nullable Instant since) {
            counts.merge(obstacle, 1, Integer::sum);
            List<Example> shown = examples.computeIfAbsent(obstacle, unused -> new ArrayList<>());
            if (shown.size() < SHOWN) {
                shown.add(new Example(userId, subject, call(userId, alias), since == null ? null : since.toString()));
            }
        }

        List<LeftLinks> all() {
            return counts.entrySet().stream()
                    .map(entry -> new LeftLinks(
                            entry.getKey().id(),
                            entry.getValue(),
                            repair(entry.getKey()),
                            List.copyOf(examples.getOrDefault(entry.getKey(), List.of()))))
                    .toList();
        }

        int count() {
            return counts.values().stream().mapToInt(Integer::intValue).sum();
        }

        private String call(String userId, String alias) {
            return "DELETE /admin/realms/" + realm + "/users/" + userId + "/federated-identity/" + alias;
        }

        private static String repair(Obstacle obstacle) {
            return switch (obstacle) {
                case SUBJECT_OF_SEVERAL_ACCOUNTS ->
                    "Decide whose the Magento.com account is. Remove the link of every other account by its call, then"
                            + " take over again.";
                case SUBJECT_INVALID ->
                    "Nobody can sign in by this link. Remove it by its call; the person links anew.";
                case OTHER_SUBJECT_IN_REGISTRY, OTHER_ACCOUNT_IN_REGISTRY ->
                    "The registry says otherwise, of a time when this software was here before. Remove the link by its"
                            + " call; the person links anew.";
                case PROVIDER_MISSING ->
                    "No provider of ours has the link's alias, so it opens nothing. Give the provider that alias back,"
                            + " or remove the link by its call and reconcile again; the person links anew.";
                case ACCOUNT_GONE ->
                    "The directory does not have this account any more. Keycloak forgets the link when the directory is"
                            + " synchronised.";
                case DIRECTORY_UNSUPPORTED ->
                    "The directory gives its people no id of their own. Have Keycloak import the directory's accounts.";
            };
        }
    }
}
