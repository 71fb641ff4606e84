package io.stagewright.rehearsal.steps;

import io.stagewright.rehearsal.controller.Programs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A command in its own process group. Its output goes to a file, which is copied to the log. */
final class ShellProcess {
    private static final long GRACE_SECONDS = 15;

    private final ProcessBuilder builder;
    private final Path log;
    private final Path output;
    private final Consumer<String> lines;
    private final StringBuilder rest = new StringBuilder();
    private volatile Process process;
    private volatile boolean stopped;
    private long read;

    ShellProcess(List<String> command, Path directory, Map<String, String> environment, Path control, boolean captured,
            Consumer<String> lines) {
        log = control.resolve("jenkins-log.txt");
        output = control.resolve("output.txt");
        this.lines = lines;
        builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectErrorStream(!captured);
        if (captured) {
            builder.redirectOutput(output.toFile()).redirectError(log.toFile());
        } else {
            builder.redirectOutput(log.toFile());
        }
    }

    int run() throws IOException, InterruptedException {
        process = Programs.start(builder);
        if (stopped) {
            stop();
        }
        while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
            follow();
        }
        follow();
        if (rest.length() > 0) {
            lines.accept(rest.toString());
        }
        return process.exitValue();
    }

    /** The captured standard output of the command. */
    String output(Charset charset) throws IOException {
        return Files.readString(output, charset);
    }

    private void follow() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            int size = (int) (file.length() - read);
            if (size <= 0) {
                return;
            }
            byte[] bytes = new byte[size];
            file.seek(read);
            file.readFully(bytes);
            int end = process.isAlive() ? lastLine(bytes) : size;
            read += end;
            rest.append(new String(bytes, 0, end, StandardCharsets.UTF_8));
        }
        int newline = rest.lastIndexOf("\n");
        if (newline >= 0) {
            lines.accept(rest.substring(0, newline + 1));
            rest.delete(0, newline + 1);
        }
    }

    private static int lastLine(byte[] bytes) {
        for (int i = bytes.length; i > 0; i--) {
            if (bytes[i - 1] == '\n') {
                return i;
            }
        }
        return 0;
    }

    /** Sends SIGTERM to the process group, and SIGKILL after a grace period. */
    void stop() {
        stopped = true;
        if (process == null) {
            return;
        }
        signal("TERM");
        Thread killer = new Thread(() -> {
            try {
                if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                    signal("KILL");
                }
            } catch (InterruptedException error) {
                Thread.currentThread().interrupt();
            }
        });
        killer.setDaemon(true);
        killer.start();
    }

    private void signal(String name) {
        try {
            Programs.start(new ProcessBuilder("kill", "-" + name, "--", "-" + process.pid())).waitFor();
        } catch (IOException error) {
            process.destroy();
        } catch (InterruptedException error) {
            Thread.currentThread().interrupt();
        }
    }
}
