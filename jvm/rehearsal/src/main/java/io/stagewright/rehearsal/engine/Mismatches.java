package io.stagewright.rehearsal.engine;

import io.stagewright.rehearsal.controller.LibraryConfig;
import io.stagewright.rehearsal.report.Frames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the line of a CPS mismatch. The CPS engine only reports names, so this searches the sources for the call. */
final class Mismatches {
    private Mismatches() {
    }

    /** The first line that calls the caught method: in the file of the expected method if it has such a line. */
    static List<Map<String, Object>> calls(Execution execution, String expected, String caught) {
        List<StackTraceElement> found = new ArrayList<>();
        for (LibraryConfig library : execution.dsl().loaded()) {
            for (String folder : List.of("vars", "src")) {
                search(library.root().resolve(folder), caught, found);
            }
        }
        search(execution.build().source().script(), "WorkflowScript", "WorkflowScript.groovy", caught, found);
        found.sort((one, other) -> Boolean.compare(other.getClassName().equals(expected), one.getClassName().equals(expected)));
        return Frames.of(found.subList(0, Math.min(1, found.size())));
    }

    private static void search(Path root, String method, List<StackTraceElement> found) {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".groovy")).sorted().toList()) {
                String name = root.relativize(file).toString().replaceFirst("\\.groovy$", "").replace('/', '.');
                search(Files.readString(file), name, file.getFileName().toString(), method, found);
            }
        } catch (IOException unreadable) {
            // Without the sources, only the names are known.
        }
    }

    private static void search(String text, String type, String file, String method, List<StackTraceElement> found) {
        Pattern call = Pattern.compile("(?<![\\w$])(\\w+\\s+)?" + Pattern.quote(method) + "\\s*[({]");
        String[] lines = text.split("\n");
        for (int i = 0; i < lines.length; i++) {
            Matcher matcher = call.matcher(lines[i]);
            boolean definition = lines[i].matches("\\s*(@\\w+\\s+)*((private|public|protected|static|def|void)\\s+)+.*");
            if (!definition && matcher.find() && (matcher.group(1) == null || matcher.group(1).strip().equals("return"))) {
                found.add(new StackTraceElement(type, method, file, i + 1));
            }
        }
    }
}
