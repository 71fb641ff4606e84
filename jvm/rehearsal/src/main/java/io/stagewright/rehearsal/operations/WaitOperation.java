package io.stagewright.rehearsal.operations;

import io.stagewright.rehearsal.controller.Controller;
import java.util.Map;

/** Waits until a build has ended. */
public final class WaitOperation extends OnController {
    @Override
    public String name() {
        return "wait";
    }

    @Override
    Object run(Controller controller, Map<String, Object> request) throws Exception {
        build(controller, request).await();
        return Results.of(build(controller, request));
    }
}
