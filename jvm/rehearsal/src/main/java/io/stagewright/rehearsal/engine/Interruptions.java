package io.stagewright.rehearsal.engine;

import com.cloudbees.groovy.cps.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Stops threads before their steps have ended; all of it on the engine's thread. */
final class Interruptions {
    private final Execution execution;
    private final Map<Integer, Consumer<Throwable>> stoppers = new HashMap<>();
    private final Map<Integer, Throwable> causes = new HashMap<>();

    Interruptions(Execution execution) {
        this.execution = execution;
    }

    /** Tells what stops a thread's step; without it the step ends at once. */
    void onStop(int thread, Consumer<Throwable> stop) {
        stoppers.put(thread, stop);
    }

    /** A thread's step cannot be stopped in that way any more. */
    void forget(int thread) {
        stoppers.remove(thread);
    }

    /** What a thread goes on with: the cause, where it was stopped meanwhile. */
    Outcome instead(int thread, Outcome answer) {
        stoppers.remove(thread);
        Throwable cause = causes.remove(thread);
        return cause == null ? answer : new Outcome(null, cause);
    }

    /** Stops the whole program. */
    void stopAll(Throwable cause) {
        stopBodies(-1, cause);
    }

    /** Stops the bodies that a thread's step runs. */
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
