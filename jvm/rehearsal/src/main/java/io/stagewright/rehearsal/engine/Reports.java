package io.stagewright.rehearsal.engine;

import com.cloudbees.groovy.cps.Outcome;
import io.stagewright.rehearsal.controller.Build;
import io.stagewright.rehearsal.report.Events;
import io.stagewright.rehearsal.report.Frames;
import io.stagewright.rehearsal.report.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reports the steps of a program as events, with secrets masked. */
final class Reports {
    private Reports() {
    }

    /** A step begins. Its place is the stack of the program, including the stacks of the enclosing steps. */
    static void begin(Execution execution, GreenThread thread, StepCall call) {
        Map<String, Object> entry = TraceEntries.entry(execution.build(), call, thread.context);
        add(execution.build(), "step", "step", thread.step, "parent", thread.parent < 0 ? -1 : thread.parentStep, "name", call.name(),
                "arguments", masked(entry.get("arguments"), thread.context), "stage", entry.get("stage"),
                "agent", thread.context.agent(), "container", thread.context.container(), "frames", frames(execution, thread));
    }

    /** A stub is called; its own steps are reported after it. */
    static void stub(Execution execution, GreenThread thread, StepCall call, int step) {
        Map<String, Object> entry = TraceEntries.entry(execution.build(), call, thread.context);
        add(execution.build(), "step", "step", step, "parent", thread.parent < 0 ? -1 : thread.parentStep, "name", call.name(),
                "arguments", masked(entry.get("arguments"), thread.context), "stage", entry.get("stage"),
                "agent", thread.context.agent(), "container", thread.context.container(),
                "frames", Frames.of(List.of(new Throwable().getStackTrace())));
        add(execution.build(), "end", "step", step, "error", null, "value", null);
    }

    /** A step ended. */
    static void end(Execution execution, GreenThread thread, Outcome outcome) {
        Object value = outcome.getNormal();
        Throwable problem = outcome.getAbnormal();
        add(execution.build(), "end", "step", thread.step,
                "error", problem == null ? null : mask(Errors.sentence(problem), thread.context),
                "value", value instanceof Integer || value instanceof Boolean ? value : null);
    }

    /** A rule applies to a step. */
    static void rule(Build build, int step, Rule rule) {
        add(build, "rule", "step", step, "rule", rule.id());
    }

    /** A step prints to the log. */
    static void output(Build build, int step, StepContext context, String text) {
        add(build, "output", "step", step, "text", mask(text, context));
    }

    private static void add(Build build, String type, Object... values) {
        Events events = build.controller().events();
        events.add(type, build.job().path(), build.number(), values);
    }

    private static List<Map<String, Object>> frames(Execution execution, GreenThread thread) {
        List<StackTraceElement> stack = new ArrayList<>();
        for (GreenThread at = thread; at != null; at = execution.program().threads.get(at.parent)) {
            if (at.code != null) {
                stack.addAll(at.code.getStackTrace());
            }
        }
        return Frames.of(stack);
    }

    private static String mask(String text, StepContext context) {
        return Secrets.maskLines(context.secrets(), text);
    }

    private static Object masked(Object value, StepContext context) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) -> copy.put(String.valueOf(key), masked(item, context)));
            return copy;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(item -> masked(item, context)).toList();
        }
        return value instanceof String text ? mask(text, context) : value;
    }
}
