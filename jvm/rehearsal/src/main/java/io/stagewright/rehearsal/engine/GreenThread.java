package io.stagewright.rehearsal.engine;

import com.cloudbees.groovy.cps.Continuable;
import java.io.Serializable;

/** One thread of a program: its top level, or the body of a step. */
final class GreenThread implements Serializable {
    private static final long serialVersionUID = 1L;

    final int id;
    /** The thread whose step runs this body; -1 for the top level. */
    final int parent;
    /** The number of that step. */
    final int parentStep;
    final Continuable code;
    final StepContext context;
    final BodyCallback callback;
    /** The step that this thread waits for, or null. */
    StepCall waiting;
    /** The number of the last step, -1 before the first. */
    int step = -1;

    GreenThread(int id, int parent, int parentStep, Continuable code, StepContext context, BodyCallback callback) {
        this.id = id;
        this.parent = parent;
        this.parentStep = parentStep;
        this.code = code;
        this.context = context;
        this.callback = callback;
    }
}
