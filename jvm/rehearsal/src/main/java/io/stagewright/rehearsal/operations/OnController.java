package io.stagewright.rehearsal.operations;

import io.stagewright.protocol.Operation;
import io.stagewright.rehearsal.controller.Build;
import io.stagewright.rehearsal.controller.Controller;
import io.stagewright.rehearsal.controller.Paths;
import java.util.Map;

/** The base class of all requests to a controller. */
abstract class OnController implements Operation {
    @Override
    public final Object run(Map<String, Object> request) throws Exception {
        return run(Controller.byId(((Number) request.get("controller")).intValue()), request);
    }

    abstract Object run(Controller controller, Map<String, Object> request) throws Exception;

    static Build build(Controller controller, Map<String, Object> request) {
        Map<?, ?> id = (Map<?, ?>) request.get("build");
        String job = Paths.absolute(String.valueOf(id.get("job")));
        Build found = controller.build(job, ((Number) id.get("number")).intValue());
        if (found == null) {
            throw new IllegalArgumentException("There is no build " + job + " #" + id.get("number") + ".");
        }
        return found;
    }
}
