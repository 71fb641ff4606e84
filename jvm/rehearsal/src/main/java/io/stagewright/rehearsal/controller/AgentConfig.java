package io.stagewright.rehearsal.controller;

import java.util.List;
import java.util.Map;

/** The configuration of an agent. */
public record AgentConfig(String name, List<String> labels, Map<String, String> environment, int executors, boolean kubernetes,
        Map<String, Map<String, Object>> containers) {

    @SuppressWarnings("unchecked")
    static AgentConfig of(Map<String, Object> json) {
        Object containers = json.get("containers");
        return new AgentConfig(Config.text(json, "name", null), Config.list(json.get("labels"), String::valueOf),
                Config.strings(json.get("env")),
                json.get("executors") == null ? 4 : ((Number) json.get("executors")).intValue(),
                Boolean.TRUE.equals(json.get("kubernetes")),
                containers == null ? Map.of() : (Map<String, Map<String, Object>>) containers);
    }

    /** Whether a label expression matches this agent: a label, the name, or several joined by {@code &&} and {@code ||}. */
    public boolean matches(String expression) {
        if (expression == null || expression.isBlank()) {
            return true;
        }
        for (String alternative : expression.split("\\|\\|")) {
            boolean all = true;
            for (String label : alternative.split("&&")) {
                String plain = label.trim();
                boolean negated = plain.startsWith("!");
                String name = negated ? plain.substring(1).trim() : plain;
                all &= negated != (labels.contains(name) || this.name.equals(name));
            }
            if (all) {
                return true;
            }
        }
        return false;
    }
}
