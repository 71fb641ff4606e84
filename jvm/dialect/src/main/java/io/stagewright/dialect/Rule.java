package io.stagewright.dialect;

/** A family of rules, run over one file. */
@FunctionalInterface
interface Rule {
    void check(Unit unit, Project project, Report report);
}
