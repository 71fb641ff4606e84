package io.stagewright.rehearsal.report;

import java.util.Map;
import java.util.TreeMap;

/** How often each line and branch of the Groovy of a controller's libraries and Jenkinsfiles ran. */
public final class Coverage {
    private final Map<String, Map<Integer, Integer>> lines = new TreeMap<>();
    private final Map<String, Map<String, Integer>> branches = new TreeMap<>();

    /** Adds a line that can run. */
    public synchronized void addLine(String file, int line) {
        lines.computeIfAbsent(file, name -> new TreeMap<>()).putIfAbsent(line, 0);
    }

    /** Adds a branch that can run: the line of its condition, and its number there. */
    public synchronized void addBranch(String file, String branch) {
        branches.computeIfAbsent(file, name -> new TreeMap<>()).putIfAbsent(branch, 0);
    }

    /** Counts a run of a line. */
    public synchronized void line(String file, int line) {
        lines.computeIfAbsent(file, name -> new TreeMap<>()).merge(line, 1, Integer::sum);
    }

    /** Counts a run of a branch. */
    public synchronized void branch(String file, String branch) {
        branches.computeIfAbsent(file, name -> new TreeMap<>()).merge(branch, 1, Integer::sum);
    }

    /** All counts by file. */
    public synchronized Map<String, Object> counts() {
        Map<String, Object> all = new TreeMap<>();
        lines.forEach((file, counts) -> all.put(file, Map.of("lines", new TreeMap<>(counts),
                "branches", new TreeMap<>(branches.getOrDefault(file, Map.of())))));
        return all;
    }
}
