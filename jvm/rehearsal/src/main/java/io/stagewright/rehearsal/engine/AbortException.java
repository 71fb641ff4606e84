package io.stagewright.rehearsal.engine;

/** An expected failure of a step: its message is all that a user sees. */
public class AbortException extends java.io.IOException {
    private static final long serialVersionUID = 1L;

    public AbortException(String message) {
        super(message);
    }
}
