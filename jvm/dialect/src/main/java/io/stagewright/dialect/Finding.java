package io.stagewright.dialect;

import java.util.LinkedHashMap;
import java.util.Map;

/** One place that breaks a rule. Line and column start at 1. */
record Finding(Code rule, String path, int line, int column, String message) implements Comparable<Finding> {
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rule", rule.code);
        json.put("path", path);
        json.put("line", line);
        json.put("column", column);
        json.put("message", message);
        return json;
    }

    @Override
    public int compareTo(Finding other) {
        int order = path.compareTo(other.path);
        order = order != 0 ? order : Integer.compare(line, other.line);
        order = order != 0 ? order : Integer.compare(column, other.column);
        return order != 0 ? order : rule.compareTo(other.rule);
    }
}
