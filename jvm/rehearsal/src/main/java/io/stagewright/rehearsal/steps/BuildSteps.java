package io.stagewright.rehearsal.steps;

import hudson.model.Result;
import io.stagewright.rehearsal.controller.Build;
import io.stagewright.rehearsal.controller.BuildRecord;
import io.stagewright.rehearsal.controller.Controller;
import io.stagewright.rehearsal.controller.Job;
import io.stagewright.rehearsal.controller.Paths;
import hudson.AbortException;
import io.stagewright.rehearsal.engine.StepRun;
import io.stagewright.rehearsal.engine.Symbol;
import io.stagewright.rehearsal.global.BuildGlobal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** The step {@code build}, which starts a build of another job. */
final class BuildSteps {
    void build(StepRun step) throws Exception {
        Controller controller = step.controller();
        String path = Paths.resolve(step.build().job().path(), step.text("job"));
        Job job = controller.job(path);
        if (job == null || job.multibranch()) {
            throw new AbortException("No item named " + step.text("job") + " found; the jobs are " + controller.jobs().stream().map(Job::path).toList());
        }
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("job", path);
        request.put("parameters", parameters(step, job));
        Build other = controller.start(request, List.of(cause(step.build())));
        BuildRecord.link(step.build(), other);
        step.log("Scheduling project: " + path.substring(1).replace("/", " » "));
        step.log("Starting building: " + path.substring(1).replace("/", " » ") + " #" + other.number());
        if (!step.flag("wait", true)) {
            step.succeed(null);
        } else if (step.flag("waitForStart")) {
            step.succeed(new BuildGlobal(other));
        } else {
            await(step, other);
        }
    }

    private static Map<String, Object> parameters(StepRun step, Job job) {
        Map<String, Object> given = new LinkedHashMap<>();
        List<Object> known = job.parameters().stream().map(parameter -> parameter.get("name")).toList();
        for (Object item : step.list("parameters")) {
            Symbol parameter = (Symbol) item;
            if (known.contains(parameter.text("name"))) {
                given.put(parameter.text("name"), parameter.arguments().get("value"));
            } else {
                step.log("WARNING: the parameter " + parameter.text("name") + " is not defined in " + job.path() + " and was dropped");
            }
        }
        return given;
    }

    private static Map<String, Object> cause(Build from) {
        Map<String, Object> cause = new LinkedHashMap<>();
        cause.put("_class", "org.jenkinsci.plugins.workflow.support.steps.build.BuildUpstreamCause");
        cause.put("shortDescription", "Started by upstream project \"" + from.job().path().substring(1) + "\" build number " + from.number());
        cause.put("upstreamProject", from.job().path().substring(1));
        cause.put("upstreamBuild", from.number());
        cause.put("upstreamUrl", "job/" + from.job().path().substring(1).replace("/", "/job/") + "/");
        return cause;
    }

    private static void await(StepRun step, Build other) {
        step.onStop(cause -> {
            other.stop(FlowInterruptedException.of("ABORTED", "Calling Pipeline was cancelled"));
            step.fail(cause);
        });
        step.asyncThen(() -> {
            other.await();
            return other;
        }, ended -> {
            String name = ended.job().path().substring(1).replace("/", " » ") + " " + ended.record().displayName();
            step.log("Build " + name + " completed: " + ended.record().result());
            if (ended.record().result().equals("SUCCESS") || !step.flag("propagate", true)) {
                step.succeed(new BuildGlobal(ended));
            } else {
                step.fail(new FlowInterruptedException(Result.fromString(ended.record().result()), false, new CauseOfInterruption(
                        name + " completed with status " + ended.record().result() + " (propagate: false to ignore)")));
            }
        });
    }
}
