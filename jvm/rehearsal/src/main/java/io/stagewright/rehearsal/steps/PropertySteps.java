package io.stagewright.rehearsal.steps;

import io.stagewright.rehearsal.controller.Cron;
import io.stagewright.rehearsal.controller.Job;
import io.stagewright.rehearsal.engine.StepRun;
import io.stagewright.rehearsal.engine.Symbol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The step {@code properties}. Declarative pipelines also use it for their options and parameters. */
final class PropertySteps {
    void properties(StepRun step) {
        for (Object item : step.list("properties")) {
            apply(step.build().job(), (Symbol) item);
        }
        step.succeed(null);
    }

    private static void apply(Job job, Symbol property) {
        switch (property.name()) {
            case "parameters" -> {
                List<Map<String, Object>> all = new ArrayList<>();
                ((List<?>) property.arguments().get("parameterDefinitions")).forEach(item -> all.add(definition((Symbol) item)));
                job.parameters(all);
            }
            case "pipelineTriggers" -> ((List<?>) property.arguments().get("triggers")).forEach(item -> checkTimes((Symbol) item));
            case "copyArtifactPermission" -> job.copyPermissions(List.of(property.text("projectNames")));
            case "disableConcurrentBuilds" -> job.disableConcurrent(Boolean.TRUE.equals(property.arguments().get("abortPrevious")));
            default -> {
                // Other properties have no effect in a rehearsal.
            }
        }
    }

    /** Checks the times of cron and pollSCM. */
    private static void checkTimes(Symbol trigger) {
        String spec = trigger.text(trigger.name().equals("pollSCM") ? "scmpoll_spec" : "spec");
        if (spec != null) {
            Cron.check(spec);
        }
    }

    static Map<String, Object> definition(Symbol parameter) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", parameter.text("name"));
        all.put("kind", parameter.name().equals("booleanParam") ? "boolean" : parameter.name());
        all.put("default", parameter.arguments().get("defaultValue"));
        if (parameter.arguments().get("choices") instanceof List<?> choices) {
            all.put("choices", choices);
        }
        return all;
    }
}
