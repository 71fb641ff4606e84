package io.stagewright.rehearsal.steps;

import io.stagewright.rehearsal.controller.Agents;
import hudson.AbortException;
import io.stagewright.rehearsal.engine.StepRun;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Steps that read and write files of the workspace. */
final class FileSteps {
    /** Resolves a path of a step, which is relative to the current directory. */
    static Path file(StepRun step, String name) {
        return Path.of(step.context().directory()).resolve(name).normalize();
    }

    void readFile(StepRun step) throws IOException {
        byte[] bytes = read(step, step.text("file"));
        step.succeed("Base64".equals(step.text("encoding")) ? Base64.getEncoder().encodeToString(bytes) : new String(bytes, charset(step)));
    }

    static byte[] read(StepRun step, String name) throws IOException {
        Path file = file(step, name);
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw new AbortException("java.nio.file.NoSuchFileException: " + file);
        }
    }

    private static Charset charset(StepRun step) {
        return step.has("encoding") ? Charset.forName(step.text("encoding")) : StandardCharsets.UTF_8;
    }

    void writeFile(StepRun step) throws IOException {
        Path file = file(step, step.text("file"));
        Files.createDirectories(file.getParent());
        String text = step.text("text");
        Files.write(file, "Base64".equals(step.text("encoding")) ? Base64.getDecoder().decode(text) : text.getBytes(charset(step)));
        step.succeed(null);
    }

    void fileExists(StepRun step) {
        step.succeed(Files.exists(file(step, step.text("file"))));
    }

    void dir(StepRun step) throws IOException {
        Path directory = file(step, step.text("path"));
        step.log("Running in " + directory);
        Files.createDirectories(directory);
        step.wrap(step.context().withDirectory(directory.toString()));
    }

    void ws(StepRun step) throws IOException {
        Path directory = file(step, step.text("dir"));
        Files.createDirectories(directory);
        Files.createDirectories(Agents.temporary(directory));
        step.wrap(step.context().withDirectory(directory.toString())
                .withVariables(Map.of("WORKSPACE", directory.toString(), "WORKSPACE_TMP", Agents.temporary(directory).toString())));
    }

    void deleteDir(StepRun step) throws IOException {
        FileTrees.delete(Path.of(step.context().directory()));
        step.succeed(null);
    }

    void pwd(StepRun step) {
        String directory = step.context().directory();
        step.succeed(step.flag("tmp") ? Agents.temporary(Path.of(step.context().workspace())).toString() : directory);
    }

    void isUnix(StepRun step) {
        step.succeed(true);
    }

    void findFiles(StepRun step) throws IOException {
        Path root = Path.of(step.context().directory());
        List<Map<String, Object>> found = new ArrayList<>();
        for (String name : Globs.find(root, step.text("glob", "*"), step.text("excludes"), true)) {
            Map<String, Object> file = new LinkedHashMap<>();
            file.put("name", Path.of(name).getFileName().toString());
            file.put("path", name);
            file.put("directory", false);
            file.put("length", Files.size(root.resolve(name)));
            found.add(file);
        }
        step.succeed(found);
    }
}
