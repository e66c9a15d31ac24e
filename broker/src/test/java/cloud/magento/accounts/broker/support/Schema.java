package cloud.magento.accounts.broker.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Checks JSON against the schemas of an OpenAPI document, as far as JSON Schema is used there: types, members, items,
 * enumerations, constants, patterns and bounds. A keyword that it does not know is an error, so that none goes
 * unchecked.
 */
public final class Schema {
    private static final List<String> KNOWN = List.of(
            "$ref",
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "enum",
            "const",
            "pattern",
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "description",
            "format",
            "default");

    private final JsonNode document;

    public Schema(JsonNode document) {
        this.document = document;
    }

    /** What is wrong with the value, by its place; nothing where all is as the schema says. */
    public List<String> faults(JsonNode schema, JsonNode value) {
        List<String> faults = new ArrayList<>();
        check(schema, value, "$", faults);
        return faults;
    }

    private void check(JsonNode schema, JsonNode value, String place, List<String> faults) {
        schema.fieldNames().forEachRemaining(keyword -> require(KNOWN.contains(keyword), place, keyword, faults));
        if (schema.has("$ref")) {
            check(document.at(schema.get("$ref").asText().substring(1)), value, place, faults);
        }
        if (schema.has("type")) {
            require(isOf(schema.get("type").asText(), value), place, "type", faults);
        }
        if (schema.has("const")) {
            require(schema.get("const").equals(value), place, "const", faults);
        }
        if (schema.has("enum")) {
            List<JsonNode> allowed = new ArrayList<>();
            schema.get("enum").forEach(allowed::add);
            require(allowed.contains(value), place, "enum", faults);
        }
        if (schema.has("pattern")) {
            require(
                    Pattern.compile(schema.get("pattern").asText())
                            .matcher(value.asText())
                            .find(),
                    place,
                    "pattern",
                    faults);
        }
        if (schema.has("minimum")) {
            require(value.asLong() >= schema.get("minimum").asLong(), place, "minimum", faults);
        }
        members(schema, value, place, faults);
        for (int i = 0; schema.has("items") && i < value.size(); i++) {
            check(schema.get("items"), value.get(i), place + "[" + i + "]", faults);
        }
    }

    private void members(JsonNode schema, JsonNode value, String place, List<String> faults) {
        schema.path("required").forEach(name -> require(value.has(name.asText()), place, "lacks " + name, faults));
        value.fieldNames().forEachRemaining(name -> {
            JsonNode member = schema.path("properties").path(name);
            if (!member.isMissingNode()) {
                check(member, value.get(name), place + "." + name, faults);
            } else {
                require(schema.path("additionalProperties").asBoolean(true), place, "has " + name, faults);
            }
        });
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> false;
        };
    }

    private static void require(boolean holds, String place, String what, List<String> faults) {
        if (!holds) {
            faults.add(place + ": " + what);
        }
    }
}
