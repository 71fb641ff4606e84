package io.stagewright.rehearsal.controller;

import io.stagewright.rehearsal.engine.Secrets;
import java.util.List;

/** A build's log. */
public final class Log {
    private final StringBuilder text = new StringBuilder();
    private volatile long last = System.currentTimeMillis();

    /** Adds lines; secrets become {@code ****}. */
    public synchronized void print(List<String> secrets, String line) {
        last = System.currentTimeMillis();
        text.append(Secrets.maskLines(secrets, line));
        if (!line.endsWith("\n")) {
            text.append('\n');
        }
    }

    /** When the last line was added, in milliseconds. */
    public long lastLine() {
        return last;
    }

    @Override
    public synchronized String toString() {
        return text.toString();
    }
}
