package io.stagewright.rehearsal.engine;

import hudson.AbortException;
import com.cloudbees.groovy.cps.Outcome;
import io.stagewright.rehearsal.report.Rule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Applies the planted failures and answers to the steps of one program. */
final class Planted {
    private final Execution execution;
    private final Map<String, Rule> after = new HashMap<>();
    private final Set<String> restarts = new HashSet<>();

    Planted(Execution execution) {
        this.execution = execution;
    }

    /** The outcome to use instead of the step, or null to run the step. */
    Outcome before(GreenThread thread, StepCall call) {
        if (match(true, thread, call) != null) {
            restarts.add(key(thread));
        }
        Rule rule = match(false, thread, call);
        if (rule == null) {
            return null;
        }
        if (rule.runsFirst()) {
            after.put(key(thread), rule);
            return null;
        }
        return outcome(rule, call, thread.context);
    }

    private Rule match(boolean restart, GreenThread thread, StepCall call) {
        StepContext context = thread.context;
        Rule rule = execution.build().controller().rules().match(restart, call.name(), execution.build().job().path(),
                String.join(" / ", context.stages()), context.agent(), context.container(), call.arguments());
        if (rule != null) {
            Reports.rule(execution.build(), thread.step, rule);
        }
        return rule;
    }

    private static String key(GreenThread thread) {
        return thread.id + ":" + thread.step;
    }

    /** The outcome of a step that ran: its own, or that of its rule. */
    Outcome after(GreenThread thread, Outcome own) {
        Rule rule = after.remove(key(thread));
        return rule == null ? own : outcome(rule, thread.waiting, thread.context);
    }

    /** Whether a rule restarts the controller after this step; true only once. */
    boolean restartsAfter(GreenThread thread) {
        return restarts.remove(key(thread));
    }

    private Outcome outcome(Rule rule, StepCall call, StepContext context) {
        if (rule.loses()) {
            return new Outcome(null, new AbortException("The agent " + context.agent() + " was lost (planted)"));
        }
        if (rule.failure() != null) {
            return new Outcome(null, new AbortException(rule.failure()));
        }
        return call.name().equals("sh") ? shell(rule, call, context) : new Outcome(rule.value(), null);
    }

    private Outcome shell(Rule rule, StepCall call, StepContext context) {
        boolean stdout = Boolean.TRUE.equals(call.arguments().get("returnStdout"));
        if (!stdout && !rule.output().isEmpty()) {
            execution.build().log().print(context.secrets(), rule.output());
        }
        if (Boolean.TRUE.equals(call.arguments().get("returnStatus"))) {
            return new Outcome(rule.exit(), null);
        }
        if (rule.exit() != 0) {
            return new Outcome(null, new AbortException("script returned exit code " + rule.exit()));
        }
        return new Outcome(stdout ? rule.output() : null, null);
    }
}
