package io.stagewright.rehearsal.steps;

import com.cloudbees.groovy.cps.Outcome;
import groovy.lang.Closure;
import io.stagewright.rehearsal.controller.Build;
import hudson.AbortException;
import io.stagewright.rehearsal.engine.BodyCallback;
import io.stagewright.rehearsal.engine.Errors;
import io.stagewright.rehearsal.engine.StepRun;
import java.util.List;
import hudson.model.Result;
import java.util.Map;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import java.util.concurrent.TimeUnit;

/** Steps that control when and how often their body runs. */
final class FlowSteps {
    void stage(StepRun step) {
        step.log("[Pipeline] { (" + step.text("name") + ")");
        step.wrap(step.context().withStage(step.text("name")).withVariables(Map.of("STAGE_NAME", step.text("name"))));
    }

    void parallel(StepRun step) {
        Map<String, Object> branches = new java.util.LinkedHashMap<>(asMap(step.arguments().get("branches")));
        boolean failFast = Boolean.TRUE.equals(branches.remove("failFast"));
        if (branches.isEmpty()) {
            step.succeed(Map.of());
            return;
        }
        ParallelBranches state = new ParallelBranches(List.copyOf(branches.keySet()), failFast);
        branches.forEach((name, closure) -> step.run((Closure<?>) closure, step.context().withStage(name), state.branch(name)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object value) {
        return (Map<String, Object>) value;
    }

    void retry(StepRun step) {
        step.run(step.context(), new Retried(step.number("count", 1) - 1, !step.list("conditions").isEmpty()));
    }

    private record Retried(long left, boolean conditions) implements BodyCallback {
        @Override
        public void done(StepRun step, Outcome outcome) {
            Throwable error = outcome.getAbnormal();
            boolean stopped = error instanceof FlowInterruptedException flow && flow.isActualInterruption();
            if (error == null || left <= 0 || stopped || conditions) {
                step.end(outcome);
                return;
            }
            step.log("ERROR: " + Errors.sentence(error));
            step.log("Retrying");
            step.run(step.context(), new Retried(left - 1, false));
        }
    }

    void timeout(StepRun step) {
        long milliseconds = milliseconds(step, "MINUTES");
        step.log("Timeout set to expire in " + milliseconds / 1000.0 + " sec");
        step.run(step.context(), new Limited());
        await(step, step.controller().scaled(milliseconds), step.flag("activity"));
    }

    /** Stops the body when the time has passed; with {@code activity}, when the log has not grown for that time. */
    private static void await(StepRun step, long milliseconds, boolean activity) {
        step.later(milliseconds, () -> {
            long idle = System.currentTimeMillis() - step.build().log().lastLine();
            if (activity && idle < milliseconds) {
                await(step, milliseconds - idle, true);
                return;
            }
            step.log("Cancelling nested steps due to timeout");
            step.stopBodies(new FlowInterruptedException(Result.ABORTED, new CauseOfInterruption.ExceededTimeout(step.unique())));
        });
    }

    /** An interruption by this timeout is no interruption for the steps around it (workflow-basic-steps 1098). */
    private record Limited() implements BodyCallback {
        @Override
        public void done(StepRun step, Outcome outcome) {
            if (outcome.getAbnormal() instanceof FlowInterruptedException flow) {
                for (CauseOfInterruption cause : flow.getCauses()) {
                    if (cause instanceof CauseOfInterruption.ExceededTimeout exceeded && exceeded.step().equals(step.unique())) {
                        flow.setActualInterruption(false);
                    }
                }
            }
            step.end(outcome);
        }
    }

    void sleep(StepRun step) {
        long milliseconds = milliseconds(step, "SECONDS");
        step.log("Sleeping for " + milliseconds / 1000.0 + " sec");
        step.later(step.controller().scaled(milliseconds), () -> step.succeed(null));
    }

    private static long milliseconds(StepRun step, String unit) {
        return TimeUnit.valueOf(step.text("unit", unit)).toMillis(step.number("time", 0));
    }

    void waitUntil(StepRun step) {
        step.run(step.context(), new Awaited(step.number("initialRecurrencePeriod", 250)));
    }

    private record Awaited(long pause) implements BodyCallback {
        @Override
        public void done(StepRun step, Outcome outcome) {
            if (outcome.isFailure()) {
                step.end(outcome);
            } else if (!(outcome.getNormal() instanceof Boolean)) {
                step.fail(new AbortException("body return value " + outcome.getNormal() + " is not boolean"));
            } else if (Boolean.TRUE.equals(outcome.getNormal())) {
                step.succeed(null);
            } else {
                step.log("Will try again after " + pause / 1000.0 + " sec");
                step.later(step.controller().scaled(pause), () -> step.run(step.context(), new Awaited(Math.min(15000, pause * 6 / 5))));
            }
        }
    }

    void milestone(StepRun step) throws AbortException, FlowInterruptedException {
        if (step.inside("parallel") && !step.flag("unsafe")) {
            throw new AbortException("Using a milestone step inside parallel is not allowed");
        }
        Build build = step.build();
        int ordinal = (int) step.number("ordinal", build.record().milestone() + 1);
        if (ordinal <= build.record().milestone()) {
            throw new AbortException("Invalid ordinal " + ordinal + ", as the previous one was " + build.record().milestone());
        }
        for (Build other : build.job().builds()) {
            if (other.number() > build.number() && other.record().milestone() >= ordinal) {
                throw FlowInterruptedException.of("NOT_BUILT", "Superseded by " + other.record().displayName());
            }
        }
        build.record().milestone(ordinal);
        for (Build other : build.job().builds()) {
            if (other.number() < build.number() && !other.ended() && other.record().milestone() < ordinal) {
                other.stop(FlowInterruptedException.of("NOT_BUILT", "Superseded by " + build.record().displayName()));
            }
        }
        step.succeed(null);
    }
}
