package io.stagewright.rehearsal.steps;

import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.stagewright.rehearsal.engine.StepRun;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.maven.model.Model;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.apache.maven.model.io.xpp3.MavenXpp3Writer;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Steps of pipeline-utility-steps 2.20.0 that read and write files of other formats. */
final class DataSteps {
    void readProperties(StepRun step) throws IOException {
        if (step.flag("interpolate")) {
            throw new IllegalArgumentException("readProperties: the rehearsal does not imitate \"interpolate\"");
        }
        Map<String, Object> all = new HashMap<>();
        if (step.arguments().get("defaults") instanceof Map<?, ?> defaults) {
            defaults.forEach((key, value) -> all.put(String.valueOf(key), value));
        }
        Properties read = into(all);
        if (!step.text("file", "").isBlank()) {
            Path file = FileSteps.file(step, step.text("file"));
            if (Files.isRegularFile(file)) {
                Charset charset = step.has("charset") ? Charset.forName(step.text("charset")) : StandardCharsets.ISO_8859_1;
                read.load(new StringReader(Files.readString(file, charset)));
            } else {
                step.log("warning: " + file + (Files.exists(file) ? " is a directory" : " does not exist") + ", omitting from properties gathering");
            }
        }
        if (!step.text("text", "").isBlank()) {
            read.load(new StringReader(step.text("text")));
        }
        step.succeed(all);
    }

    private static Properties into(Map<String, Object> all) {
        return new Properties() {
            @Override
            public synchronized Object put(Object key, Object value) {
                return all.put(String.valueOf(key), value);
            }
        };
    }

    void writeYaml(StepRun step) throws IOException {
        if (step.has("data") == step.has("datas")) {
            throw new IllegalArgumentException(step.has("data") ? "only one of data or datas must be provided to writeYaml"
                    : "data or datas parameter must be provided to writeYaml");
        }
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        Yaml yaml = new Yaml(options);
        String text = step.has("data") ? yaml.dump(step.arguments().get("data")) : yaml.dumpAll(step.list("datas").iterator());
        if (step.flag("returnText")) {
            step.succeed(text);
            return;
        }
        Path file = target(step, step.text("file"));
        if (Files.exists(file) && !step.flag("overwrite")) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Files.writeString(file, text, step.has("charset") ? Charset.forName(step.text("charset")) : StandardCharsets.UTF_8);
        step.succeed(null);
    }

    private static Path target(StepRun step, String name) throws IOException {
        JsonSteps.needAgent(step);
        Path file = FileSteps.file(step, name);
        if (Files.isDirectory(file)) {
            throw new FileNotFoundException(file + " is a directory.");
        }
        Files.createDirectories(file.getParent());
        return file;
    }

    void readCSV(StepRun step) throws IOException {
        CSVFormat format = step.arguments().get("format") instanceof CSVFormat given ? given : CSVFormat.DEFAULT;
        step.succeed(new java.util.ArrayList<>(format.parse(new StringReader(JsonSteps.text(step))).getRecords()));
    }

    void writeCSV(StepRun step) throws IOException {
        CSVFormat format = step.arguments().get("format") instanceof CSVFormat given ? given : CSVFormat.DEFAULT;
        StringWriter text = new StringWriter();
        try (CSVPrinter printer = new CSVPrinter(text, format)) {
            printer.printRecords(step.list("records"));
        }
        Files.writeString(target(step, step.text("file")), text.toString());
        step.succeed(null);
    }

    void readMavenPom(StepRun step) throws Exception {
        Path file = FileSteps.file(step, step.text("file", "pom.xml"));
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException(file + (Files.exists(file) ? " is a directory." : " does not exist."));
        }
        step.succeed(new MavenXpp3Reader().read(new StringReader(Files.readString(file))));
    }

    void writeMavenPom(StepRun step) throws IOException {
        if (!(step.arguments().get("model") instanceof Model model)) {
            throw new IllegalArgumentException("writeMavenPom: \"model\" must be what readMavenPom returned");
        }
        StringWriter text = new StringWriter();
        new MavenXpp3Writer().write(text, model);
        Files.writeString(target(step, step.text("file", "pom.xml")), text.toString());
        step.succeed(null);
    }

    void readTOML(StepRun step) throws IOException {
        step.succeed(new TomlMapper().readValue(JsonSteps.text(step), LinkedHashMap.class));
    }

    void writeTOML(StepRun step) throws IOException {
        String text = new TomlMapper().writeValueAsString(step.arguments().get("toml"));
        if (step.flag("returnText")) {
            step.succeed(text);
            return;
        }
        Files.writeString(target(step, step.text("file")), text);
        step.succeed(null);
    }

    void readManifest(StepRun step) throws IOException {
        step.succeed(ManifestData.of(JsonSteps.text(step)));
    }

    /** The sections of a manifest: SimpleManifest. */
    public record ManifestData(Map<String, String> main, Map<String, Map<String, String>> entries) implements java.io.Serializable {
        static ManifestData of(String text) throws IOException {
            java.util.jar.Manifest manifest = new java.util.jar.Manifest(
                    new java.io.ByteArrayInputStream((text.endsWith("\n") ? text : text + "\n").getBytes(StandardCharsets.UTF_8)));
            Map<String, Map<String, String>> sections = new LinkedHashMap<>();
            manifest.getEntries().forEach((name, attributes) -> sections.put(name, strings(attributes)));
            return new ManifestData(strings(manifest.getMainAttributes()), sections);
        }

        private static Map<String, String> strings(Map<Object, Object> attributes) {
            Map<String, String> all = new LinkedHashMap<>();
            attributes.forEach((key, value) -> all.put(key.toString(), value.toString()));
            return all;
        }

        public Map<String, String> getMain() {
            return main;
        }

        public Map<String, Map<String, String>> getEntries() {
            return entries;
        }
    }
}
