package io.stagewright.rehearsal.steps;

import com.cloudbees.groovy.cps.Outcome;
import io.stagewright.rehearsal.engine.BodyCallback;
import io.stagewright.rehearsal.engine.Errors;
import io.stagewright.rehearsal.engine.StepRun;
import hudson.AbortException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** The branches of one {@code parallel} that have ended so far. */
final class ParallelBranches implements Serializable {
    private static final long serialVersionUID = 1L;

    private final List<String> names;
    private final boolean failFast;
    private final Map<String, Outcome> ended = new LinkedHashMap<>();
    private boolean stopped;

    ParallelBranches(List<String> names, boolean failFast) {
        this.names = names;
        this.failFast = failFast;
    }

    BodyCallback branch(String name) {
        return new Branch(this, name);
    }

    private record Branch(ParallelBranches all, String name) implements BodyCallback {
        @Override
        public void done(StepRun step, Outcome outcome) {
            all.end(step, name, outcome);
        }
    }

    private void end(StepRun step, String name, Outcome outcome) {
        ended.put(name, outcome);
        if (outcome.isFailure()) {
            step.log("Failed in branch " + name + ": " + Errors.sentence(outcome.getAbnormal()));
            if (failFast && !stopped) {
                stopped = true;
                step.stopBodies(FlowInterruptedException.of("ABORTED", "Failed in branch " + name));
            }
        }
        if (ended.size() == names.size()) {
            finish(step);
        }
    }

    private void finish(StepRun step) {
        List<Throwable> errors = failures();
        if (!errors.isEmpty()) {
            Throwable head = errors.get(0);
            errors.stream().skip(1).filter(error -> error != head).forEach(head::addSuppressed);
            step.fail(head);
            return;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        names.forEach(name -> values.put(name, ended.get(name).getNormal()));
        step.succeed(values);
    }

    /** The errors of the branches: by severity, then by time; with failFast only by time (ParallelStep of workflow-cps 4209). */
    private List<Throwable> failures() {
        List<Throwable> all = new ArrayList<>();
        for (Outcome outcome : ended.values()) {
            if (outcome.isFailure() && !all.contains(outcome.getAbnormal())) {
                all.add(outcome.getAbnormal());
            }
        }
        if (!failFast) {
            all.sort(Comparator.comparingInt(ParallelBranches::mildness));
        }
        return all;
    }

    private static int mildness(Throwable error) {
        if (error instanceof FlowInterruptedException flow) {
            return 10 - flow.getResult().ordinal;
        }
        return error instanceof AbortException ? 1 : 0;
    }
}
