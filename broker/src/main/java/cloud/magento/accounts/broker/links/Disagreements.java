package cloud.magento.accounts.broker.links;

import static cloud.magento.accounts.broker.links.Output.count;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What the server says of links that do not fit, in numbers and sentences. */
final class Disagreements {
    private static final String COUNT = "count";
    private static final int SHOWN = 5;

    private Disagreements() {}

    /** Only how many of each kind. */
    static ObjectNode counted(JsonNode report) {
        ObjectNode counted = Http.JSON.createObjectNode();
        report.properties().forEach(member -> {
            if (member.getValue().has(COUNT)) {
                counted.put(member.getKey(), member.getValue().get(COUNT).asInt());
            }
        });
        ArrayNode undecided = counted.putArray("undecided");
        report.path("undecided")
                .forEach(left -> undecided
                        .addObject()
                        .put("obstacle", left.path("obstacle").asText())
                        .put(COUNT, left.path(COUNT).asInt()));
        return counted;
    }

    static int total(ObjectNode counted) {
        int total = 0;
        for (JsonNode member : counted) {
            total += member.asInt(0);
            for (JsonNode left : member) {
                total += left.path(COUNT).asInt();
            }
        }
        return total;
    }

    static String sentence(ObjectNode counted) {
        List<String> parts = new ArrayList<>();
        counted.properties().forEach(member -> {
            int number = member.getValue().asInt(0);
            if (number > 0) {
                parts.add(phrase(member.getKey(), number) + " (" + member.getKey() + ")");
            }
        });
        long undecided = 0;
        for (JsonNode left : counted.path("undecided")) {
            undecided += left.path(COUNT).asInt();
        }
        if (undecided > 0) {
            parts.add(count(undecided) + " to be decided");
        }
        return String.join(", ", parts);
    }

    /** A kind that only a newer server tells of has just its name. */
    private static String phrase(String kind, int number) {
        return switch (kind) {
            case "notInRegistry" -> count(number, "link") + " only in Keycloak";
            case "notInKeycloak" -> count(number, "link") + " only in the registry";
            case "renamed" -> count(number, "link") + " by a former alias";
            case "notInLedger" -> count(number, "link") + " unknown to the ledger";
            case "onlyInLedger" -> count(number, "link") + " only in the ledger";
            case "exemptionsNotInLedger" -> count(number, "exemption") + " unknown to the ledger";
            case "exemptionsOnlyInLedger" -> count(number, "exemption") + " only in the ledger";
            case "exemptionsOfGoneAccounts" -> count(number, "exemption") + " of accounts that are gone";
            default -> count(number) + " others";
        };
    }

    /** Says of links that somebody has to decide on which they are and what mends them. */
    static void tell(Output output, JsonNode groups) {
        for (JsonNode group : groups) {
            output.line("Left to you: " + count(group.path(COUNT).asLong(), "link") + ", "
                    + group.path("obstacle").asText() + ". "
                    + group.path("repair").asText());
            int shown = 0;
            for (JsonNode example : group.path("examples")) {
                if (shown++ == SHOWN) {
                    output.line("    ... more with --json");
                    break;
                }
                output.line("    subject " + example.path("subject").asText() + ", account "
                        + example.path("userId").asText() + ": "
                        + example.path("call").asText());
            }
        }
    }
}
