package io.stagewright.rehearsal.engine;

import com.cloudbees.groovy.cps.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Stops threads before their steps end. All methods must be called on the Java thread of the engine. */
final class Interruptions {
    private final Execution execution;
    private final Map<Integer, Consumer<Throwable>> stoppers = new HashMap<>();
    private final Map<Integer, Throwable> causes = new HashMap<>();

    Interruptions(Execution execution) {
        this.execution = execution;
    }

    /** Sets the action that stops the step of a thread; without one the step ends immediately. */
    void onStop(int thread, Consumer<Throwable> stop) {
        stoppers.put(thread, stop);
    }

    /** Removes the stop action of a thread. */
    void forget(int thread) {
        stoppers.remove(thread);
    }

    /** The outcome to resume a thread with: the cause, if the thread was stopped in the meantime. */
    Outcome instead(int thread, Outcome answer) {
        stoppers.remove(thread);
        Throwable cause = causes.remove(thread);
        return cause == null ? answer : new Outcome(null, cause);
    }

    /** Continues one thread with an exception, without stopping its step. */
    void failNow(GreenThread thread, Throwable error) {
        if (execution.scheduler().isResuming(thread)) {
            causes.put(thread.id, error);
        } else {
            execution.scheduler().resume(thread.id, thread.step, new Outcome(null, error));
        }
    }

    /** Stops the whole program. */
    void stopAll(Throwable cause) {
        stopBodies(-1, cause);
    }

    /** Stops the bodies of the step of a thread. */
    void stopBodies(int parent, Throwable cause) {
        for (GreenThread thread : List.copyOf(execution.program().threads.values())) {
            if (thread.parent == parent) {
                stop(thread, cause);
            }
        }
    }

    private void stop(GreenThread thread, Throwable cause) {
        boolean inner = execution.program().threads.values().stream().anyMatch(other -> other.parent == thread.id);
        Consumer<Throwable> stop = stoppers.get(thread.id);
        if (inner) {
            stopBodies(thread.id, cause);
        } else if (execution.scheduler().isResuming(thread)) {
            causes.put(thread.id, cause);
        } else if (stop != null) {
            stop.accept(cause);
        } else {
            execution.scheduler().resume(thread.id, thread.step, new Outcome(null, cause));
        }
    }
}
