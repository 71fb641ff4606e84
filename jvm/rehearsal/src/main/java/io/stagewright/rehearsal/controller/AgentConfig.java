package io.stagewright.rehearsal.controller;

import java.util.List;
import java.util.Map;

/** The configuration of an agent. */
public record AgentConfig(String name, List<String> labels, Map<String, String> environment, int executors, boolean kubernetes,
        Map<String, Map<String, Object>> containers, boolean anyLabel) {

    @SuppressWarnings("unchecked")
    static AgentConfig of(Map<String, Object> json) {
        Object containers = json.get("containers");
        return new AgentConfig(Config.text(json, "name", null), Config.list(json.get("labels"), String::valueOf),
                Config.strings(json.get("env")),
                json.get("executors") == null ? 4 : ((Number) json.get("executors")).intValue(),
                Boolean.TRUE.equals(json.get("kubernetes")),
                containers == null ? Map.of() : (Map<String, Map<String, Object>>) containers,
                Boolean.TRUE.equals(json.get("anyLabel")));
    }

    /** Whether a label expression matches the labels or the name of this agent. */
    public boolean matches(String expression) {
        if (expression == null || expression.isBlank()) {
            return true;
        }
        boolean holds = Labels.hold(expression, label -> labels.contains(label) || name.equals(label));
        return holds || anyLabel;
    }
}
