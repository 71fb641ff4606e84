package io.stagewright.rehearsal.engine;

import com.cloudbees.groovy.cps.Outcome;
import java.io.Serializable;

/** What a step does when its body has ended; it lives in the program and so survives a restart. */
@FunctionalInterface
public interface BodyCallback extends Serializable {
    /** Ends the step by {@link StepRun#succeed} or {@link StepRun#fail}, or runs a body again. */
    void done(StepRun step, Outcome outcome) throws Exception;
}
