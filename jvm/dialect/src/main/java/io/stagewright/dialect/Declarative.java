package io.stagewright.dialect;

import java.util.Set;

/** The keywords of declarative pipelines. */
final class Declarative {
    /** Sections of a pipeline. */
    static final Set<String> PIPELINE = Set.of("agent", "stages", "options", "environment", "tools", "parameters",
            "triggers", "post", "libraries");
    /** Sections of a stage. */
    static final Set<String> STAGE = Set.of("agent", "steps", "stages", "parallel", "matrix", "options", "environment",
            "tools", "when", "input", "post", "failFast");
    /** Sections that contain sections or directives; each must start on its own line. */
    static final Set<String> SECTIONS = Set.of("pipeline", "agent", "stages", "stage", "steps", "options", "environment",
            "tools", "parameters", "triggers", "post", "libraries", "parallel", "matrix", "when", "input", "script",
            "axes", "axis", "excludes", "exclude");
    /** Conditions of {@code post} and {@code when}, and kinds of agents, that take a block. */
    static final Set<String> CONDITIONS = Set.of("always", "changed", "fixed", "regression", "aborted", "failure",
            "success", "unstable", "unsuccessful", "cleanup", "allOf", "anyOf", "not", "expression", "kubernetes",
            "docker", "dockerfile", "node", "label");
    static final Set<String> POST = Set.of("always", "changed", "fixed", "regression", "aborted", "failure", "success",
            "unstable", "unsuccessful", "cleanup");

    private Declarative() {
    }
}
