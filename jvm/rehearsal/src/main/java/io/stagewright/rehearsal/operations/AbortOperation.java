package io.stagewright.rehearsal.operations;

import io.stagewright.rehearsal.controller.Controller;
import java.util.Map;

/** Stops a build as the abort button does. */
public final class AbortOperation extends OnController {
    @Override
    public String name() {
        return "abort";
    }

    @Override
    Object run(Controller controller, Map<String, Object> request) throws Exception {
        Object user = request.get("user");
        build(controller, request).abort(user == null ? "admin" : user.toString());
        return null;
    }
}
