package io.stagewright.rehearsal.controller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes scripts and starts processes, one at a time. A starting process inherits all open files, and Linux does not
 * run a file that is open for writing ("Text file busy", exit code 126).
 */
public final class Programs {
    private Programs() {
    }

    /** Writes a script. */
    public static synchronized void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
    }

    /** Starts a process; it has executed its program when this returns. */
    public static synchronized Process start(ProcessBuilder builder) throws IOException {
        return builder.start();
    }
}
