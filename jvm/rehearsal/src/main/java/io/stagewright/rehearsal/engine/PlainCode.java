package io.stagewright.rehearsal.engine;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.Outcome;

/** Groovy code that runs without CPS: {@code @NonCPS} methods, constructors and initial values of fields. */
final class PlainCode {
    private PlainCode() {
    }

    /** Whether such code is on the stack. CPS code leaves no frames of its own there. */
    static boolean isRunning() {
        return StackWalker.getInstance().walk(frames -> frames
                .takeWhile(frame -> !frame.getClassName().equals(Continuable.class.getName()))
                .anyMatch(frame -> frame.getLineNumber() > 0 && frame.getFileName() != null && frame.getFileName().endsWith(".groovy")));
    }

    /** The value of a step, or its exception. */
    static Object replay(Outcome outcome) {
        if (outcome.getAbnormal() != null) {
            PlainCode.<RuntimeException>rethrow(outcome.getAbnormal());
        }
        return outcome.getNormal();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void rethrow(Throwable error) throws T {
        throw (T) error;
    }
}
