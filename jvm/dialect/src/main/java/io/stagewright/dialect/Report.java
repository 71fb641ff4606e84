package io.stagewright.dialect;

import java.util.List;
import java.util.TreeSet;

/** Collects and sorts findings, at most one for each place and rule. */
final class Report {
    private final TreeSet<Finding> findings = new TreeSet<>();

    void add(Code rule, String path, int line, int column, String message) {
        findings.add(new Finding(rule, path, Math.max(line, 1), Math.max(column, 1), message));
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }
}
