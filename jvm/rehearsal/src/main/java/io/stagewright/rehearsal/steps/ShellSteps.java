package io.stagewright.rehearsal.steps;

import io.stagewright.rehearsal.controller.AgentConfig;
import io.stagewright.rehearsal.controller.Agents;
import io.stagewright.rehearsal.controller.Programs;
import hudson.AbortException;
import io.stagewright.rehearsal.engine.StepRun;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** The step {@code sh}. Like durable-task, it runs a script file with {@code /bin/sh -xe}, or with its own interpreter line. */
final class ShellSteps {
    void sh(StepRun step) throws IOException {
        Path control = Agents.temporary(Path.of(step.context().workspace())).resolve("durable-" + step.unique());
        Files.createDirectories(control);
        Files.createDirectories(Path.of(step.context().directory()));
        Path script = control.resolve("script.sh");
        Programs.write(script, step.text("script"));
        if (step.has("label")) {
            step.log("+ (" + step.text("label") + ")");
        }
        ShellProcess process = new ShellProcess(command(step, script), Path.of(step.context().directory()), environment(step), control,
                step.flag("returnStdout"), line -> step.log(line));
        AtomicReference<Throwable> stopped = new AtomicReference<>();
        step.onStop(cause -> {
            stopped.set(cause);
            step.log("Sending interrupt signal to process");
            process.stop();
        });
        step.async(() -> {
            try {
                int code = process.run();
                return answer(step, process, code, stopped.get());
            } finally {
                FileTrees.delete(control);
            }
        });
    }

    private static Object answer(StepRun step, ShellProcess process, int code, Throwable stopped) throws Exception {
        if (stopped == null && step.flag("returnStatus")) {
            return code;
        }
        if (code == 0 && stopped == null) {
            return step.flag("returnStdout") ? process.output(charset(step)) : null;
        }
        if (step.flag("returnStdout")) {
            step.log(process.output(charset(step)));
        }
        if (stopped != null) {
            step.log("script returned exit code " + code);
            throw stopped instanceof Exception exception ? exception : new IllegalStateException(stopped);
        }
        throw new AbortException("script returned exit code " + code);
    }

    private static Charset charset(StepRun step) {
        return step.has("encoding") ? Charset.forName(step.text("encoding")) : StandardCharsets.UTF_8;
    }

    private static List<String> command(StepRun step, Path script) throws IOException {
        List<String> words = new ArrayList<>(List.of("setsid"));
        if (container(step).get("prefix") instanceof List<?> prefix) {
            prefix.forEach(word -> words.add(word.toString()));
        }
        if (step.text("script").startsWith("#!")) {
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        } else {
            words.addAll(List.of("/bin/sh", "-xe"));
        }
        words.add(script.toString());
        return words;
    }

    private static Map<String, Object> container(StepRun step) {
        String name = step.context().container();
        AgentConfig agent = step.controller().agents().config(step.context().agent());
        return name.isEmpty() ? Map.of() : agent.containers().getOrDefault(name, Map.of());
    }

    private static Map<String, String> environment(StepRun step) {
        Map<String, String> all = step.environment();
        if (container(step).get("env") instanceof Map<?, ?> added) {
            added.forEach((key, value) -> all.put(key.toString(), String.valueOf(value)));
        }
        // The launcher of Jenkins removes all empty variables (EnvVars.overrideExpandingAll).
        all.values().removeIf(String::isEmpty);
        return all;
    }
}
