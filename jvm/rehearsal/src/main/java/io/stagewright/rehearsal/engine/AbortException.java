package io.stagewright.rehearsal.engine;

/** An expected failure of a step. The log shows only its message. */
public class AbortException extends java.io.IOException {
    private static final long serialVersionUID = 1L;

    public AbortException(String message) {
        super(message);
    }
}
