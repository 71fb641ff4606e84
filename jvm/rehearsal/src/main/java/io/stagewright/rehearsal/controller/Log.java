package io.stagewright.rehearsal.controller;

import java.util.List;

/** A build's log. */
public final class Log {
    private final StringBuilder text = new StringBuilder();

    /** Adds lines; secrets become {@code ****}. */
    public synchronized void print(List<String> secrets, String line) {
        text.append(mask(secrets, line));
        if (!line.endsWith("\n")) {
            text.append('\n');
        }
    }

    /** Replaces secrets, the longest first, also as {@code sh -x} quotes them. */
    public static String mask(List<String> secrets, String line) {
        String masked = line;
        for (String secret : secrets) {
            masked = masked.replace(secret, "****");
            String quoted = secret.replace("'", "'\\''");
            if (!quoted.equals(secret)) {
                masked = masked.replace(quoted, "****");
            }
            if (secret.indexOf('\n') >= 0) {
                for (String part : secret.split("\n")) {
                    masked = part.isBlank() ? masked : masked.replace(part, "****");
                }
            }
        }
        return masked;
    }

    @Override
    public synchronized String toString() {
        return text.toString();
    }
}
