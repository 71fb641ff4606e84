package io.stagewright.dialect;

/** A group of rules that checks one file. */
@FunctionalInterface
interface Rule {
    void check(Unit unit, Project project, Report report);
}
