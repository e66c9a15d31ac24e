package cloud.magento.accounts.operatepage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table with a head; its first column names the rows. */
final class Table {
    private final Map<String, Object> data = new LinkedHashMap<>();
    private final List<Map<String, Object>> columns = new ArrayList<>();
    private final List<Map<String, Object>> rows = new ArrayList<>();

    /** @param columns keys of messages; one that begins with # is a column of numbers */
    Table(String id, String... columns) {
        data.put("id", id);
        data.put("columns", this.columns);
        data.put("rows", rows);
        for (String column : columns) {
            boolean isNumber = column.startsWith("#");
            String key = isNumber ? column.substring(1) : column;
            this.columns.add(Map.of("say", Say.text("column." + key), "number", isNumber, "series", key));
        }
    }

    /** Draws it as a picture above, where scripts run: {@code bar} or {@code line}. */
    Table chart(String kind) {
        data.put("chart", kind);
        return this;
    }

    /** @param key by which programs and tests find the row */
    @SafeVarargs
    final Table row(String key, Map<String, Object>... cells) {
        return row(key, List.of(cells));
    }

    Table row(String key, List<Map<String, Object>> cells) {
        rows.add(Map.of("key", key, "cells", List.copyOf(cells)));
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    Map<String, Object> data() {
        return data;
    }
}
