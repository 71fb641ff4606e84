package io.stagewright.rehearsal.operations;

import io.stagewright.rehearsal.controller.Controller;
import java.util.Map;

/** Lists the jobs. */
public final class JobsOperation extends OnController {
    @Override
    public String name() {
        return "jobs";
    }

    @Override
    Object run(Controller controller, Map<String, Object> request) throws Exception {
        return controller.jobs().stream().map(Results::job).toList();
    }
}
