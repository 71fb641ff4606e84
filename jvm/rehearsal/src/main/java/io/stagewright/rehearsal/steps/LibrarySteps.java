package io.stagewright.rehearsal.steps;

import io.stagewright.rehearsal.controller.LibraryConfig;
import hudson.AbortException;
import io.stagewright.rehearsal.engine.StepRun;
import io.stagewright.rehearsal.global.LoadedClasses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The step {@code libraryResource}. */
final class LibrarySteps {
    /** Loads a library while the pipeline runs. */
    void library(StepRun step) {
        String identifier = step.text("identifier");
        step.execution().dsl().loadLibrary(identifier);
        int at = identifier.indexOf('@');
        step.succeed(new LoadedClasses(at < 0 ? identifier : identifier.substring(0, at), "", null));
    }

    void libraryResource(StepRun step) throws IOException {
        String name = step.text("resource");
        if (name.startsWith("/")) {
            throw new AbortException("libraryResource: \"" + name + "\" must not start with a slash");
        }
        List<Path> found = new ArrayList<>();
        for (LibraryConfig library : step.execution().dsl().loaded()) {
            Path root = library.root().resolve("resources");
            Path file = root.resolve(name).normalize();
            if (file.startsWith(root) && Files.isRegularFile(file)) {
                found.add(file);
            }
        }
        if (found.isEmpty()) {
            throw new AbortException("No such library resource " + name + " could be found.");
        }
        if (found.size() > 1) {
            throw new AbortException("Library resource " + name + " ambiguous among libraries " + step.execution().dsl().loaded().stream().map(LibraryConfig::name).toList());
        }
        byte[] bytes = Files.readAllBytes(found.get(0));
        step.succeed("Base64".equals(step.text("encoding")) ? Base64.getEncoder().encodeToString(bytes) : new String(bytes, StandardCharsets.UTF_8));
    }
}
