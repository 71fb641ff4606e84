package io.stagewright.rehearsal.operations;

import io.stagewright.rehearsal.controller.Controller;
import java.util.Map;

/** Waits until no build is running. */
public final class IdleOperation extends OnController {
    @Override
    public String name() {
        return "idle";
    }

    @Override
    Object run(Controller controller, Map<String, Object> request) throws Exception {
        controller.idle();
        return null;
    }
}
