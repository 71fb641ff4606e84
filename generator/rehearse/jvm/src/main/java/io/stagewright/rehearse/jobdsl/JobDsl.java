package io.stagewright.rehearse.jobdsl;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs Job DSL scripts against a strict recorder. */
public final class JobDsl {
    private JobDsl() {
    }

    /** The jobs that a script defines. */
    public static List<Map<String, Object>> run(Path script) throws Exception {
        throw new UnsupportedOperationException("Job DSL");
    }
}
