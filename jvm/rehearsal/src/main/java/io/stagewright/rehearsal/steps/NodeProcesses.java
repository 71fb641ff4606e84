package io.stagewright.rehearsal.steps;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The processes that a node block started. Jenkins finds them by a variable of their environment, and kills them when the block ends. */
final class NodeProcesses {
    static final String COOKIE = "JENKINS_NODE_COOKIE";

    private NodeProcesses() {
    }

    /** Kills all processes with a cookie. */
    static void kill(String cookie) {
        byte[] wanted = (COOKIE + "=" + cookie).getBytes(StandardCharsets.UTF_8);
        for (Path process : processes()) {
            if (has(process.resolve("environ"), wanted)) {
                ProcessHandle.of(Long.parseLong(process.getFileName().toString())).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    private static List<Path> processes() {
        Path root = Path.of("/proc");
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(root)) {
            return all.filter(path -> path.getFileName().toString().matches("[0-9]+")).toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static boolean has(Path environment, byte[] wanted) {
        try {
            String all = "\0" + new String(Files.readAllBytes(environment), StandardCharsets.ISO_8859_1);
            return all.contains("\0" + new String(wanted, StandardCharsets.ISO_8859_1) + "\0");
        } catch (IOException gone) {
            return false;
        }
    }
}
