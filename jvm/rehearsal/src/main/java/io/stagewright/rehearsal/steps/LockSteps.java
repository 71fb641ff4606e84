package io.stagewright.rehearsal.steps;

import com.cloudbees.groovy.cps.Outcome;
import io.stagewright.rehearsal.controller.Locks;
import hudson.AbortException;
import io.stagewright.rehearsal.engine.BodyCallback;
import io.stagewright.rehearsal.engine.StepContext;
import io.stagewright.rehearsal.engine.StepRun;
import io.stagewright.rehearsal.engine.Symbol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** The step {@code lock} of lockable-resources 1412. */
final class LockSteps {
    void lock(StepRun step) throws AbortException {
        Locks locks = step.controller().locks();
        List<Locks.Demand> demands = demands(step, locks);
        String what = String.join(", ", demands.stream().map(demand -> String.join("/", demand.candidates())).toList());
        String holder = step.build().job().path() + " #" + step.build().number();
        step.log("Trying to acquire lock on [" + what + "]");
        if (step.flag("skipIfLocked")) {
            List<String> taken = locks.tryTakeAll(demands, holder);
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
            List<String> taken = locks.take(demands, holder, stopped::get);
            if (taken != null) {
                hold(step, locks, taken);
            }
            return taken;
        }, taken -> enter(step, taken, what));
    }

    private static List<Locks.Demand> demands(StepRun step, Locks locks) throws AbortException {
        if (step.number("priority", 0) != 0 && step.flag("inversePrecedence")) {
            throw new AbortException("The \"inverse precedence\" option is not compatible with \"queue priority\" option!");
        }
        List<Map<?, ?>> wanted = new ArrayList<>();
        if (step.has("resource") || step.has("label")) {
            wanted.add(step.arguments());
        }
        for (Object extra : step.list("extra")) {
            wanted.add(extra instanceof Symbol symbol ? symbol.arguments() : (Map<?, ?>) extra);
        }
        if (wanted.isEmpty()) {
            throw new AbortException("Either resource label or resource name must be specified.");
        }
        List<Locks.Demand> demands = new ArrayList<>();
        for (Map<?, ?> one : wanted) {
            demands.add(demand(one, locks));
        }
        return demands;
    }

    private static Locks.Demand demand(Map<?, ?> wanted, Locks locks) throws AbortException {
        String resource = text(wanted, "resource");
        String label = text(wanted, "label");
        if (resource == null && label == null) {
            throw new AbortException("Either resource label or resource name must be specified.");
        }
        if (resource != null && label != null) {
            throw new AbortException("Resource label and resource name cannot be specified simultaneously.");
        }
        if (resource != null) {
            return new Locks.Demand(List.of(resource), 1);
        }
        List<String> labelled = locks.labelled(label);
        if (labelled.isEmpty()) {
            throw new AbortException("The resource label does not exist: " + label + "; known: " + locks.labels());
        }
        int quantity = wanted.get("quantity") instanceof Number number ? number.intValue() : 0;
        if (quantity > labelled.size()) {
            throw new AbortException("lock: " + quantity + " resources requested, but the label \"" + label + "\" has only " + labelled.size());
        }
        return new Locks.Demand(labelled, quantity);
    }

    private static String text(Map<?, ?> wanted, String key) {
        Object value = wanted.get(key);
        return value == null || value.toString().isBlank() ? null : value.toString();
    }

    private static void hold(StepRun step, Locks locks, List<String> taken) {
        step.build().cleanups().add("lock " + step.unique(), () -> locks.release(taken));
    }

    private static void enter(StepRun step, List<String> taken, String what) {
        step.log("Lock acquired on [" + what + "]");
        StepContext inner = step.context();
        if (step.has("variable")) {
            Map<String, String> all = new LinkedHashMap<>();
            all.put(step.text("variable"), String.join(",", taken));
            for (int i = 0; i < taken.size(); i++) {
                all.put(step.text("variable") + i, taken.get(i));
            }
            inner = inner.withVariables(all);
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
