package io.stagewright.rehearsal.steps;

import com.cloudbees.groovy.cps.Outcome;
import io.stagewright.rehearsal.engine.BodyCallback;
import io.stagewright.rehearsal.engine.Errors;
import io.stagewright.rehearsal.engine.InterruptedFlow;
import io.stagewright.rehearsal.engine.StepRun;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
            step.log("ERROR: branch " + name + ": " + Errors.sentence(outcome.getAbnormal()));
            if (failFast && !stopped) {
                stopped = true;
                step.stopBodies(new InterruptedFlow("ABORTED", "failFast", "Failed in branch " + name));
            }
        }
        if (ended.size() == names.size()) {
            finish(step);
        }
    }

    private void finish(StepRun step) {
        Throwable stop = null;
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name : names) {
            Outcome outcome = ended.get(name);
            values.put(name, outcome.getNormal());
            Throwable error = outcome.getAbnormal();
            if (error instanceof InterruptedFlow flow && flow.kind().equals("failFast")) {
                stop = stop == null ? error : stop;
            } else if (error != null) {
                step.fail(error);
                return;
            }
        }
        if (stop == null) {
            step.succeed(values);
        } else {
            step.fail(stop);
        }
    }
}
