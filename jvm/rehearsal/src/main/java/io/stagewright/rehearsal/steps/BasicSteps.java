package io.stagewright.rehearsal.steps;

import com.cloudbees.groovy.cps.Outcome;
import hudson.AbortException;
import io.stagewright.rehearsal.engine.BodyCallback;
import io.stagewright.rehearsal.engine.Errors;
import io.stagewright.rehearsal.engine.StepRun;
import java.util.LinkedHashMap;
import hudson.model.Result;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** Steps of workflow-basic-steps about messages, results and variables. */
final class BasicSteps {
    void echo(StepRun step) {
        step.log(step.text("message"));
        step.succeed(null);
    }

    void error(StepRun step) {
        step.fail(new AbortException(step.text("message", "")));
    }

    void unstable(StepRun step) {
        step.log("WARNING: " + step.text("message"));
        step.build().record().worsen("UNSTABLE");
        step.build().record().warn(step.context().stages(), Result.UNSTABLE);
        step.succeed(null);
    }

    void catchError(StepRun step) {
        step.run(step.context(), new Caught(step.text("message"), step.text("buildResult", "FAILURE"), step.text("stageResult", "SUCCESS"),
                step.flag("catchInterruptions", true)));
    }

    void warnError(StepRun step) {
        step.run(step.context(), new Caught(step.text("message"), "UNSTABLE", "UNSTABLE", step.flag("catchInterruptions", true)));
    }

    /** What catchError and warnError do with an error (workflow-basic-steps 1098). */
    private record Caught(String message, String result, String stageResult, boolean interruptions) implements BodyCallback {
        @Override
        public void done(StepRun step, Outcome outcome) {
            Throwable error = outcome.getAbnormal();
            if (error == null) {
                step.succeed(null);
                return;
            }
            FlowInterruptedException stop = error instanceof FlowInterruptedException flow ? flow : null;
            if (stop != null && stop.isActualInterruption() && !interruptions) {
                step.fail(error);
                return;
            }
            if (message != null) {
                step.log("ERROR: " + message);
            }
            step.log("ERROR: " + Errors.sentence(error));
            step.build().record().worsen(stop == null ? result : stop.getResult().toString());
            step.build().record().warn(step.context().stages(), stop == null ? Result.fromString(stageResult) : stop.getResult());
            step.succeed(null);
        }
    }

    void withEnv(StepRun step) throws AbortException {
        Map<String, String> added = new LinkedHashMap<>();
        for (Object override : step.list("overrides")) {
            String text = override.toString();
            int equals = text.indexOf('=');
            if (equals < 0) {
                throw new AbortException("withEnv: \"" + text + "\" is not of the form NAME=value");
            }
            added.put(text.substring(0, equals), text.substring(equals + 1));
        }
        step.wrap(step.context().withVariables(added));
    }

    void timestamps(StepRun step) {
        step.wrap(step.context());
    }

    void ansiColor(StepRun step) {
        step.wrap(step.context().withVariables(Map.of("TERM", step.text("colorMapName"))));
    }

    void script(StepRun step) {
        step.wrap(step.context());
    }
}
