package io.stagewright.rehearsal.operations;

import io.stagewright.rehearsal.controller.Controller;
import java.util.Map;

/** Closes a controller. */
public final class CloseOperation extends OnController {
    @Override
    public String name() {
        return "close";
    }

    @Override
    Object run(Controller controller, Map<String, Object> request) throws Exception {
        controller.close();
        return null;
    }
}
