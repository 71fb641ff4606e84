package io.stagewright.rehearsal.engine;

/**
 * Saves the program when all of its threads wait, in every mode, as CpsThreadGroup of workflow-cps 4209 does. A value
 * that cannot be saved fails the last thread. The saved program is not kept; Snapshot simulates restarts.
 */
final class Saver {
    private final Execution execution;
    private final Scheduler scheduler;
    private boolean changed;

    Saver(Execution execution, Scheduler scheduler) {
        this.execution = execution;
        this.scheduler = scheduler;
    }

    /** Records that a thread has run. */
    void changed() {
        changed = true;
    }

    /** Saves after a step without a body that Jenkins runs asynchronously, even if the runner has already ended it. */
    void started(GreenThread thread, StepCall call) {
        if (!execution.build().controller().catalogue().isSynchronous(call.name()) && call.body() == null && scheduler.wait(thread)) {
            save();
        }
    }

    /** Saves if a thread has run and now all threads wait. */
    void saveIfWaiting() {
        if (changed && scheduler.wait(null) && !execution.ended()) {
            save();
        }
    }

    private void save() {
        changed = false;
        try {
            Snapshot.check(execution.program());
        } catch (Exception error) {
            int last = execution.program().threads.keySet().stream().max(Integer::compare).orElseThrow();
            execution.interruptions().failNow(execution.program().threads.get(last), error);
        }
    }
}
