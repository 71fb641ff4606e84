package io.stagewright.rehearsal.operations;

import io.stagewright.rehearsal.controller.Build;
import io.stagewright.rehearsal.controller.Job;
import java.util.LinkedHashMap;
import java.util.Map;

/** Converts builds and jobs to the JSON of the protocol. */
final class Results {
    private Results() {
    }

    static Map<String, Object> id(Build build) {
        Map<String, Object> id = new LinkedHashMap<>();
        id.put("job", build.job().path());
        id.put("number", build.number());
        return id;
    }

    static Map<String, Object> job(Job job) {
        Map<String, Object> all = new LinkedHashMap<>(job.definition());
        all.put("path", job.path());
        all.put("parameters", job.parameters());
        all.put("copyArtifactPermission", job.copyPermissions());
        return all;
    }

    static Map<String, Object> of(Build build) {
        Map<String, Object> all = id(build);
        int[] tests = build.record().tests();
        all.put("building", !build.ended());
        all.put("result", build.record().result());
        all.put("displayName", build.record().displayName());
        all.put("description", build.record().description());
        all.put("log", build.log().toString());
        all.put("trace", build.trace().entries());
        all.put("error", build.record().error());
        all.put("violations", build.record().violations());
        all.put("parameters", build.parameters());
        all.put("artifactsDir", build.artifacts().directory().toString());
        all.put("artifacts", build.artifacts().names());
        all.put("tests", Map.of("total", tests[0], "failed", tests[1], "skipped", tests[2]));
        all.put("mails", build.record().mails());
        all.put("upstream", build.record().upstream().stream().map(Results::id).toList());
        all.put("downstream", build.record().downstream().stream().map(Results::id).toList());
        all.put("kept", build.record().kept());
        all.put("restarts", build.record().restarts());
        all.put("seconds", build.duration() / 1000.0);
        return all;
    }
}
