package io.stagewright.rehearsal.report;

import java.util.List;
import java.util.Map;

/** A planted failure or answer: which calls of a step it applies to, and what happens instead of, or after, the step. */
public record Rule(String id, Map<String, Object> json) {
    private static final List<String> KEYS = List.of("id", "step", "job", "stage", "agent", "container", "label", "contains", "arguments", "skip", "times",
            "fail", "exit", "output", "value", "lost", "run", "restart");

    /** Reads a rule of the configuration. */
    public static Rule of(Map<String, Object> json) {
        for (String key : json.keySet()) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException("A rule has the unknown key \"" + key + "\". Known keys: " + KEYS + ".");
            }
        }
        return new Rule(String.valueOf(json.get("id")), json);
    }

    /** Whether a call is one that the rule applies to, without regard to how often it applied before. */
    boolean fits(String step, String job, String stage, String agent, String container, Map<String, Object> arguments) {
        return equal("step", step) && job(job) && stage(stage) && equal("agent", agent) && equal("container", container)
                && equal("label", arguments.get("label")) && contains(arguments) && exactly(arguments);
    }

    private boolean job(String job) {
        Object wanted = json.get("job");
        return wanted == null || job.equals(wanted.toString()) || job.startsWith(wanted + "/");
    }

    private boolean stage(String stage) {
        Object wanted = json.get("stage");
        return wanted == null || List.of(stage.split(" / ")).contains(wanted.toString());
    }

    private boolean equal(String key, Object actual) {
        return json.get(key) == null || json.get(key).toString().equals(String.valueOf(actual));
    }

    private boolean exactly(Map<String, Object> arguments) {
        return !(json.get("arguments") instanceof Map<?, ?> wanted) || wanted.entrySet().stream()
                .allMatch(entry -> String.valueOf(entry.getValue()).equals(String.valueOf(arguments.get(entry.getKey()))));
    }

    private boolean contains(Map<String, Object> arguments) {
        return json.get("contains") == null || contains(arguments, json.get("contains").toString());
    }

    /** Whether a text is in a value, or in a value of a list or map. */
    private static boolean contains(Object value, String text) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().anyMatch(item -> contains(item, text));
        }
        if (value instanceof Iterable<?> list) {
            for (Object item : list) {
                if (contains(item, text)) {
                    return true;
                }
            }
            return false;
        }
        return String.valueOf(value).contains(text);
    }

    /** How many matching calls the rule skips first. */
    long skip() {
        return json.get("skip") instanceof Number number ? number.longValue() : 0;
    }

    /** How many matching calls it then applies to. */
    long times() {
        return json.get("times") instanceof Number number ? number.longValue() : Long.MAX_VALUE;
    }

    /** Whether the step runs before the rule replaces its outcome. */
    public boolean runsFirst() {
        return flag("run");
    }

    /** Whether the controller restarts after the step; the outcome of the step stays. */
    public boolean restarts() {
        return flag("restart");
    }

    /** Whether the agent is lost. */
    public boolean loses() {
        return flag("lost");
    }

    private boolean flag(String key) {
        return Boolean.TRUE.equals(json.get(key));
    }

    /** The message with which the step fails, or null. */
    public String failure() {
        return json.get("fail") == null ? null : json.get("fail").toString();
    }

    /** The exit code of a {@code sh}. */
    public int exit() {
        return json.get("exit") instanceof Number number ? number.intValue() : 0;
    }

    /** What a {@code sh} prints. */
    public String output() {
        return json.get("output") == null ? "" : json.get("output").toString();
    }

    /** The value that any other step returns. */
    public Object value() {
        return json.get("value");
    }
}
