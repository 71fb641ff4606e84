package io.stagewright.rehearsal.steps;

import com.cloudbees.groovy.cps.Outcome;
import io.stagewright.rehearsal.controller.Agents;
import io.stagewright.rehearsal.engine.BodyCallback;
import io.stagewright.rehearsal.engine.StepRun;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
        return Files.readAllBytes(file(step, name));
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
        Agents agents = step.controller().agents();
        Path directory = agents.takeWorkspace(agents.home(step.context().agent()).resolve(step.text("dir")).normalize());
        step.build().cleanups().add("ws " + step.unique(), () -> agents.releaseWorkspace(directory));
        step.log("Running in " + directory);
        step.run(step.context().withWorkspace(directory.toString())
                .withVariables(Map.of("WORKSPACE", directory.toString(), "WORKSPACE_TMP", Agents.temporary(directory).toString())), new Released());
    }

    private record Released() implements BodyCallback {
        @Override
        public void done(StepRun step, Outcome outcome) {
            step.build().cleanups().run("ws " + step.unique());
            step.end(outcome);
        }
    }

    void deleteDir(StepRun step) throws IOException {
        FileTrees.delete(Path.of(step.context().directory()));
        step.succeed(null);
    }

    void pwd(StepRun step) {
        String directory = step.context().directory();
        step.succeed(step.flag("tmp") ? Agents.temporary(Path.of(directory)).toString() : directory);
    }

    void isUnix(StepRun step) {
        step.succeed(true);
    }

    void findFiles(StepRun step) throws IOException {
        Path root = Path.of(step.context().directory());
        if (!Files.isDirectory(root)) {
            throw new IOException("Expecting Ant GLOB pattern, but the directory " + root + " does not exist");
        }
        List<String> names = step.text("glob", "").isBlank() ? children(root) : Globs.find(root, step.text("glob"), step.text("excludes"), true);
        List<FoundFile> found = new ArrayList<>();
        for (String name : names) {
            found.add(new FoundFile(root.resolve(name), name));
        }
        step.succeed(found.toArray(new FoundFile[0]));
    }

    private static List<String> children(Path root) throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
