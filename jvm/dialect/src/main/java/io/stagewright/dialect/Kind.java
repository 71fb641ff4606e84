package io.stagewright.dialect;

/** The kind of a generated file; its path determines the kind. */
enum Kind {
    VARS, SRC, JENKINSFILE, JOBS, OTHER;

    static Kind of(String path) {
        if (path.endsWith("Jenkinsfile")) {
            return JENKINSFILE;
        }
        if (!path.endsWith(".groovy")) {
            return OTHER;
        }
        if (path.startsWith("library/vars/")) {
            return VARS;
        }
        if (path.startsWith("library/src/")) {
            return SRC;
        }
        return path.startsWith("jenkins/jobs/") ? JOBS : OTHER;
    }

    /** Whether the CPS interpreter runs the file. */
    boolean cps() {
        return this == VARS || this == SRC || this == JENKINSFILE;
    }

    boolean library() {
        return this == VARS || this == SRC;
    }
}
