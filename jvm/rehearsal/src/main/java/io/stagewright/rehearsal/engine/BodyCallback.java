package io.stagewright.rehearsal.engine;

import com.cloudbees.groovy.cps.Outcome;
import java.io.Serializable;

/** Runs when the body of a step ends. It is part of the program, so it survives a restart. */
@FunctionalInterface
public interface BodyCallback extends Serializable {
    /** Ends the step with {@link StepRun#succeed} or {@link StepRun#fail}, or runs a body again. */
    void done(StepRun step, Outcome outcome) throws Exception;
}
