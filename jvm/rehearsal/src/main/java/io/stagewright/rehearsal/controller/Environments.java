package io.stagewright.rehearsal.controller;

import io.stagewright.rehearsal.engine.StepContext;
import java.util.LinkedHashMap;
import java.util.Map;

/** The variables that Jenkins itself sets for steps. */
final class Environments {
    private Environments() {
    }

    static Map<String, String> of(Build build, StepContext context) {
        Controller controller = build.controller();
        Map<String, String> all = new LinkedHashMap<>(controller.config().environment());
        if (!context.agent().isEmpty()) {
            all.put("PATH", controller.config().environment().getOrDefault("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin")));
            all.put("HOME", context.home());
            all.putAll(controller.agents().config(context.agent()).environment());
        }
        String name = build.job().path().substring(1);
        String jobUrl = build.url().substring(0, build.url().length() - String.valueOf(build.number()).length() - 1);
        all.put("CI", "true");
        all.put("JENKINS_URL", controller.config().url());
        all.put("JOB_NAME", name);
        all.put("JOB_BASE_NAME", name.substring(name.lastIndexOf('/') + 1));
        all.put("JOB_URL", jobUrl);
        all.put("BUILD_NUMBER", String.valueOf(build.number()));
        all.put("BUILD_ID", String.valueOf(build.number()));
        all.put("BUILD_DISPLAY_NAME", build.record().displayName());
        all.put("BUILD_TAG", "jenkins-" + name.replace('/', '-') + "-" + build.number());
        all.put("BUILD_URL", build.url());
        // Variables of display-url-api, which junit and other plugins install.
        all.put("JOB_DISPLAY_URL", jobUrl + "display/redirect");
        all.put("RUN_DISPLAY_URL", build.url() + "display/redirect");
        all.put("RUN_ARTIFACTS_DISPLAY_URL", build.url() + "display/redirect?page=artifacts");
        all.put("RUN_CHANGES_DISPLAY_URL", build.url() + "display/redirect?page=changes");
        all.put("RUN_TESTS_DISPLAY_URL", build.url() + "display/redirect?page=tests");
        all.putAll(build.source().variables());
        // Not the parameters that the pipeline itself defines: they have a value only in params.
        build.givenParameters().forEach((key, value) -> all.put(key, String.valueOf(value)));
        return all;
    }
}
