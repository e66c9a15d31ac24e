package cloud.magento.accounts.adoption;

import cloud.magento.accounts.registry.AdoptableLink;
import cloud.magento.accounts.registry.AdoptableLink.Obstacle;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Links that stay out of the registry for one reason.
 *
 * @param obstacle why, in lower kebab-case
 * @param count how many
 * @param repair what mends each of them, as a call
 * @param examples the first of them
 */
public record LeftLinks(String obstacle, int count, String repair, List<Example> examples) {
    /** One of them; {@code call} is the repair with its ids filled in. */
    public record Example(String userId, String subject, String call) {}

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
            Obstacle obstacle = link.obstacle();
            if (obstacle == null) {
                return;
            }
            counts.merge(obstacle, 1, Integer::sum);
            List<Example> shown = examples.computeIfAbsent(obstacle, unused -> new ArrayList<>());
            if (shown.size() < SHOWN) {
                shown.add(new Example(link.userId(), link.subject(), call(link.userId())));
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

        private String call(String userId) {
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
                case ACCOUNT_GONE ->
                    "The directory does not have this account any more. Keycloak forgets the link when the directory is"
                            + " synchronised.";
                case DIRECTORY_UNSUPPORTED ->
                    "The directory gives its people no id of their own. Have Keycloak import the directory's accounts.";
            };
        }
    }
}
