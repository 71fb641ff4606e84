package io.stagewright.rehearsal.operations;

import io.stagewright.rehearsal.controller.Controller;
import java.util.Map;

/** Lists the builds in the order in which they started. */
public final class BuildsOperation extends OnController {
    @Override
    public String name() {
        return "builds";
    }

    @Override
    Object run(Controller controller, Map<String, Object> request) throws Exception {
        return controller.builds().stream().map(Results::id).toList();
    }
}
