package io.stagewright.rehearsal.engine;

import com.cloudbees.groovy.cps.Outcome;
import io.stagewright.rehearsal.report.Rule;
import java.util.HashMap;
import java.util.Map;

/** Applies the planted failures and answers to the steps of one program. */
final class Planted {
    private final Execution execution;
    private final Map<String, Rule> after = new HashMap<>();

    Planted(Execution execution) {
        this.execution = execution;
    }

    /** The outcome to use instead of the step, or null to run the step. */
    Outcome before(GreenThread thread, StepCall call) {
        StepContext context = thread.context;
        Rule rule = execution.build().controller().rules().match(call.name(), execution.build().job().path(),
                String.join(" / ", context.stages()), context.agent(), context.container(), call.arguments());
        if (rule == null) {
            return null;
        }
        Reports.rule(execution.build(), thread.step, rule);
        if (rule.runsFirst()) {
            after.put(thread.id + ":" + thread.step, rule);
            return null;
        }
        return outcome(rule, call, context);
    }

    /** The outcome of a step that ran: its own, or that of its rule. */
    Outcome after(GreenThread thread, Outcome own) {
        Rule rule = after.get(thread.id + ":" + thread.step);
        return rule == null || rule.restarts() ? own : outcome(rule, thread.waiting, thread.context);
    }

    /** Whether a rule restarts the controller after this step; true only once. */
    boolean restartsAfter(GreenThread thread) {
        Rule rule = after.remove(thread.id + ":" + thread.step);
        return rule != null && rule.restarts();
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
