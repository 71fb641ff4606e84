package io.stagewright.rehearsal.engine;

import com.cloudbees.groovy.cps.Continuable;

/** The place in a loop where a pipeline lets other work run, such as an abort or the end of a time limit (Safepoint of workflow-cps 4209). */
public final class Safepoint {
    static final Safepoint YIELD = new Safepoint();

    private Safepoint() {
    }

    /** Compiled loops call this. */
    public static void safepoint() {
        Continuable.suspend("safepoint", YIELD);
    }
}
