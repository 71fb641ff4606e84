package io.stagewright.rehearsal.steps;

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
import net.sf.json.JSON;
import net.sf.json.JSONArray;
import net.sf.json.JSONException;
import net.sf.json.JSONNull;
import net.sf.json.JSONObject;
import net.sf.json.JSONSerializer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Steps of pipeline-utility-steps 2.20.0 that read and write JSON and YAML. */
final class JsonSteps {
    void readJSON(StepRun step) throws IOException {
        Object value;
        try {
            value = nulls(JSONSerializer.toJSON(text(step).trim()));
        } catch (JSONException error) {
            throw new JSONException("readJSON: " + error.getMessage());
        }
        step.succeed(step.flag("returnPojo") ? plain(value) : value);
    }

    /** The json-lib of Jenkins reads the text "null" as null; the published one keeps it in quotes. */
    @SuppressWarnings("unchecked")
    private static Object nulls(Object value) {
        if (value instanceof JSONObject map && !map.isNullObject()) {
            map.replaceAll((key, item) -> nulls(item));
        } else if (value instanceof JSONArray list) {
            list.replaceAll(JsonSteps::nulls);
        }
        return "\"null\"".equals(value) ? JSONNull.getInstance() : value;
    }

    /** Copies to plain maps and lists (ReadJSONStepExecution of pipeline-utility-steps 2.20.0). */
    private static Object plain(Object value) {
        if (value instanceof JSONNull || value instanceof JSONObject map && map.isNullObject()) {
            return null;
        }
        if (value instanceof JSONObject map) {
            Map<String, Object> all = new LinkedHashMap<>();
            ((Map<?, ?>) map).forEach((key, item) -> all.put(String.valueOf(key), plain(item)));
            return all;
        }
        if (value instanceof JSONArray list) {
            List<Object> all = new ArrayList<>();
            list.forEach(item -> all.add(plain(item)));
            return all;
        }
        return value;
    }

    static String text(StepRun step) throws IOException {
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

    static void needAgent(StepRun step) throws AbortException {
        if (step.context().directory() == null) {
            throw new AbortException("Required context class hudson.FilePath is missing\n"
                    + "Perhaps you forgot to surround the " + step.name() + " step with a step that provides this, such as: node");
        }
    }

    void writeJSON(StepRun step) throws IOException {
        Object given = step.arguments().get("json");
        JSON json = given instanceof JSON ready ? ready : JSONSerializer.toJSON(given);
        String written = step.number("pretty", 0) > 0 ? json.toString((int) step.number("pretty", 0)) : json.toString();
        if (step.flag("returnText")) {
            if (step.has("file")) {
                throw new IllegalArgumentException("Cannot provide both returnText and file to writeJSON");
            }
            step.succeed(written);
            return;
        }
        if (step.text("file", "").isBlank()) {
            throw new IllegalArgumentException("Either returnText or file needs to be provided to writeJSON");
        }
        needAgent(step);
        Path file = FileSteps.file(step, step.text("file"));
        Files.createDirectories(file.getParent());
        Files.writeString(file, written);
        step.succeed(null);
    }

    void readYaml(StepRun step) throws IOException {
        List<Object> all = new ArrayList<>();
        new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text(step)).forEach(all::add);
        step.succeed(all.size() == 1 ? all.get(0) : all);
    }
}
