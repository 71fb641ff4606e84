package io.stagewright.rehearsal.operations;

import io.stagewright.protocol.Operation;
import io.stagewright.rehearsal.controller.Config;
import io.stagewright.rehearsal.controller.Controller;
import java.util.Map;

/** Creates a controller. */
public final class ControllerOperation implements Operation {
    @Override
    public String name() {
        return "controller";
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object run(Map<String, Object> request) throws Exception {
        return Map.of("controller", new Controller(Config.of((Map<String, Object>) request.get("config"))).id());
    }

    @Override
    public void shutDown() {
        Controller.closeAll();
    }
}
