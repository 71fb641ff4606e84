package io.stagewright.rehearse.operations;

import io.stagewright.rehearse.Operation;
import io.stagewright.rehearse.controller.Config;
import io.stagewright.rehearse.controller.Controller;
import java.util.Map;

/** Makes a controller. */
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
}
