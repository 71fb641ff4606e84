package io.stagewright.rehearsal.steps;

import com.cloudbees.groovy.cps.Outcome;
import io.stagewright.rehearsal.controller.Locks;
import hudson.AbortException;
import io.stagewright.rehearsal.engine.BodyCallback;
import io.stagewright.rehearsal.engine.StepContext;
import io.stagewright.rehearsal.engine.StepRun;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** The step {@code lock}. */
final class LockSteps {
    void lock(StepRun step) throws AbortException {
        Locks locks = step.controller().locks();
        List<String> candidates = candidates(step, locks);
        int quantity = step.has("label") ? (int) step.number("quantity", 0) : 1;
        if (quantity > candidates.size()) {
            throw new AbortException("lock: " + quantity + " resources requested, but the label \"" + step.text("label") + "\" has only " + candidates.size());
        }
        String what = step.has("label") ? "Label: " + step.text("label") : "Resource: " + step.text("resource");
        String holder = step.build().job().path() + " #" + step.build().number();
        step.log("Trying to acquire lock on [" + what + "]");
        if (step.flag("skipIfLocked")) {
            List<String> taken = locks.tryTake(candidates, quantity, holder);
            if (taken == null) {
                step.log("[" + what + "] is locked, skipping execution...");
                step.succeed(null);
            } else {
                hold(step, locks, taken);
                enter(step, taken, what);
            }
            return;
        }
        AtomicBoolean stopped = new AtomicBoolean();
        step.onStop(cause -> {
            stopped.set(true);
            step.fail(cause);
        });
        step.asyncThen(() -> {
            List<String> taken = locks.take(candidates, quantity, holder, stopped::get);
            if (taken != null) {
                hold(step, locks, taken);
            }
            return taken;
        }, taken -> enter(step, taken, what));
    }

    private static List<String> candidates(StepRun step, Locks locks) throws AbortException {
        if (step.has("label") == step.has("resource")) {
            throw new AbortException("Either resource label or resource name must be specified.");
        }
        if (step.has("resource")) {
            return List.of(step.text("resource"));
        }
        List<String> labelled = locks.labelled(step.text("label"));
        if (labelled.isEmpty()) {
            throw new AbortException("The resource label does not exist: " + step.text("label") + "; known: " + locks.labels());
        }
        return labelled;
    }

    private static void hold(StepRun step, Locks locks, List<String> taken) {
        step.build().cleanups().add("lock " + step.unique(), () -> locks.release(taken));
    }

    private static void enter(StepRun step, List<String> taken, String what) {
        step.log("Lock acquired on [" + what + "]");
        StepContext inner = step.context();
        if (step.has("variable")) {
            inner = inner.withVariables(Map.of(step.text("variable"), String.join(",", taken)));
        }
        step.run(inner, new Release(what));
    }

    private record Release(String what) implements BodyCallback {
        @Override
        public void done(StepRun step, Outcome outcome) {
            step.build().cleanups().run("lock " + step.unique());
            step.log("Lock released on resource [" + what + "]");
            step.end(outcome);
        }
    }
}
