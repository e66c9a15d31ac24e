package cloud.magento.accounts.rollout;

import cloud.magento.accounts.policy.CohortDate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The document as it was sent, read strictly: a member of another name would be a wish that nobody fulfils.
 *
 * @param settings the policy's settings as texts, by their keys; an empty one for the default
 * @param cohorts by the groups' paths
 * @param exemptions by the groups' paths
 * @param prune whether groups that the document does not name lose what it could give them
 */
record RolloutDocument(Map<String, String> settings, List<Cohort> cohorts, List<Exemption> exemptions, boolean prune) {

    /**
     * A group's deadline.
     *
     * @param path where the document says so
     * @param text the date as it was written
     * @param reason why it is approved, or null where nobody says
     */
    record Cohort(
            String path,
            String group,
            Instant deadline,
            String text,
            @Nullable String reason) {}

    /** An exemption of each member of a group. */
    record Exemption(String path, String group, Instant until, String reason) {}

    RolloutDocument {
        settings = Map.copyOf(settings);
        cohorts = List.copyOf(cohorts);
        exemptions = List.copyOf(exemptions);
    }

    static RolloutDocument read(@Nullable Map<String, Object> body) {
        Node root = new Node("$", body == null ? Map.of() : body);
        root.allowOnly("settings", "cohorts", "exemptions", "prune");
        return new RolloutDocument(
                settings(root),
                cohorts(root),
                exemptions(root),
                root.member("prune").map(RolloutDocument::flag).orElse(false));
    }

    private static Map<String, String> settings(Node root) {
        Map<String, String> settings = new LinkedHashMap<>();
        root.member("settings").map(Node::members).orElse(Map.of()).forEach((key, value) -> {
            if (!RolloutSettings.KEYS.contains(key)) {
                throw value.problem("the settings of a roll-out are " + String.join(", ", RolloutSettings.KEYS) + ".");
            }
            settings.put(key, value.scalar());
        });
        return settings;
    }

    private static List<Cohort> cohorts(Node root) {
        List<Cohort> cohorts = new ArrayList<>();
        Set<String> groups = new HashSet<>();
        for (Node node : root.list("cohorts")) {
            node.allowOnly("group", "deadline", "reason");
            Node date = node.required("deadline");
            cohorts.add(new Cohort(
                    node.path(),
                    group(node, groups),
                    CohortDate.read(date.text())
                            .orElseThrow(() -> date.problem("a deadline is a date and time with an offset, such as"
                                    + " 2027-01-31T00:00:00Z, or a date.")),
                    date.text().strip(),
                    node.member("reason").map(Node::text).map(String::strip).orElse(null)));
        }
        return cohorts;
    }

    private static List<Exemption> exemptions(Node root) {
        List<Exemption> exemptions = new ArrayList<>();
        Set<String> groups = new HashSet<>();
        for (Node node : root.list("exemptions")) {
            node.allowOnly("group", "until", "reason");
            exemptions.add(new Exemption(
                    node.path(),
                    group(node, groups),
                    until(node.required("until")),
                    node.required("reason").text().strip()));
        }
        return exemptions;
    }

    private static Instant until(Node node) {
        try {
            return OffsetDateTime.parse(node.text()).toInstant().truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            throw node.problem("an exemption ends at a date and time with an offset, such as 2027-01-31T00:00:00Z.");
        }
    }

    private static String group(Node node, Set<String> before) {
        Node group = node.required("group");
        if (!before.add(group.text())) {
            throw group.problem("this group is named twice.");
        }
        return group.text();
    }

    private static boolean flag(Node node) {
        if (node.value() instanceof Boolean flag) {
            return flag;
        }
        throw node.problem("must be true or false.");
    }

    /** A value of the document, and where it stands. */
    private record Node(String path, @Nullable Object value) {
        RolloutException problem(String message) {
            return new RolloutException(path, message);
        }

        Map<String, Node> members() {
            if (!(value instanceof Map<?, ?> object)) {
                throw problem("must be an object.");
            }
            Map<String, Node> members = new LinkedHashMap<>();
            object.forEach((key, member) -> members.put(String.valueOf(key), new Node(path + "." + key, member)));
            return members;
        }

        void allowOnly(String... names) {
            List<String> known = List.of(names);
            members().forEach((name, member) -> {
                if (!known.contains(name)) {
                    throw member.problem("there is no such member here; there are " + String.join(", ", known) + ".");
                }
            });
        }

        Optional<Node> member(String name) {
            return Optional.ofNullable(members().get(name)).filter(member -> member.value() != null);
        }

        Node required(String name) {
            return member(name).orElseThrow(() -> new RolloutException(path + "." + name, "is missing."));
        }

        List<Node> list(String name) {
            Optional<Node> member = member(name);
            if (member.isEmpty()) {
                return List.of();
            }
            if (!(member.get().value() instanceof List<?> values)) {
                throw member.get().problem("must be a list.");
            }
            List<Node> nodes = new ArrayList<>();
            for (Object value : values) {
                nodes.add(new Node(member.get().path() + "[" + nodes.size() + "]", value));
            }
            return nodes;
        }

        String text() {
            if (value instanceof String text) {
                return text;
            }
            throw problem("must be a text.");
        }

        String scalar() {
            if (value == null) {
                return "";
            }
            if (value instanceof String || value instanceof Boolean || value instanceof Number) {
                return value.toString().strip();
            }
            throw problem("must be a text, a number, true, false or null.");
        }
    }
}
