package io.stagewright.rehearsal.declarative;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Combines the axes of a matrix into cells, as pipeline-model-definition 2.2273 does. */
final class Matrix {
    private Matrix() {
    }

    /** The values of each cell by axis, without the excluded cells. */
    static List<Map<String, String>> cells(List<Map<String, Object>> axes, List<List<Map<String, Object>>> excludes) {
        List<Map<String, String>> all = List.of(new LinkedHashMap<>());
        for (Map<String, Object> axis : axes) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> cell : all) {
                for (Object value : (List<?>) axis.get("values")) {
                    Map<String, String> copy = new LinkedHashMap<>(cell);
                    copy.put(String.valueOf(axis.get("name")), String.valueOf(value));
                    longer.add(copy);
                }
            }
            all = longer;
        }
        List<Map<String, String>> kept = new ArrayList<>(all);
        kept.removeIf(cell -> excludes.stream().anyMatch(exclude -> exclude.stream().allMatch(axis -> excluded(cell, axis))));
        return kept;
    }

    private static boolean excluded(Map<String, String> cell, Map<String, Object> axis) {
        String value = cell.get(String.valueOf(axis.get("name")));
        return axis.get("values") instanceof List<?> values ? values.contains(value) : !((List<?>) axis.get("notValues")).contains(value);
    }

    /** The name of a cell's stage. */
    static String name(Map<String, String> cell) {
        return "Matrix - " + String.join(", ", cell.entrySet().stream().map(axis -> axis.getKey() + " = '" + axis.getValue() + "'").toList());
    }
}
