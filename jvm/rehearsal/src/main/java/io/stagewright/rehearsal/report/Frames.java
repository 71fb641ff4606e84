package io.stagewright.rehearsal.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lines of Groovy in a stack trace, the innermost first. */
public final class Frames {
    private Frames() {
    }

    /** Keeps the lines of Jenkinsfiles and libraries; the interpreter of declarative pipelines is part of the runner. */
    public static List<Map<String, Object>> of(Iterable<StackTraceElement> stack) {
        List<Map<String, Object>> frames = new ArrayList<>();
        for (StackTraceElement element : stack) {
            String file = element.getFileName();
            if (file == null || element.getLineNumber() <= 0 || !file.endsWith(".groovy") || file.startsWith("Stagewright")
                    || file.equals("JobDsl.groovy")) {
                continue;
            }
            Map<String, Object> frame = new LinkedHashMap<>();
            frame.put("class", element.getClassName().replaceFirst("\\$.*", ""));
            frame.put("file", file);
            frame.put("line", element.getLineNumber());
            if (frames.isEmpty() || !frames.get(frames.size() - 1).equals(frame)) {
                frames.add(frame);
            }
        }
        return frames;
    }
}
