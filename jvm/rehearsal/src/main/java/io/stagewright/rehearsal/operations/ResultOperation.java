package io.stagewright.rehearsal.operations;

import io.stagewright.rehearsal.controller.Controller;
import java.util.Map;

/** Returns the state of a build. */
public final class ResultOperation extends OnController {
    @Override
    public String name() {
        return "result";
    }

    @Override
    Object run(Controller controller, Map<String, Object> request) throws Exception {
        return Results.of(build(controller, request));
    }
}
