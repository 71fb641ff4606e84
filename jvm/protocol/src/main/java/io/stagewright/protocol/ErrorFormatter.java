package io.stagewright.protocol;

/** Turns an exception into the message of an error reply; found through {@link java.util.ServiceLoader}. */
public interface ErrorFormatter {
    /** One message without a stack trace. */
    String format(Throwable error);
}
