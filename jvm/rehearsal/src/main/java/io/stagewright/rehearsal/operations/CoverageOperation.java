package io.stagewright.rehearsal.operations;

import io.stagewright.rehearsal.controller.Controller;
import io.stagewright.rehearsal.engine.CoverageScan;
import io.stagewright.rehearsal.report.Coverage;
import java.util.Map;

/** Returns how often each line and branch of the libraries ran; files that no build loaded count as not run. */
public final class CoverageOperation extends OnController {
    @Override
    public String name() {
        return "coverage";
    }

    @Override
    Object run(Controller controller, Map<String, Object> request) throws Exception {
        Coverage coverage = controller.coverage();
        if (coverage == null) {
            throw new IllegalArgumentException("The controller does not measure coverage: set \"coverage\" in its configuration.");
        }
        CoverageScan.addLines(controller.config().libraries(), coverage);
        return coverage.counts();
    }
}
