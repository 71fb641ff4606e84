package io.stagewright.rehearsal.steps;

import hudson.AbortException;
import io.stagewright.rehearsal.engine.StepRun;
import io.stagewright.rehearsal.engine.Symbol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** The step {@code input}, with answers from the configuration of the controller. */
final class InputSteps {
    void input(StepRun step) throws AbortException, FlowInterruptedException {
        step.log(step.text("message"));
        Map<String, Object> answer = step.controller().inputs().answer(step.build().job().path(), step.text("id"), step.text("message"));
        if (answer == null) {
            throw new AbortException("input: no configured answer matches \"" + step.text("message") + "\" of " + step.build().job().path());
        }
        if (Boolean.TRUE.equals(answer.get("wait"))) {
            step.onStop(step::fail);
            return;
        }
        String submitter = answer.get("submitter") == null ? "admin" : answer.get("submitter").toString();
        if (!allowed(step.text("submitter"), submitter, answer)) {
            throw new AbortException("You need to be " + step.text("submitter") + " to submit this. (" + submitter + " is not)");
        }
        if (Boolean.TRUE.equals(answer.get("abort"))) {
            throw FlowInterruptedException.of("ABORTED", "Rejected by " + submitter);
        }
        step.log("Approved by " + submitter);
        step.succeed(value(step, answer, submitter));
    }

    private static boolean allowed(String wanted, String submitter, Map<String, Object> answer) {
        if (wanted == null || wanted.isBlank() || submitter.equals("admin")) {
            return true;
        }
        List<Object> names = new ArrayList<>(List.of(submitter));
        if (answer.get("groups") instanceof List<?> groups) {
            names.addAll(groups);
        }
        for (String name : wanted.split(",")) {
            if (names.contains(name.trim())) {
                return true;
            }
        }
        return false;
    }

    private static Object value(StepRun step, Map<String, Object> answer, String submitter) throws AbortException {
        Map<String, Object> values = new LinkedHashMap<>();
        Map<?, ?> given = answer.get("parameters") instanceof Map<?, ?> map ? map : Map.of();
        for (Object item : step.list("parameters")) {
            Symbol parameter = (Symbol) item;
            String name = parameter.text("name");
            values.put(name, given.containsKey(name) ? given.get(name) : fallback(parameter));
        }
        for (Object name : given.keySet()) {
            if (!values.containsKey(name)) {
                throw new AbortException("input: the answer has the unknown parameter \"" + name + "\"; the step has " + values.keySet());
            }
        }
        if (step.has("submitterParameter")) {
            values.put(step.text("submitterParameter"), submitter);
        }
        return values.isEmpty() ? null : values.size() == 1 ? values.values().iterator().next() : values;
    }

    private static Object fallback(Symbol parameter) {
        if (parameter.arguments().get("choices") instanceof List<?> choices) {
            return choices.get(0);
        }
        return parameter.arguments().getOrDefault("defaultValue", parameter.name().equals("booleanParam") ? false : "");
    }
}
