package io.stagewright.rehearsal.operations;

import io.stagewright.rehearsal.controller.Build;
import io.stagewright.rehearsal.controller.Controller;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts a build. */
public final class StartOperation extends OnController {
    @Override
    public String name() {
        return "startBuild";
    }

    @Override
    @SuppressWarnings("unchecked")
    Object run(Controller controller, Map<String, Object> request) throws Exception {
        Map<String, Object> wanted = (Map<String, Object>) request.get("request");
        Map<String, Object> cause = new LinkedHashMap<>();
        Object user = wanted.get("user");
        cause.put("_class", user == null ? "hudson.triggers.TimerTrigger$TimerTriggerCause" : "hudson.model.Cause$UserIdCause");
        cause.put("shortDescription", user == null ? "Started by timer" : "Started by user " + user);
        if (user != null) {
            cause.put("userId", user);
            cause.put("userName", user);
        }
        Build build = controller.start(wanted, List.of(cause));
        return Results.id(build);
    }
}
