package io.stagewright.rehearsal.operations;

import io.stagewright.rehearsal.controller.Controller;
import java.util.Map;

/** Returns what happened on the controller since a position. */
public final class EventsOperation extends OnController {
    @Override
    public String name() {
        return "events";
    }

    @Override
    Object run(Controller controller, Map<String, Object> request) throws Exception {
        return controller.events().from(((Number) request.get("from")).intValue());
    }
}
