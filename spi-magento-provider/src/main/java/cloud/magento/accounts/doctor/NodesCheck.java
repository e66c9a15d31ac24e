package cloud.magento.accounts.doctor;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;

/**
 * Nodes on one database that do not see each other. Each writes itself into a table by which others find it, with
 * whether it leads: of nodes that see each other one does.
 */
final class NodesCheck implements Check {
    /** Older rows are of nodes that are gone. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private static final String LEADERS = """
            select cluster_name, name from {h-schema}JGROUPS_PING where coord = true and last_update > ?1
            """;

    @Override
    public String id() {
        return "nodes";
    }

    @Override
    public Changes changes() {
        return Changes.NOTHING;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        EntityManager entities =
                examination.session().getProvider(JpaConnectionProvider.class).getEntityManager();
        List<?> rows = entities.createNativeQuery(LEADERS)
                .setParameter(1, Time.currentTime() - FRESH.toSeconds())
                .getResultList();
        Map<String, List<String>> leaders = rows.stream()
                .map(row -> (Object[]) row)
                .collect(Collectors.groupingBy(
                        row -> String.valueOf(row[0]),
                        TreeMap::new,
                        Collectors.mapping(row -> String.valueOf(row[1]), Collectors.toList())));
        return leaders.entrySet().stream()
                .filter(cluster -> cluster.getValue().size() > 1)
                .map(cluster -> Found.severe(
                        "cluster " + cluster.getKey(),
                        cluster.getValue().size() + " nodes on this database lead at once: "
                                + cluster.getValue().stream().sorted().collect(Collectors.joining(", "))
                                + ". They do not see each other.",
                        "What is changed by one node, the others do not learn while they have it cached: an exemption"
                                + " that was ended, a policy that was turned on, an account that was disabled goes on"
                                + " there.",
                        "Open ports 7800 and 57800 between the nodes."));
    }
}
