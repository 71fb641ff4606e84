package io.stagewright.rehearsal.steps;

import hudson.AbortException;
import hudson.model.Result;
import io.stagewright.rehearsal.engine.StepRun;
import io.stagewright.rehearsal.engine.Symbol;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The steps {@code recordCoverage} (coverage 2.8.0) and {@code recordIssues} (warnings-ng 12.10.0). */
final class ReportSteps {
    /** The result of a run for the criticality of a missed gate. NOTE and ERROR only mark the stage. */
    private static final Map<String, Result> RESULTS = Map.of("NOTE", Result.UNSTABLE, "UNSTABLE", Result.UNSTABLE,
            "ERROR", Result.FAILURE, "FAILURE", Result.FAILURE);

    void recordCoverage(StepRun step) throws Exception {
        step.log("[Coverage] Recording coverage results");
        Map<String, long[]> counters = new HashMap<>();
        boolean found = false;
        for (Object tool : step.list("tools")) {
            Map<?, ?> described = (Map<?, ?>) tool;
            for (Path file : files(step, "Coverage", text(described, "pattern"))) {
                found = true;
                ReportFiles.coverage(String.valueOf(described.get("parser")), file, counters);
            }
        }
        if (!found) {
            // The plugin does not fail, and does not compare its quality gates.
            step.log("[Coverage] [-ERROR-] No coverage results were found! Configuration error?");
            step.succeed(null);
            return;
        }
        for (Object gate : step.list("qualityGates")) {
            Map<?, ?> wanted = (Map<?, ?>) gate;
            long[] counter = "PROJECT".equals(text(wanted, "baseline", "PROJECT")) ? counters.get(text(wanted, "metric")) : null;
            double percent = counter == null || counter[1] == 0 ? Double.NaN : 100.0 * counter[0] / counter[1];
            boolean missed = percent < number(wanted);
            compare(step, "Coverage", wanted, text(wanted, "metric") + ": " + (counter == null ? "n/a" : String.format("%.2f%%", percent)), missed);
        }
        step.succeed(null);
    }

    void recordIssues(StepRun step) throws Exception {
        List<Symbol> tools = new ArrayList<>();
        step.list("tools").forEach(tool -> tools.add((Symbol) tool));
        if (step.arguments().get("tool") instanceof Symbol tool) {
            tools.add(tool);
        }
        if (tools.isEmpty()) {
            throw new AbortException("No tools configured to record issues");
        }
        Map<String, Integer> counts = new HashMap<>();
        for (Symbol tool : tools) {
            for (Path file : files(step, "Issues", tool.text("pattern"))) {
                ReportFiles.issues(file, counts);
            }
        }
        step.log("[Issues] -> found " + counts.getOrDefault("TOTAL", 0) + " issues");
        for (Object gate : step.list("qualityGates")) {
            Map<?, ?> wanted = (Map<?, ?>) gate;
            int count = counts.getOrDefault(text(wanted, "type"), 0);
            compare(step, "Issues", wanted, text(wanted, "type") + ": " + count, count >= number(wanted));
        }
        step.succeed(new ArrayList<>());
    }

    private static void compare(StepRun step, String log, Map<?, ?> gate, String value, boolean missed) throws AbortException {
        String criticality = text(gate, "criticality", "UNSTABLE");
        Result result = RESULTS.get(criticality);
        if (result == null) {
            throw new AbortException("no enum constant QualityGateCriticality." + criticality);
        }
        step.log("[" + log + "] - " + value + " (" + (missed ? criticality : "SUCCESS") + ", threshold " + number(gate) + ")");
        if (!missed) {
            return;
        }
        if (criticality.equals("UNSTABLE") || criticality.equals("FAILURE")) {
            step.build().record().worsen(result.toString());
        }
        step.build().record().warn(step.context().stages(), result);
    }

    private static List<Path> files(StepRun step, String log, String pattern) throws Exception {
        Path root = Path.of(step.context().directory());
        List<String> names = pattern == null ? List.of() : Globs.find(root, pattern, null, true);
        step.log(names.isEmpty() ? "[" + log + "] [-ERROR-] No files found for pattern '" + pattern + "'. Configuration error?"
                : "[" + log + "] -> found " + names.size() + " files for pattern '" + pattern + "'");
        return names.stream().map(root::resolve).toList();
    }

    private static double number(Map<?, ?> gate) {
        Object value = gate.get("threshold") == null ? gate.get("integerThreshold") : gate.get("threshold");
        return value instanceof Number number ? number.doubleValue() : 0;
    }

    private static String text(Map<?, ?> map, String key) {
        return map.get(key) == null ? null : String.valueOf(map.get(key));
    }

    private static String text(Map<?, ?> map, String key, String otherwise) {
        String value = text(map, key);
        return value == null ? otherwise : value;
    }
}
