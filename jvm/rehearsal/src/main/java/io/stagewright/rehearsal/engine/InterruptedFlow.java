package io.stagewright.rehearsal.engine;

/** A build or a part of it was stopped: aborted, timed out, superseded or rejected. */
public final class InterruptedFlow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String result;
    private final String kind;

    public InterruptedFlow(String result, String kind, String message) {
        super(message);
        this.result = result;
        this.kind = kind;
    }

    /** The result of the build if the pipeline does not catch this exception. */
    public String result() {
        return result;
    }

    /** {@code user}, {@code timeout}, {@code reject}, {@code milestone}, {@code failFast} or {@code downstream}. */
    public String kind() {
        return kind;
    }
}
