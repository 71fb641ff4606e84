package io.stagewright.rehearsal.controller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes scripts and starts processes, one at a time. A process that is only just starting holds whatever is open, and
 * Linux runs no file that anyone holds open for writing: "Text file busy", exit code 126.
 */
public final class Programs {
    private Programs() {
    }

    /** Writes a file that will be run. */
    public static synchronized void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
    }

    /** Starts a process; it runs its program by the time this returns. */
    public static synchronized Process start(ProcessBuilder builder) throws IOException {
        return builder.start();
    }
}
