package io.stagewright.rehearsal.controller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files that a build stores: its archive and its stashes. */
public final class Artifacts {
    private final Path build;

    Artifacts(Path build) {
        this.build = build;
    }

    /** The archive's directory. */
    public Path directory() {
        return build.resolve("archive");
    }

    /** The directory of a stash. */
    public Path stash(String name) {
        return build.resolve("stashes").resolve(name.replace('/', '_'));
    }

    /** The sorted paths of the archived files. */
    public List<String> names() {
        if (!Files.isDirectory(directory())) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory())) {
            return files.filter(Files::isRegularFile).map(file -> directory().relativize(file).toString()).sorted().toList();
        } catch (IOException error) {
            throw new IllegalStateException(error);
        }
    }
}
