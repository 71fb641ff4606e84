package io.stagewright.rehearsal.operations;

import io.stagewright.protocol.ErrorFormatter;
import io.stagewright.rehearsal.engine.Errors;

/** Formats the errors of replies as the build log does. */
public final class RehearsalErrorFormatter implements ErrorFormatter {
    @Override
    public String format(Throwable error) {
        return Errors.sentence(error);
    }
}
