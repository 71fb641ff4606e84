package io.stagewright.rehearsal.steps;

import groovy.json.JsonOutput;
import io.stagewright.protocol.Json;
import hudson.AbortException;
import io.stagewright.rehearsal.engine.StepRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Steps of pipeline-utility-steps that read and write JSON and YAML. */
final class JsonSteps {
    void readJSON(StepRun step) throws IOException {
        String text = text(step);
        Object value;
        try {
            value = Json.parse(text);
        } catch (IllegalArgumentException error) {
            throw new AbortException("readJSON: " + error.getMessage());
        }
        step.succeed(step.flag("returnPojo") ? copy(value, false) : copy(value, true));
    }

    /** Copies to plain maps and lists. Without returnPojo, json-lib converts the text "null" to null. */
    private static Object copy(Object value, boolean jsonLib) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> all = new LinkedHashMap<>();
            map.forEach((key, item) -> all.put(String.valueOf(key), copy(item, jsonLib)));
            return all;
        }
        if (value instanceof List<?> list) {
            List<Object> all = new ArrayList<>();
            list.forEach(item -> all.add(copy(item, jsonLib)));
            return all;
        }
        return jsonLib && "null".equals(value) ? null : value;
    }

    private static String text(StepRun step) throws IOException {
        if (step.has("file") == step.has("text")) {
            throw new AbortException(step.has("file") ? step.name() + ": file and text cannot be used together"
                    : "At least one of file or text needs to be provided to " + step.name() + ".");
        }
        if (step.has("text")) {
            return step.text("text");
        }
        needAgent(step);
        return new String(FileSteps.read(step, step.text("file")), StandardCharsets.UTF_8);
    }

    private static void needAgent(StepRun step) throws AbortException {
        if (step.context().directory() == null) {
            throw new AbortException("Required context class hudson.FilePath is missing\n"
                    + "Perhaps you forgot to surround the " + step.name() + " step with a step that provides this, such as: node");
        }
    }

    void writeJSON(StepRun step) throws IOException {
        String text = JsonOutput.toJson(step.arguments().get("json"));
        String written = step.number("pretty", 0) > 0 ? JsonOutput.prettyPrint(text) : text;
        if (step.flag("returnText")) {
            step.succeed(written);
            return;
        }
        if (!step.has("file")) {
            throw new AbortException("Cannot execute step: file is required unless returnText is true");
        }
        needAgent(step);
        Path file = FileSteps.file(step, step.text("file"));
        Files.createDirectories(file.getParent());
        Files.writeString(file, written);
        step.succeed(null);
    }

    void readYaml(StepRun step) throws IOException {
        step.succeed(new Yaml(new SafeConstructor(new LoaderOptions())).load(text(step)));
    }
}
